package org.unshatter.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Kernels;
import org.unshatter.tests.ByOtherProcesses;

/** Each example of docs/examples, started by the command at its head, prints what it claims to show. */
@ByOtherProcesses
class ExamplesTest {

    private static final String NUMBER = Example.NUMBER;

    @Test
    void threeLoopsComputeTheSameProduct() throws IOException {
        List<Matcher> lines = lines("FmaLoop", "(dot products|rows of B|Gemm) +[\\d.]+ GFLOP/s, (the same|other) bits");
        assertEquals(List.of("dot products", "rows of B", "Gemm"), lines.stream().map(line -> line.group(1)).toList());
        boolean fused = Kernels.info().vectorBits() > 0; // the scalar kernels round products
        assertEquals(List.of("the same", "the same", fused ? "the same" : "other"), lines.stream().map(line -> line.group(2)).toList());
    }

    @Test
    void theTapesGradientOfCreluIsTheOneByHand() throws IOException {
        List<Matcher> lines = lines("CreluGradient",
                "x = +" + NUMBER + " +tape +" + NUMBER + " +by hand +" + NUMBER + " +from the right +" + NUMBER + " +from the left +" + NUMBER);
        assertEquals(4, lines.size());
        for (Matcher line : lines) {
            assertEquals(line.group(3), line.group(2), line::group);
            assertEquals(line.group(4), line.group(2), line::group);
            if (number(line, 1) == 0) {
                assertNotEquals(line.group(5), line.group(2), line::group);
            } else {
                assertEquals(line.group(5), line.group(2), line::group);
            }
        }
        assertTrue(lines.stream().anyMatch(line -> number(line, 1) == 0), "no line at the kink");
    }

    @Test
    void plainNetsShatterResidualOnesLessAndLooksLinearOnesNot() throws IOException {
        List<Matcher> lines = lines("GradientsByDepth", " *(\\d+) layers +plain +" + NUMBER + " +residual +" + NUMBER + " +looks-linear +(\\S+)");
        assertEquals(List.of("2", "10", "24", "50"), lines.stream().map(line -> line.group(1)).toList());
        assertTrue(number(lines.getFirst(), 2) > 0.9, lines.getFirst()::group);
        assertTrue(Math.abs(number(lines.getLast(), 2)) < 0.3, lines.getLast()::group);
        for (Matcher line : lines) {
            assertTrue(number(line, 3) > 0.7, line::group);
            assertEquals("constant", line.group(4), line::group);
        }
    }

    @Test
    void aThousandLayersAreLinearIfTheyBeginMirrored() throws IOException {
        List<Matcher> lines = lines("LinearAt1000", "(\\S+) +f\\(x\\) \\+ f\\(y\\) = +" + NUMBER + " +f\\(x \\+ y\\) = +" + NUMBER + " +relative difference " + NUMBER);
        assertEquals(List.of("looks-linear", "he"), lines.stream().map(line -> line.group(1)).toList());
        assertTrue(number(lines.getFirst(), 4) < 1e-4, lines.getFirst()::group);
        assertTrue(number(lines.getLast(), 4) > 0.01, lines.getLast()::group);
    }

    @Test
    void spiralsAreToldApartOnceTheNetHasBent() throws IOException {
        List<Matcher> lines = lines("Spirals", "step +(\\d+) +loss " + NUMBER + " +right +" + NUMBER + " % +mean of ‖Δ‖/‖S‖ " + NUMBER);
        assertTrue(number(lines.getFirst(), 3) < 75, lines.getFirst()::group); // all that a straight line can do
        assertEquals(0, number(lines.getFirst(), 4), lines.getFirst()::group);
        assertTrue(number(lines.getLast(), 3) > 95, lines.getLast()::group);
        assertTrue(number(lines.getLast(), 2) < number(lines.getFirst(), 2) / 2, lines.getLast()::group);
        assertTrue(number(lines.getLast(), 4) > 0.01, lines.getLast()::group);
    }

    @Test
    void aFunctionOfOnesOwnShattersOrNot() throws IOException {
        List<Matcher> lines = lines("DoMineShatter", "(.+?) +([A-Z]+) +nearby gradients correlate by +" + NUMBER + ", their size is " + NUMBER);
        assertEquals(List.of("BROWN", "SHATTERED", "BROWN"), lines.stream().map(line -> line.group(2)).toList());
    }

    private static List<Matcher> lines(String example, String form) throws IOException {
        return Example.named(example).lines(form);
    }

    private static double number(Matcher line, int group) {
        return Double.parseDouble(line.group(group));
    }
}
