package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.cli.Console;

/** A run that cannot read or write ends with code 1 and one line, and leaves no half-written report and no temporary file. */
class FailingRunsLeaveNothingTest {

    private static final String[] SHORT = {"reproduce", "--quick", "--only", "fig1", "--out"};

    @TempDir
    Path folder;

    @BeforeEach
    void aFileInTheWay() throws IOException {
        Files.writeString(folder.resolve("file"), "not a folder");
    }

    @Test
    void belowARegularFile() throws IOException {
        refused("file/below");
    }

    @Test
    void inPlaceOfARegularFile() throws IOException {
        refused("file");
    }

    @Test
    void whereTheSystemLetsNobodyWrite() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc");
        refused("/proc/nope");
    }

    @Test
    void whereTheUserMayNotWrite() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "this user may write everywhere");
        refused("locked");
    }

    /** Found out before anything is computed, so that a long run does not end in an error. */
    private void refused(String out) throws IOException {
        List<String> before = Tree.of(folder);
        Console run = here(out);
        assertEquals(1, run.exit(), run::toString);
        assertEquals(1, run.errorLines().size(), run::toString);
        assertTrue(run.errorLines().getFirst().startsWith("unshatter: cannot write ") && run.errorLines().getFirst().contains(out), run::toString);
        assertEquals(before, Tree.of(folder));
    }

    /** What takes the place of the last file is noticed before the first is put in place. */
    @Test
    void wherePartOfTheReportCannotGo() throws IOException {
        Files.createDirectories(folder.resolve("out/report.html/inside"));
        List<String> before = Tree.of(folder);
        Console run = here("out");
        failed(run.exit(), run.out(), run.errorLines());
        assertEquals(before, Tree.of(folder));
    }

    /** A limit on the size of files stands for a full disk: 51,200 or 102,400 bytes, by shell; the report is larger. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whereTheDiskIsFull() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        List<String> before = Tree.of(folder);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 100; exec \"$@\"", "sh"));
        // The JVM's own files would meet the limit as well.
        command.addAll(Jvm.command(List.of("-XX:-UsePerfData"), arguments("out")));
        Jvm.Run run = Jvm.run(folder, null, command);
        failed(run.exit(), run.out(), run.errorLines());
        assertEquals(before, Tree.of(folder));
    }

    /** Before anything is computed: all parts would be before Figure 5. */
    @ParameterizedTest
    @CsvSource({"nowhere, nowhere/batches.meta.txt", "file, file/batches.meta.txt", "without images, test_batch.bin.gz", "one image, number of test images is 1"})
    void whereThereAreNoImages(String data, String said) throws IOException {
        for (String name : List.of("without images", "one image")) {
            Path inside = Files.createDirectory(folder.resolve(name));
            Files.writeString(inside.resolve("batches.meta.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        }
        Files.write(folder.resolve("one image/test_batch.bin"), new byte[3073]);
        List<String> before = Tree.of(folder);
        for (String parts : List.of("fig5", "fig1,fig2,fig3,fig4,fig5,theory")) {
            Console run = Console.unshatter(List.of("reproduce", "--data", at(data), "--only", parts, "--out", at("out")));
            assertEquals(1, run.exit(), run::toString);
            assertEquals("", run.out());
            assertEquals(1, run.errorLines().size(), run::toString);
            String line = run.errorLines().getFirst();
            assertTrue(line.startsWith("unshatter: ") && line.contains(said) && line.contains("expected"), line);
            assertEquals(before, Tree.of(folder));
        }
    }

    private static void failed(int exit, String out, List<String> errorLines) {
        assertEquals(1, exit, errorLines::toString);
        assertEquals("", out);
        List<String> lines = errorLines.stream().filter(line -> !line.startsWith("Figure 1 ")).toList();
        assertEquals(1, lines.size(), errorLines::toString);
        assertTrue(lines.getFirst().startsWith("unshatter: cannot write ") && lines.getFirst().contains("out"), lines.getFirst());
    }

    @Test
    void whenKilledMidway() throws IOException, InterruptedException {
        List<String> command = Jvm.command(List.of(), "reproduce", "--out", "out");
        Process process = Jvm.builder(folder, command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            for (int i = 0; i < 600 && !Files.exists(folder.resolve("out")); i++) {
                Thread.sleep(50);
            }
            Thread.sleep(300);
            assertTrue(process.isAlive(), "ended before it could be killed");
        } finally {
            process.destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "does not end when it is told to");
        }
        assertTrue(process.exitValue() != 0, "exit " + process.exitValue());
        assertEquals(List.of(), Tree.of(folder.resolve("out")).stream().filter(name -> !name.isEmpty()).toList());
    }

    @Test
    void withDebugTheStackTraceFollows() {
        Console run = Console.unshatter(List.of("reproduce", "--out", at("file"), "--debug"));
        assertEquals(1, run.exit(), run::toString);
        assertTrue(run.errorLines().getFirst().startsWith("unshatter: "), run::toString);
        assertTrue(run.errorLines().stream().anyMatch(line -> line.matches("\\s+at .*org\\.unshatter\\..*")), run::toString);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private Console here(String out) {
        return Console.unshatter(List.of(arguments(at(out))));
    }

    private static String[] arguments(String out) {
        List<String> arguments = new ArrayList<>(List.of(SHORT));
        arguments.add(out);
        return arguments.toArray(String[]::new);
    }
}
