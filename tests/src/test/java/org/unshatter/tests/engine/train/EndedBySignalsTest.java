package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unshatter.arch.NetworkFile;
import org.unshatter.init.RandomStreams;
import org.unshatter.json.JsonReader;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.tests.ByOtherProcesses;
import org.unshatter.tests.bench.Bench;
import org.unshatter.tests.cli.Jvm;
import org.unshatter.tests.cli.Tree;

/**
 * Commands that are ended by Ctrl-C or SIGTERM at a random instant leave whole files only, no temporary ones, no processes, and say nothing about it.
 * {@code -Dunshatter.signals=20} ends each more often than once. For trainings there is more in KilledTrainingTest.
 */
@DisabledOnOs(OS.WINDOWS)
@ByOtherProcesses
class EndedBySignalsTest {

    private static final int TIMES = Integer.getInteger("unshatter.signals", 1);
    private static final long SEED = Long.getLong("unshatter.test.seed", 1);
    private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dunshatter.vectorBits=scalar");
    private static final String SMALL = "dense-plain,depth=3,width=40,norm=batch,stats=differentiated";

    @TempDir
    static Path folder;

    /** With the numbers that the shell knows them by. */
    private enum Signal {
        INT(2), TERM(15);

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        /** A process may be started with a signal that it, and all that it starts, ignore, as in the background of a script. */
        boolean isIgnored() throws IOException {
            Path status = Path.of("/proc/self/status");
            return Files.exists(status) && Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) >> (number - 1) & 1) == 1);
        }

        void send(Process process) throws IOException, InterruptedException {
            assertEquals(0, new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + process.pid()).start().waitFor());
        }
    }

    @BeforeAll
    static void images() throws IOException {
        TrainingProcess.writeImages(folder);
    }

    private static List<String> training(String command, String out) {
        return Jvm.command(JVM, command, "--data", ".", "--limit", "60", "--batch", "4", "--epochs", "20", "--augment", "none", "--arch", SMALL, "--out", out);
    }

    private static List<String> sweep(String out, int epochs) {
        return Jvm.command(JVM, "sweep", "--data", ".", "--limit", "60", "--batch", "4", "--epochs", Integer.toString(epochs), "--augment", "none",
                "--label", "small", "--arch", "dense-plain,width=40", "--depths", "2,3", "--seeds", "1,2", "--out", out);
    }

    @ParameterizedTest
    @EnumSource
    void reproduce(Signal signal) throws Exception {
        end(signal, "reproduce", out -> Jvm.command(JVM, "reproduce", "--quick", "--only", "fig1", "--out", out), 1000);
    }

    @ParameterizedTest
    @EnumSource
    void train(Signal signal) throws Exception {
        end(signal, "train", out -> training("train", out), 500);
    }

    @ParameterizedTest
    @EnumSource
    void diagnose(Signal signal) throws Exception {
        end(signal, "diagnose", out -> Jvm.command(JVM, "diagnose", "--arch", "dense-plain,depth=50", "--out", out), 1000);
    }

    @ParameterizedTest
    @EnumSource(names = "INT")
    void bench(Signal signal) throws Exception {
        end(signal, "bench", out -> {
            Files.createDirectories(folder.resolve(out));
            return Bench.command(List.of(), "sweep", "--sizes", "2", "--quick", "--threads", "1", "--json", out + "/sweep.json", "--svg", out + "/sweep.svg");
        }, 3000);
    }

    /** And then it goes on to its end, in the same folder. */
    @ParameterizedTest
    @EnumSource
    void sweep(Signal signal) throws Exception {
        String out = end(signal, "sweep", name -> sweep(name, 3), 1000);
        Jvm.Run rest = Jvm.run(folder, null, sweep(out, 3));
        assertEquals(0, rest.exit(), rest::toString);
        assertWhole(folder.resolve(out));
        assertTrue(Files.exists(folder.resolve(out).resolve("sweep.html")), rest::toString);
    }

    /** While the file is being written: it is there as a whole, or not at all. */
    @ParameterizedTest
    @EnumSource
    void summaryThatSaves(Signal signal) throws Exception {
        Assumptions.assumeFalse(signal.isIgnored(), "these tests run in the background, where " + signal + " is ignored");
        Path out = Files.createDirectory(folder.resolve("summary-" + signal));
        Path file = out.resolve("net.safetensors");
        Process process = start(Jvm.command(JVM, "summary", "--arch", "dense-plain,depth=3,width=2000", "--save", file.toString()), "summary");
        try {
            while (process.isAlive() && Tree.of(out).size() == 1) {
                Thread.onSpinWait();
            }
            signal.send(process);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end when it is told to");
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.exitValue() == 0 || process.exitValue() == 128 + signal.number, () -> "exit " + process.exitValue());
        // what had begun has been ended
        assertEquals(List.of("", "net.safetensors " + Files.size(file)), Tree.of(out));
        assertEquals(4, NetworkFile.read(file).parameters().size());
    }

    /** Makes the command for a folder. */
    private interface Made {
        List<String> into(String out) throws IOException;
    }

    /** Returns the folder of the last run. */
    private static String end(Signal signal, String name, Made command, int millis) throws Exception {
        Assumptions.assumeFalse(signal.isIgnored(), "these tests run in the background, where " + signal + " is ignored");
        RandomGenerator random = RandomStreams.of(SEED, name + signal);
        String out = "";
        for (int i = 0; i < TIMES; i++) {
            out = name + "-" + signal + "-" + i;
            long delay = random.nextLong(millis);
            String where = name + " ended by " + signal + " after " + delay + " ms; seed " + SEED;
            Process process = start(command.into(out), out);
            List<ProcessHandle> children;
            try {
                Path begun = name.equals("bench") ? folder.resolve(out + ".err") : folder.resolve(out);
                while (process.isAlive() && (!Files.exists(begun) || name.equals("bench") && !Files.readString(begun).contains("1 of 2"))) {
                    Thread.sleep(5);
                }
                Thread.sleep(delay);
                children = process.descendants().toList();
                signal.send(process);
                assertTrue(process.waitFor(30, TimeUnit.SECONDS), where + ": it does not end");
            } finally {
                process.destroyForcibly();
            }
            assertTrue(process.exitValue() == 128 + signal.number || process.exitValue() == 0, () -> where + ": exit " + process.exitValue());
            assertWhole(folder.resolve(out));
            String err = Files.readString(folder.resolve(out + ".err"));
            assertFalse(err.contains("Exception") || err.contains("\tat "), where + ": " + err);
            for (ProcessHandle child : children) {
                child.onExit().get(10, TimeUnit.SECONDS);
            }
        }
        return out;
    }

    private static Process start(List<String> command, String name) throws IOException {
        return Jvm.builder(folder, command).redirectOutput(folder.resolve(name + ".out").toFile()).redirectError(folder.resolve(name + ".err").toFile()).start();
    }

    private static void assertWhole(Path out) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(out)) {
            files = paths.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "html", "svg" -> assertTrue(Files.readString(file).stripTrailing().endsWith("</" + name.substring(name.lastIndexOf('.') + 1) + ">"), file::toString);
                case "json" -> JsonReader.read(Files.readString(file));
                case "jsonl" -> {
                    assertTrue(Files.readString(file).endsWith("\n"), file::toString);
                    Files.readAllLines(file).forEach(JsonReader::read);
                }
                case "safetensors" -> Safetensors.open(file).close();
                case "lock" -> assertEquals(0, Files.size(file));
                default -> fail("what is " + file);
            }
        }
    }

    /** Negative controls. */
    @Test
    void halfAFileAndATemporaryOneAreSeen() throws IOException {
        for (List<String> file : List.of(List.of("a.html", "<html><p>"), List.of("b.json", "{\"x\": "), List.of(".unshatter-1.tmp", ""), List.of("c.jsonl", "{}\n{"))) {
            Path out = Files.createDirectories(folder.resolve("half").resolve(file.getFirst() + "-folder"));
            Files.writeString(out.resolve(file.getFirst()), file.getLast());
            boolean seen = false;
            try {
                assertWhole(out);
            } catch (AssertionError | IllegalArgumentException e) {
                seen = true;
            }
            assertTrue(seen, file.getFirst());
        }
    }
}
