package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Kernels;
import org.unshatter.nn.Layer;

/** Runs a main class of the tests in a JVM of its own: the kernels are chosen once per JVM. */
public final class FreshJvm {

    public static final String MODULE_FLAG = "--add-modules=jdk.incubator.vector";

    /** Machines may be loaded. */
    private static final long PATIENCE_SECONDS = 120;

    /** Said of the incubating module, and of options in the environment, which are kept so that this JVM is like that of the tests. */
    private static final Pattern JVM_NOTICE = Pattern.compile("WARNING: Using incubator modules.*|(NOTE: )?Picked up .*");

    /** What it wrote; {@code err} without the JVM's own notices. */
    public record Outcome(int exit, List<String> out, List<String> err) {

        /** The rest of the output line that starts with the name. */
        public String value(String name) {
            return out.stream().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1))
                    .findFirst().orElseThrow(() -> new AssertionError("no " + name + " in " + this));
        }
    }

    private FreshJvm() {
    }

    static Outcome run(Class<?> main, String... options) {
        return run(List.of(options), location(main) + File.pathSeparator + location(Kernels.class), main);
    }

    /** The same with autodiff and engine. */
    public static Outcome ofEngine(Class<?> main, List<String> options) {
        return run(options, Stream.of(main, Kernels.class, Tensor.class, Layer.class).map(FreshJvm::location).collect(Collectors.joining(File.pathSeparator)), main);
    }

    static Outcome run(List<String> options, String classPath, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        try {
            Path out = Files.createTempFile("unshatter", ".out");
            Path err = Files.createTempFile("unshatter", ".err");
            try {
                Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
                try {
                    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "no end after " + PATIENCE_SECONDS + " s: " + command);
                } finally {
                    process.destroyForcibly();
                }
                return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err).stream()
                        .filter(line -> !JVM_NOTICE.matcher(line).matches()).toList());
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Folder or jar that the class came from. */
    static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
