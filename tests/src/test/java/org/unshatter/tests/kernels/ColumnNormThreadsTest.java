package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Workers;

/** Batch normalisation of matrices gives the same bits on any number of threads, and allocates nothing once it is warm. */
@EveryWidth
@Tag("allocation")
class ColumnNormThreadsTest {

    private static final int ROUNDS = 20;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    /** Shared and not; blocks of columns that overlap; sums in one piece and in several. */
    @ParameterizedTest
    @CsvSource({"256, 200, true, RELU", "1100, 70, false, NONE", "5, 9000, true, NONE", "33000, 1, true, RELU", "40, 50, true, RELU"})
    void sameBitsAndNotOneByte(int rows, int columns, boolean divide, Activation activation) {
        Buffers alone = new Buffers(rows, columns, divide, activation);
        Workers.setThreads(1);
        alone.calls().forEach(call -> call.body.run());
        for (int threads : new int[] {2, 5}) {
            Workers.setThreads(threads);
            for (int round = 0; round < ROUNDS; round++) {
                Buffers together = new Buffers(rows, columns, divide, activation);
                together.calls().forEach(call -> call.body.run());
                for (int i = 0; i < alone.results.length; i++) {
                    assertArrayEquals(alone.results[i], together.results[i],
                            "result " + i + " on " + threads + " threads" + Seeds.again(ColumnNormThreadsTest.class));
                }
            }
        }
        for (int threads = 1; threads <= 2; threads++) {
            Workers.setThreads(threads);
            for (Call call : alone.calls()) {
                Allocation.assertNoneInAnyThread(call.name + " on " + threads + " threads", call.body);
            }
        }
    }

    private record Call(String name, Runnable body) {
    }

    private record Buffers(int rows, int columns, boolean divide, Activation activation, float[] x, float[] dy, float[] gamma, float[] beta,
                           float[]... results) {

        Buffers(int rows, int columns, boolean divide, Activation activation) {
            this(rows, columns, divide, activation, Seeds.gaussians(1, rows * columns), Seeds.gaussians(2, rows * columns),
                    Seeds.gaussians(3, columns), Seeds.gaussians(4, columns), new float[columns], new float[columns], new float[rows * columns],
                    new float[rows * columns], new float[rows * columns], new float[columns], new float[columns]);
        }

        List<Call> calls() {
            float[][] r = results;
            return List.of(
                    new Call("forward", () -> ColumnNorm.forward(rows, columns, divide, 1e-5, activation, x, 0, gamma, 0, beta, 0,
                            r[0], 0, r[1], 0, r[2], 0)),
                    new Call("evaluate", () -> ColumnNorm.evaluate(rows, columns, divide, 1e-5, activation, x, 0, gamma, 0, beta, 0,
                            r[0], 0, r[1], 0, r[3], 0)),
                    new Call("gradient", () -> ColumnNorm.gradient(rows, columns, divide, 1e-5, activation, x, 0, gamma, 0, beta, 0,
                            r[0], 0, r[1], 0, dy, 0, true, r[4], 0, r[5], 0, r[6], 0)));
        }
    }
}
