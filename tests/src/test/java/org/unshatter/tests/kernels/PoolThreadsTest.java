package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pool2d;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;
import org.unshatter.kernels.Workers;

/** A pooling gives the same bits on any number of threads, and allocates nothing once it is warm. */
@EveryWidth
@Tag("allocation")
class PoolThreadsTest {

    /** One thread at a border and another inside must not share what they know of their windows: several chances to notice. */
    private static final int ROUNDS = 10;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    /** Whole blocks and a part of one; a single block; windows that share pixels and such that do not. */
    static Stream<Pooling> shapes() {
        return Stream.of(
                new Pooling(new Images(70, 3, 16, 16), Window.of(2).stride(2)),
                new Pooling(new Images(40, 5, 9, 9), Window.of(3).stride(2).padding(1)),
                new Pooling(new Images(70, 2, 12, 7), new Window(4, 3, 1, 2, 3, 0, 1, 2, 1, 2)),
                Pooling.global(new Images(33, 4, 8, 8)),
                new Pooling(new Images(16, 4, 8, 8), Window.of(3).padding(1)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sameBitsOnOneTwoAndFiveThreads(Pooling shape) {
        Buffers alone = new Buffers(shape);
        Workers.setThreads(1);
        alone.calls().forEach(Runnable::run);
        for (int threads : new int[] {2, 5}) {
            Workers.setThreads(threads);
            for (int round = 0; round < ROUNDS; round++) {
                Buffers together = new Buffers(shape);
                together.calls().forEach(Runnable::run);
                String where = " of " + shape + " on " + threads + " threads" + Seeds.again(PoolThreadsTest.class);
                assertArrayEquals(alone.largest, together.largest, () -> "max" + where);
                assertArrayEquals(alone.ofLargest, together.ofLargest, () -> "gradient of max" + where);
                assertArrayEquals(alone.alongX, together.alongX, () -> "derivative of max" + where);
                assertArrayEquals(alone.mean, together.mean, () -> "average" + where);
                assertArrayEquals(alone.ofMean, together.ofMean, () -> "gradient of average" + where);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void notOneByte(Pooling shape) {
        Buffers buffers = new Buffers(shape);
        for (int threads = 1; threads <= 2; threads++) {
            Workers.setThreads(threads);
            List<Runnable> calls = buffers.calls();
            for (int i = 0; i < calls.size(); i++) {
                Allocation.assertNoneInAnyThread(shape + ", call " + i + " on " + threads + " threads", calls.get(i));
            }
        }
    }

    private static final class Buffers {

        private final Pooling shape;
        private final float[] x;
        private final float[] dy;
        private final float[] largest;
        private final float[] ofLargest;
        private final float[] alongX;
        private final float[] mean;
        private final float[] ofMean;

        Buffers(Pooling shape) {
            this.shape = shape;
            x = Seeds.gaussians(1, shape.input().length());
            dy = Seeds.gaussians(2, shape.output().length());
            largest = new float[dy.length];
            ofLargest = new float[x.length];
            alongX = new float[dy.length];
            mean = new float[dy.length];
            ofMean = new float[x.length];
        }

        List<Runnable> calls() {
            return List.of(() -> Pool2d.max(shape, x, 0, largest, 0),
                    () -> Pool2d.gradientOfMax(shape, x, 0, dy, 0, false, ofLargest, 0),
                    () -> Pool2d.tangentOfMax(shape, x, 0, x, 0, alongX, 0),
                    () -> Pool2d.average(shape, false, x, 0, mean, 0),
                    () -> Pool2d.gradientOfAverage(shape, true, dy, 0, false, ofMean, 0));
        }
    }
}
