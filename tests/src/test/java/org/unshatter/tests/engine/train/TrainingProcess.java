package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.unshatter.init.RandomStreams;
import org.unshatter.tests.cli.Jvm;

/**
 * The command {@code train} in a process of its own: 45 steps in three epochs with a checkpoint after each, batch norm, Adam, augmentation and diagnostics, so
 * that whatever can be lost is in use.
 */
final class TrainingProcess implements AutoCloseable {

    static final int STEPS = 45;

    private static final int LEARNT = 60;
    private static final int VALIDATION = 10_000;
    private static final int TESTED = 20;
    private static final int SIZE = 6;
    private static final long PATIENCE_SECONDS = 300;

    private final Process process;
    private final Path out;
    private final Path err;

    private TrainingProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Images in the form of MNIST but of 6 × 6 pixels: they are read in less time than the built-in ones are painted in. */
    static void writeImages(Path folder) throws IOException {
        write(folder, "train", LEARNT + VALIDATION);
        write(folder, "t10k", TESTED);
    }

    private static void write(Path folder, String kind, int count) throws IOException {
        RandomGenerator random = RandomStreams.of(1, kind);
        ByteBuffer pixels = ByteBuffer.allocate(16 + count * SIZE * SIZE).putInt(0x803).putInt(count).putInt(SIZE).putInt(SIZE);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        while (labels.hasRemaining()) {
            int label = random.nextInt(10);
            labels.put((byte) label);
            for (int p = 0; p < SIZE * SIZE; p++) {
                pixels.put((byte) (random.nextInt(150) + (p % 10 == label ? 100 : 0)));
            }
        }
        Files.write(folder.resolve(kind + "-images-idx3-ubyte"), pixels.array());
        Files.write(folder.resolve(kind + "-labels-idx1-ubyte"), labels.array());
    }

    /**
     * Begins or goes on.
     *
     * @param folder  that of the images, and of the training's own folder
     * @param options for the JVM
     * @param before  a command that runs what follows it; empty for none
     */
    static TrainingProcess start(Path folder, String name, List<String> options, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(Jvm.command(options, "train", "--resume", "--data", ".", "--limit", Integer.toString(LEARNT), "--batch", "4", "--epochs", "3",
                "--arch", "dense-residual,depth=3,width=40,norm=batch", "--optimizer", "adam", "--rate", "0.01", "--augment", "shifts-flips:1",
                "--checkpoint-every", "1", "--diagnose-every", "1", "--out", name));
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        return new TrainingProcess(Jvm.builder(folder, command).redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    /** Until it has read its images and says what it is about to train, or has ended. */
    void awaitTraining() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Files.size(out) == 0 && process.isAlive()) {
            assertTrue(System.nanoTime() < deadline, () -> "it does not begin: " + this);
            Thread.sleep(1);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Kills it as kill -9 does, or asks it to end as Ctrl-C and kill do.
     *
     * @return whether this is how it ended; else it had come to a good end before
     */
    boolean kill(boolean atOnce) throws InterruptedException {
        if (atOnce) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> "it does not end when it is told to: " + this);
        boolean killed = process.exitValue() != 0;
        assertTrue(!killed || process.exitValue() > 128, () -> "it failed before it was killed: " + this);
        return killed;
    }

    int exit() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + this);
        return process.exitValue();
    }

    void succeeds() throws InterruptedException {
        assertEquals(0, exit(), this::toString);
    }

    /** Without those of the JVM and its notices. */
    List<String> errors() throws IOException {
        return Files.readAllLines(err).stream().filter(line -> !line.startsWith("WARNING: Using incubator modules") && !line.contains("scalar kernels")).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        try {
            return (process.isAlive() ? "running" : "exit " + process.exitValue()) + "\n" + Files.readString(out) + Files.readString(err);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
