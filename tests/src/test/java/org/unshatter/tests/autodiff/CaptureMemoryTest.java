package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Kernels;
import org.unshatter.tests.cli.Jvm;

/** How much memory a step needs is known before it runs, is no more than what is alive at a time, and is refused if it is not there. */
class CaptureMemoryTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private static final int ROWS = 64;
    private static final int WIDTH = 96;
    private static final long ACTIVATION = (long) ROWS * WIDTH * Float.BYTES;
    /** Before the first place, so that all are aligned. */
    private static final long MARGIN = 64;

    private final Tensor x = Data.random(new SplittableRandom(1), ROWS, WIDTH);
    private final Tensor w = Data.random(new SplittableRandom(2), WIDTH, WIDTH);

    @Test
    void oneResultNeedsItsOwnSize() {
        long bytes = Captured.of(in -> new Tensor[] {in[0].exp()}).peakBytes(x);
        assertTrue(bytes >= ACTIVATION && bytes <= ACTIVATION + MARGIN, bytes + " bytes for " + ACTIVATION);
    }

    /** Input and output of a layer are alive at a time, however many there are. */
    @ParameterizedTest
    @ValueSource(ints = {3, 10, 300})
    void inferenceNeedsTwoActivations(int layers) {
        long bytes = Captured.of(in -> new Tensor[] {layers(layers, in[0], h -> h.matmul(w).tanh())}).peakBytes(x);
        assertTrue(bytes >= 2 * ACTIVATION && bytes <= 2 * ACTIVATION + MARGIN, bytes + " bytes for " + ACTIVATION);
    }

    /** It never leaves the cache. */
    @Test
    void whatOnlyTheNextPointwiseOperationsNeedHasNoPlace() {
        long bytes = Captured.of(in -> new Tensor[] {in[0].exp().add(in[0].tanh()).multiply(in[0].sigmoid()).sqrt()}).peakBytes(x);
        assertTrue(bytes <= ACTIVATION + MARGIN, bytes + " bytes for " + ACTIVATION);
    }

    /** A pointwise operation takes the place of its input where nobody needs that any more. */
    @Test
    void pointwiseOperationsNeedNoPlaceOfTheirOwn() {
        long bytes = Captured.of(in -> new Tensor[] {in[0].matmul(w).softmax().relu()}).peakBytes(x);
        assertTrue(bytes <= 2 * ACTIVATION + MARGIN, bytes + " bytes for " + ACTIVATION);
        long kept = Captured.of(in -> {
            Tensor y = in[0].matmul(w);
            return new Tensor[] {y, y.tanh()};
        }).peakBytes(x);
        assertTrue(kept >= 2 * ACTIVATION, kept + " bytes for " + ACTIVATION);
    }

    private static Tensor layers(int count, Tensor x, UnaryOperator<Tensor> layer) {
        Tensor h = x;
        for (int i = 0; i < count; i++) {
            h = layer.apply(h);
        }
        return h;
    }

    /** Of L layers in segments of √L: about 2√L activations are alive at a time, in place of L. */
    @Test
    void checkpointsOfADeepChainNeedFarLess() {
        long whole = gradientOfLayers(400, 400).peakBytes(x);
        long inSegments = gradientOfLayers(400, 20).peakBytes(x);
        assertTrue(whole > 395 * ACTIVATION && whole < 405 * ACTIVATION, whole + " bytes for " + ACTIVATION);
        assertTrue(inSegments < 50 * ACTIVATION, inSegments + " bytes for " + ACTIVATION);
    }

    private Captured gradientOfLayers(int layers, int segment) {
        return Captured.of(in -> {
            Tape tape = new Tape();
            Tensor variable = tape.variable(in[0]);
            Tensor h = variable;
            for (int i = 0; i < layers; i += segment) {
                h = tape.checkpoint(t -> layers(segment, t, y -> y.matmul(w).tanh()), h);
            }
            return new Tensor[] {tape.gradients(h).of(variable)};
        });
    }

    /** Of operations that only copy: vectors are boxed until their loops are compiled. */
    @Test
    void theBytesForetoldAreThoseAllocated() {
        Tensor large = Tensor.zeros(20_000, WIDTH);
        Captured step = Captured.of(in -> new Tensor[] {layers(10, in[0], h -> h.pad(0, 1, 1).slice(0, 1, 1 + h.dim(0)))});
        step.run(x);
        long start = THREADS.getCurrentThreadAllocatedBytes();
        long foretold = step.peakBytes(large);
        long afterForetelling = THREADS.getCurrentThreadAllocatedBytes();
        step.run(large);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - afterForetelling;
        assertTrue(afterForetelling - start < foretold / 20, () -> "foretelling took " + (afterForetelling - start) + " bytes");
        assertTrue(allocated >= foretold && allocated < 1.1 * foretold, () -> allocated + " bytes allocated, " + foretold + " foretold");
        assertEquals(foretold, step.peakBytes(large));
    }

    @Test
    void aStepThatDoesNotFitIsRefusedBeforeItStartsAndNamesBothFigures() {
        Jvm.Run run = Jvm.run(Path.of("."), null, List.of(Jvm.java().toString(), "-Xmx64m", "--add-modules=jdk.incubator.vector", "-cp",
                String.join(File.pathSeparator, location(MemoryProbe.class), location(Tensor.class), location(Kernels.class)), MemoryProbe.class.getName()));
        assertEquals(0, run.exit(), run::toString);
        String[] figures = line(run, "figures").split(" ");
        long needed = Long.parseLong(figures[0]);
        long available = Long.parseLong(figures[1]);
        assertEquals(Long.parseLong(line(run, "needs")), needed);
        assertTrue(available > 1e6 && available < 64 << 20 && needed > 64 << 20, run::toString);
        String message = line(run, "refused");
        assertTrue(message.startsWith("the step, for what it computes, needs " + Memory.text(needed) + ", expected at most the " + Memory.text(available)), message);
        assertTrue(message.contains("-Xmx") && message.contains("Tape.checkpoint"), message);
        assertEquals("0.0", line(run, "computed"));
        String[] eager = line(run, "eager").split(" ", 2);
        assertTrue(Integer.parseInt(eager[0]) > 5 && eager[1].startsWith("a tensor of shape [5000, 100] needs 2.0 MB, expected at most the "), run::toString);
        assertTrue(line(run, "parameters").startsWith("a gradient by the parameters needs 24.0 MB, expected at most the "), run::toString);
        assertEquals("5000.0", line(run, "smaller"));
    }

    private static String line(Jvm.Run run, String name) {
        return run.out().lines().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + run));
    }

    /** Folder or jar that the class came from. */
    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
