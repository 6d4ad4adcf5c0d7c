package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.cli.Console;

/** Wrong usage ends with code 2 and one line that names what was found and what was expected; nothing is computed or written. */
class WrongUsageTest {

    @TempDir
    Path folder;

    /** The command line | what its one line must contain, separated by " & ". */
    @ParameterizedTest
    @ValueSource(strings = {
        "reproduce --only fig9 | --only & \"fig9\" & expected & fig1 & fig2 & fig3 & fig4 & fig5 & theory",
        "reproduce --only= | --only & \"\" & expected",
        "reproduce --only fig1,,fig2 | --only & \"fig1,,fig2\" & expected",
        "reproduce --seed x | --seed & \"x\" & whole number",
        "reproduce --seed 1.5 | --seed & \"1.5\" & whole number",
        "reproduce --seed 99999999999999999999 | --seed & \"99999999999999999999\" & whole number",
        "reproduce --seed --quick | --seed & \"--quick\" & expected",
        "reproduce --threads 0 | --threads & \"0\" & at least 1",
        "reproduce --threads=-3 | --threads & \"-3\" & at least 1",
        "reproduce --threads 2147483648 | --threads & \"2147483648\" & 1 to 65536",
        "reproduce --threads two | --threads & \"two\" & at least 1",
        "reproduce --out= | --out & \"\" & folder",
        "reproduce --data= | --data & \"\" & folder",
        "reproduce --only fig1,theory --data x | --data & fig5 & fig1,theory",
        "diagnose --arch dense-plain,depth=2 --data x | --data & 3x32x32 & expected",
        "diagnose --checkpoint= | --checkpoint & \"\" & expected the name of a file",
        "diagnose --arch dense-plain,depth=3,depth=4 | \"depth=4\" & once",
        "summary --arch dense-residual,depth=3,alpha=x | alpha & \"x\" & learned:start",
        "train --arch thin-plain | \"thin-plain\" & depth",
        "reproduce --only fig5 --data | --data & lacks its value & DIR",
        "reproduce --quick=yes | --quick & \"yes\"",
        "reproduce --fast | \"--fast\" & unknown option & --quick & --out",
        "reproduce fig1 | \"fig1\" & expected",
        "reproduce --quick --seed | --seed & lacks its value & N",
        "reproduce --help --fast | \"--fast\" & unknown option",
        "summary | --arch & --load & expected",
        "summary --arch thin-plain,depth=6 --load x | --arch & --load & not both",
        "summary --arch thin-plain | --arch & \"thin-plain\" & expected & depth",
        "summary --arch dense-plain,depth=2,init=looks-linear | looks-linear & relu & expected crelu",
        "summary --arch dense-plain,depth=2 --save= | --save & \"\" & file",
        "diagnose | --arch & --checkpoint & expected at least one",
        "diagnose --arch thin-plain | --arch & depth & expected",
        "diagnose --arch dense-plain,depth=3 --samples 1025 | --samples & \"1025\" & 2 to 1024",
        "diagnose --checkpoint x --init he | --init without --arch & expected",
        "diagnose --arch dense-plain,depth=3 --init looks-linear | --arch & looks-linear & relu & expected crelu",
        "diagnose --arch dense-plain,depth=3 --init magic | --init: & magic & expected one of & looks-linear",
        "diagnose --arch dense-plain,depth=3 --samples 1 | --samples & \"1\" & at least 2",
        "train --arch dense-plain,depth=3 --epochs -1 | --epochs & \"-1\" & at least 1",
        "info --seed 1 | \"--seed\" & unknown option",
        "paint | \"paint\" & unknown command & reproduce & info",
        "--only fig1 | \"--only\" & unknown command"})
    void isAnsweredInOneLine(String usage) throws IOException {
        List<String> before = names(Path.of(""));
        String[] parts = usage.split(" \\| ");
        Console run = Console.unshatter(List.of(parts[0].split(" ")));
        refused(run.exit(), run.out(), run.errorLines(), parts[1]);
        assertEquals(before, names(Path.of("")), "what was written");
    }

    /** Found by {@link CommandLineFuzzTest}: what was found is repeated, but not its line breaks. */
    @Test
    void lineBreaksInAnArgumentMakeNoLines() {
        for (String breaks : List.of("\n", "\r", "\r\n", "\u2028", "\u0085", "\u001b[2J")) {
            Console run = Console.unshatter(List.of("reproduce", "--seed", "1" + breaks + "2"));
            refused(run.exit(), run.out(), run.errorLines(), "--seed & \"1\\u & 2\" & whole number");
        }
    }

    /** So ends the process, and in its folder it leaves nothing. */
    @ParameterizedTest
    @ValueSource(strings = {
        "train --arch dense-plain,depth=3 --epochs 0 | --epochs & \"0\" & at least 1",
        "sweep --report | out/sweep & expected that of a sweep",
        "paint | \"paint\" & unknown command & reproduce & info"})
    void asAProcessToo(String usage) throws IOException {
        String[] parts = usage.split(" \\| ");
        Jvm.Run run = Jvm.unshatter(folder, parts[0].split(" "));
        refused(run.exit(), run.out(), run.errorLines(), parts[1]);
        assertEquals(List.of(), names(folder), "what was written");
    }

    private static void refused(int exit, String out, List<String> errorLines, String words) {
        assertEquals(2, exit, errorLines::toString);
        assertEquals(1, errorLines.size(), errorLines::toString);
        String line = errorLines.getFirst();
        assertTrue(line.startsWith("unshatter: ") && line.contains("--help"), line);
        for (String word : words.split(" & ")) {
            assertTrue(line.contains(word), () -> "without " + word + ": " + line);
        }
        assertEquals("", out);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    /** The help lists {@code bench}, which the jar does not hold: the answer must not tell the user to try what was just tried. */
    @Test
    void benchIsNotAnsweredWithBench() {
        Jvm.Run run = Jvm.unshatter(folder, "bench");
        assertTrue(run.exit() != 0 && run.errorLines().size() == 1, run::toString);
        String line = run.errorLines().getFirst();
        assertFalse(line.contains("unknown command \"bench\"") && line.contains("info, bench"), line);
    }
}
