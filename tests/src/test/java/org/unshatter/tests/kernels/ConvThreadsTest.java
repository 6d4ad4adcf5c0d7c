package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;
import org.unshatter.kernels.Workers;

/** A convolution gives the same bits on any number of threads, and allocates nothing once it is warm. */
@EveryWidth
@Tag("allocation")
class ConvThreadsTest {

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    /** Whole blocks and a part of one; several bands; strides; both readings of the input; groups; Winograd's way. */
    static Stream<Convolution> shapes() {
        Window window = Window.of(3).padding(1);
        return Stream.of(
                Convolution.of(new Images(70, 5, 9, 9), window, 7),
                Convolution.of(new Images(17, 16, 32, 32), window, 2),
                Convolution.of(new Images(40, 6, 8, 8), window.stride(2), 8),
                Convolution.of(new Images(32, 8, 4, 4), Window.of(1), 6),
                new Convolution(new Images(20, 5, 6, 6), window, 4, 1, true),
                new Convolution(new Images(20, 6, 6, 6), window, 6, 6, false),
                Convolution.of(new Images(70, 16, 9, 9), window, 18),
                new Convolution(new Images(40, 9, 10, 10), window, 16, 1, true));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sameBitsOnOneTwoAndFiveThreads(Convolution shape) {
        Buffers alone = new Buffers(shape);
        Workers.setThreads(1);
        alone.calls().forEach(Runnable::run);
        for (int threads : new int[] {2, 5}) {
            Workers.setThreads(threads);
            Buffers together = new Buffers(shape);
            together.calls().forEach(Runnable::run);
            assertArrayEquals(alone.y, together.y, shape + " forward on " + threads + " threads");
            assertArrayEquals(alone.dx, together.dx, shape + " gradient by data on " + threads + " threads");
            assertArrayEquals(alone.dw, together.dw, shape + " gradient by weights on " + threads + " threads");
            assertArrayEquals(alone.db, together.db, shape + " gradient by bias on " + threads + " threads");
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void notOneByte(Convolution shape) {
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

        private final Convolution shape;
        private final float[] x;
        private final float[] w;
        private final float[] bias;
        private final float[] dy;
        private final float[] y;
        private final float[] dx;
        private final float[] dw;
        private final float[] db;

        Buffers(Convolution shape) {
            this.shape = shape;
            x = Seeds.gaussians(1, shape.input().length());
            w = Seeds.gaussians(2, shape.weights());
            bias = Seeds.gaussians(3, shape.filters());
            dy = Seeds.gaussians(4, shape.output().length());
            y = new float[dy.length];
            dx = new float[x.length];
            dw = new float[w.length];
            db = new float[bias.length];
        }

        List<Runnable> calls() {
            return List.of(() -> Conv2d.forward(shape, x, 0, w, 0, bias, 0, Activation.RELU, y, 0),
                    () -> Conv2d.gradientByData(shape, x, 0, w, 0, dy, 0, false, dx, 0),
                    () -> Conv2d.gradientByWeights(shape, x, 0, dy, 0, false, dw, 0),
                    () -> Conv2d.gradientByBias(shape, dy, 0, false, db, 0));
        }
    }
}
