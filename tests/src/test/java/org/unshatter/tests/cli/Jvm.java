package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts programs in processes of their own, as a user would. */
public final class Jvm {

    /** A full run takes two minutes on two free cores; machines may be loaded. */
    private static final long PATIENCE_SECONDS = 1200;

    private Jvm() {
    }

    /** What a process left behind, and the command that repeats it. */
    public record Run(int exit, String out, String err, String command) {

        /** The lines on stderr, less the one which every JVM prints that loads the Vector API. */
        public List<String> errorLines() {
            return err.lines().filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector")).toList();
        }

        @Override
        public String toString() {
            return "exit " + exit + " of: " + command + "\nstdout: " + out + "\nstderr: " + err;
        }
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The source tree. */
    public static Path root() {
        return Path.of(System.getProperty("unshatter.root", ".."));
    }

    /** The jar which users get. It exists from Maven's package phase on. */
    public static Path jar() {
        Path jar = Path.of(System.getProperty("unshatter.jar", "unshatter.jar"));
        return Files.isRegularFile(jar) ? jar : fail("there is no " + jar + "; run the tests by \"mvn verify\" at the root");
    }

    /** Runs {@code java -p unshatter.jar -m org.unshatter/…Main arguments} in a folder. */
    public static Run unshatter(Path folder, String... arguments) {
        return unshatter(folder, List.of(), arguments);
    }

    /** The same with options for the JVM. */
    public static Run unshatter(Path folder, List<String> options, String... arguments) {
        return run(folder, null, command(options, arguments));
    }

    /** The command of {@link #unshatter}, for whoever starts it in another way. */
    public static List<String> command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java().toString()));
        command.addAll(options);
        command.addAll(List.of("-p", jar().toString(), "-m", "org.unshatter/org.unshatter.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Runs a command to its end.
     *
     * @param environment the whole environment of the process; null for that of the tests
     */
    public static Run run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("unshatter-test", ".out");
            Path err = Files.createTempFile("unshatter-test", ".err");
            try {
                ProcessBuilder builder = builder(folder, command).redirectOutput(out.toFile()).redirectError(err.toFile());
                if (environment != null) {
                    builder.environment().clear();
                    builder.environment().putAll(environment);
                }
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly().waitFor();
                Run run = new Run(process.exitValue(), Files.readString(out), Files.readString(err), String.join(" ", command));
                return ended ? run : fail("not finished after " + PATIENCE_SECONDS + " s: " + run);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("cannot run " + command, e);
        }
    }

    /** A process without options from outside: the JVM would report those on stderr. */
    public static ProcessBuilder builder(Path folder, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return builder;
    }
}
