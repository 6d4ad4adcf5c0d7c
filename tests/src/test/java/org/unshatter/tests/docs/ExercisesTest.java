package org.unshatter.tests.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Answers that docs/GUIDE.md gives to its exercises. */
class ExercisesTest {

    @Test
    void theNetOfThePictureOfTheTape() throws IOException {
        Tape tape = new Tape();
        Tensor x = tape.variable(Tensor.of(new float[] {3, -2}, 1, 2));
        Tensor h = x.matmulTransposed(Tensor.of(new float[] {1, 1, 0, 2}, 2, 2));
        Tensor f = h.crelu().matmulTransposed(Tensor.of(new float[] {1, 5, 2, 3}, 1, 4));
        assertEquals(13, f.item());
        assertArrayEquals(new float[] {1, -5}, tape.gradients(f).of(x).toArray());
        says("f = 13, dx = (1, −5)");
        String picture = Files.readString(Documents.ROOT.resolve("docs/tape.svg"));
        for (String label : List.of("x = 3, −2", "W = 1, 1; 0, 2", "V = 1, 5 | 2, 3", "f = 13", "dx = 1, −5")) {
            assertTrue(picture.contains(label), () -> "docs/tape.svg without " + label);
        }
    }

    @Test
    void operationsAndBytesOfAStep() throws IOException {
        Example measured = Example.named("Spirals").with("t <= 100", "t < 0").with("    int n = ",
                "    IO.println(step.operations(x, labels) + \" \" + step.peakBytes(x, labels));\n    int n = ");
        Matcher twenty = measured.lines("(\\d+) (\\d+)").getFirst();
        Matcher forty = measured.with("plain(20)", "plain(40)").lines("(\\d+) (\\d+)").getFirst();
        says("%s and %s operations".formatted(twenty.group(1), forty.group(1)));
        says(String.format(Locale.ROOT, "%,d and %,d bytes", Integer.parseInt(twenty.group(2)), Integer.parseInt(forty.group(2))));
    }

    @Test
    void mirroredRectifiersAreLinearToo() throws IOException {
        List<Matcher> lines = Example.named("LinearAt1000").with("Initializers.looksLinear(), Initializers.he()", "Initializers.mirrored()")
                .with("Activation.CRELU", "Activation.RELU").lines("mirrored .* relative difference " + Example.NUMBER);
        assertTrue(Double.parseDouble(lines.getFirst().group(1)) < 1e-4, lines.getFirst()::group);
    }

    private static void says(String answer) throws IOException {
        assertTrue(Files.readString(Documents.ROOT.resolve("docs/GUIDE.md")).contains(answer), () -> "docs/GUIDE.md without \"" + answer + "\"");
    }
}
