package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.cli.Console;
import org.unshatter.init.Initializers;

/** {@code summary} shows what an architecture consists of and how its nets begin. */
class SummaryTest {

    @TempDir
    Path folder;

    /** As a process. */
    @Test
    void showsALineForEachLayerAndTheTotals() {
        Jvm.Run run = Jvm.unshatter(folder, "summary", "--arch", "resnet,depth=20");
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), run.errorLines(), run::toString);
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.getFirst().matches("layer +kind +output +parameters +flops +bytes +start"), lines.getFirst());
        assertTrue(lines.get(1).matches("first +Convolution +16 × 32 × 32 +432 +884,736 +65,536 +he: N\\(0, 0\\.07407\\) .*"), lines.get(1));
        assertTrue(lines.stream().anyMatch(line -> line.matches("all +269,722 +81,102,080 +[\\d,]+")), lines::toString);
        assertEquals("resnet,depth=20", lines.get(lines.size() - 2));
    }

    @Test
    void checksThatALooksLinearNetIsLinear() {
        List<String> lines = lines("summary", "--arch", "dense-plain,depth=50,width=32,in=32,out=32,act=crelu,init=looks-linear", "--check");
        assertTrue(lines.contains("layers that read CReLU: 50, mean of |Delta|/|S| 0.00"), lines::toString);
        assertTrue(lines.getLast().matches("singular values of the Jacobian, 32 of them: (0\\.99999\\d*|1\\.0000\\d*) to 1\\.0000\\d*, root mean square 1\\.0000\\d*"), lines.getLast());
    }

    @Test
    void aSavedNetIsTheSameNet() throws Exception {
        String file = folder.resolve("net.safetensors").toString();
        List<String> saved = lines("summary", "--arch", "dense-residual,depth=6,width=16,norm=layer,beta=0.3", "--seed", "7", "--check", "--save", file);
        List<String> loaded = lines("summary", "--load", file, "--seed", "7", "--check");
        assertEquals(saved.stream().filter(line -> !line.startsWith("ready")).toList(), loaded.stream().filter(line -> !line.startsWith("ready")).toList());

        byte[] bytes = Files.readAllBytes(Path.of(file));
        Files.write(Path.of(file), Arrays.copyOf(bytes, bytes.length - 1));
        Console run = Console.unshatter(List.of("summary", "--load", file));
        assertEquals(1, run.exit(), run::toString);
        assertEquals(1, run.errorLines().size(), run::toString);
        assertTrue(run.errorLines().getFirst().contains(file) && run.errorLines().getFirst().contains("expected"), run::toString);
    }

    @Test
    void listsTheInitialisersWithTheirSources() {
        List<String> lines = lines("summary", "--initializers");
        assertEquals(Initializers.all().size(), lines.size());
        assertTrue(lines.stream().anyMatch(line -> line.matches("looks-linear +Balduzzi et al\\. 2017, section 5")), lines::toString);
    }

    /** The file that the user knows, not the temporary one beside it; and what was there is still there. */
    @Test
    void whereItCannotBeSavedIsSaid() throws IOException {
        Files.writeString(folder.resolve("kept"), "text");
        Files.createDirectory(folder.resolve("a folder"));
        List<String> before = Tree.of(folder);
        for (String[] place : new String[][] {{"a folder", "it is a folder, expected a file"}, {"nowhere/net", "its folder does not exist"}, {"kept/net", "its folder does not exist"}}) {
            Console run = Console.unshatter(List.of("summary", "--arch", "dense-plain,depth=2", "--save", folder.resolve(place[0]).toString()));
            assertEquals(1, run.exit(), run::toString);
            assertEquals(List.of("unshatter: cannot write " + folder.resolve(place[0]) + ": " + place[1]), run.errorLines());
        }
        assertEquals(before, Tree.of(folder));
    }

    /** A weight that is another, though its file is as long and as well-formed as before. */
    @Test
    void aDamagedNetworkIsRefused() throws IOException {
        Path file = folder.resolve("net");
        lines("summary", "--arch", "dense-plain,depth=2", "--save", file.toString());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        List<String> before = Tree.of(folder);
        for (String[] command : new String[][] {{"summary", "--load"}, {"diagnose", "--checkpoint"}}) {
            Console run = Console.unshatter(List.of(command[0], command[1], file.toString()));
            assertEquals(1, run.exit(), run::toString);
            assertEquals(1, run.errorLines().size(), run::toString);
            assertTrue(run.err().contains("it is damaged"), run::toString);
        }
        assertEquals(before, Tree.of(folder));
    }

    private static List<String> lines(String... arguments) {
        Console run = Console.unshatter(List.of(arguments));
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), run.errorLines(), run::toString);
        return run.out().lines().toList();
    }
}
