package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.LayerNorm;
import org.unshatter.kernels.Normalisation;
import org.unshatter.kernels.RowNorm;
import org.unshatter.kernels.Workers;

/** A normalisation gives the same bits on any number of threads and each time it is called, and allocates nothing once it is warm. */
@EveryWidth
@Tag("allocation")
class NormThreadsTest {

    private static final int REPETITIONS = 20;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    /** Whole blocks and a part of one; fewer channels than threads, and more; sums in one piece and in several; centring only. */
    static Stream<Normalisation> norms() {
        return Stream.of(
                Normalisation.of(new Images(70, 5, 9, 9), 1e-5).relu(),
                Normalisation.of(new Images(17, 1, 33, 33), 1e-5),
                Normalisation.of(new Images(100, 16, 4, 4), 0).relu(),
                Normalisation.centring(new Images(40, 6, 8, 8)),
                Normalisation.of(new Images(1, 3, 5, 5), 1e-5));
    }

    @ParameterizedTest
    @MethodSource("norms")
    void sameBitsOnOneTwoAndFiveThreads(Normalisation norm) {
        Workers.setThreads(1);
        List<Call> alone = called(norm);
        for (int threads : new int[] {2, 5}) {
            Workers.setThreads(threads);
            for (int i = 0; i < REPETITIONS; i++) {
                same(alone, called(norm), norm + " on " + threads + " threads");
            }
        }
    }

    /** Over outputs of the call before, whose state must not matter. */
    @ParameterizedTest
    @MethodSource("norms")
    void sameBitsWhenCalledAgain(Normalisation norm) {
        List<Call> once = called(norm);
        List<Call> often = called(norm);
        for (int i = 0; i < REPETITIONS; i++) {
            often.forEach(call -> call.body.run());
        }
        same(once, often, norm + " called again");
    }

    /** They share the helpers, who then work for shapes of one caller and of another by turns. */
    @Test
    void sameBitsForSeveralCallersAtOnce() throws InterruptedException {
        List<Normalisation> norms = norms().toList();
        Workers.setThreads(1);
        List<List<Call>> alone = norms.stream().map(NormThreadsTest::called).toList();
        Workers.setThreads(3);
        Together.run(norms.size(), caller -> {
            for (int i = 0; i < REPETITIONS; i++) {
                same(alone.get(caller), called(norms.get(caller)), norms.get(caller) + " among other callers");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("norms")
    void notOneByte(Normalisation norm) {
        List<Call> calls = called(norm);
        for (int threads = 1; threads <= 2; threads++) {
            Workers.setThreads(threads);
            for (Call call : calls) {
                Allocation.assertNoneInAnyThread(norm + ", " + call.name + " on " + threads + " threads", call.body);
            }
        }
    }

    /** @param layout of those outputs that are images, or null for matrices */
    private record Call(String name, Images layout, Runnable body, float[]... outputs) {

        /** Without idle lanes: what they hold is not promised, and depends on what the thread had worked on before. */
        float[] result(int output) {
            float[] values = outputs[output];
            if (layout == null || values.length != layout.length()) {
                return values;
            }
            float[] plain = new float[layout.batch() * layout.channels() * layout.height() * layout.width()];
            layout.toNchw(values, 0, plain, 0);
            return plain;
        }
    }

    private static void same(List<Call> expected, List<Call> actual, String where) {
        for (int i = 0; i < expected.size(); i++) {
            for (int output = 0; output < expected.get(i).outputs.length; output++) {
                assertArrayEquals(expected.get(i).result(output), actual.get(i).result(output),
                        where + ": " + expected.get(i).name + ", output " + output + Seeds.again(NormThreadsTest.class));
            }
        }
    }

    /** Every call, with outputs of its own, once; the gradients use what the forward passes have written. */
    private static List<Call> called(Normalisation norm) {
        Images images = norm.images();
        int n = images.length();
        int channels = images.channels();
        float[] x = Seeds.gaussians(1, n);
        float[] gamma = Seeds.gaussians(2, channels);
        float[] beta = Seeds.gaussians(3, channels);
        float[] dy = Seeds.gaussians(4, n);
        float[][] batch = {new float[channels], new float[channels], new float[n]};
        float[][] layer = {new float[images.batch()], new float[images.batch()], new float[n]};
        // the same numbers as a matrix of as many rows as channels
        int columns = n / channels;
        float[] gammas = Seeds.gaussians(5, columns);
        float[][] row = {new float[channels], new float[channels], new float[n]};
        float[] evaluated = new float[n];
        float[][] byBatch = gradients(n, channels);
        float[][] byConstants = gradients(n, channels);
        float[][] byLayer = gradients(n, channels);
        float[][] byRow = gradients(n, columns);
        List<Call> calls = List.of(
                new Call("BatchNorm.forward", images,
                        () -> BatchNorm.forward(norm, x, 0, gamma, 0, beta, 0, batch[0], 0, batch[1], 0, batch[2], 0), batch),
                new Call("BatchNorm.evaluate", images,
                        () -> BatchNorm.evaluate(norm, x, 0, gamma, 0, beta, 0, batch[0], 0, batch[1], 0, evaluated, 0), evaluated),
                new Call("BatchNorm.gradient through statistics", images, () -> BatchNorm.gradient(norm, x, 0, gamma, 0, beta, 0,
                        batch[0], 0, batch[1], 0, dy, 0, true, false, byBatch[0], 0, byBatch[1], 0, byBatch[2], 0), byBatch),
                new Call("BatchNorm.gradient with constant statistics", images, () -> BatchNorm.gradient(norm, x, 0, gamma, 0, beta, 0,
                        batch[0], 0, batch[1], 0, dy, 0, false, false, byConstants[0], 0, byConstants[1], 0, byConstants[2], 0), byConstants),
                new Call("LayerNorm.forward", images,
                        () -> LayerNorm.forward(norm, x, 0, gamma, 0, beta, 0, layer[0], 0, layer[1], 0, layer[2], 0), layer),
                new Call("LayerNorm.gradient", images, () -> LayerNorm.gradient(norm, x, 0, gamma, 0, beta, 0,
                        layer[0], 0, layer[1], 0, dy, 0, false, byLayer[0], 0, byLayer[1], 0, byLayer[2], 0), byLayer),
                new Call("RowNorm.forward", null, () -> RowNorm.forward(channels, columns, norm.epsilon(), x, 0, gammas, 0, gammas, 0,
                        row[0], 0, row[1], 0, row[2], 0), row),
                new Call("RowNorm.addGradient", null, () -> {
                    // it only ever adds, and repeated calls are to be the same
                    Arrays.fill(byRow[0], 0);
                    Arrays.fill(byRow[1], 0);
                    Arrays.fill(byRow[2], 0);
                    RowNorm.addGradient(channels, columns, norm.epsilon(), x, 0, gammas, 0, row[0], 0, row[1], 0, dy, 0,
                            byRow[0], 0, byRow[1], 0, byRow[2], 0);
                }, byRow));
        calls.forEach(call -> call.body.run());
        return calls;
    }

    /** By x, γ and β. */
    private static float[][] gradients(int n, int parameters) {
        return new float[][] {new float[n], new float[parameters], new float[parameters]};
    }
}
