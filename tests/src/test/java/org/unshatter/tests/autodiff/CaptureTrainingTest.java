package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Workers;
import org.unshatter.tests.kernels.EveryWidth;

/** Nets trained by captured steps have the same bits after each as nets trained eagerly. */
@EveryWidth
class CaptureTrainingTest {

    private static final int STEPS = 10;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    static List<SmallNet> nets() {
        return SmallNet.all();
    }

    @ParameterizedTest
    @MethodSource("nets")
    void capturedStepsTrainToTheSameBits(SmallNet net) {
        for (int batch : new int[] {1, 6, 17}) {
            Training eager = new Training(net);
            Training replayed = new Training(net);
            Captured step = Captured.of(replayed::step);
            for (int i = 0; i < STEPS; i++) {
                String what = net + ", batch " + batch + ", step " + i;
                net.seed().step(i);
                Tensor[] samples = net.batch(new SplittableRandom(i), batch);
                Workers.setThreads(1);
                Bits loss = Bits.of(eager.step(samples));
                Workers.setThreads(1 + i % 2);
                loss.requireOf(what + ", loss", step.run(samples));
                assertArrayEquals(eager.parameters.gradients(), replayed.parameters.gradients(), what + ", gradients");
                eager.update();
                replayed.update();
                assertArrayEquals(eager.parameters.values(), replayed.parameters.values(), what + ", parameters");
            }
        }
    }

    @Test
    void twoThreadsTrainTheirOwnNetsAtATime() throws Exception {
        Callable<float[]> trained = () -> {
            SmallNet net = SmallNet.residualNet();
            Training training = new Training(net);
            Captured step = Captured.of(training::step);
            for (int i = 0; i < 3 * STEPS; i++) {
                step.run(net.batch(new SplittableRandom(i), 6));
                training.update();
            }
            return training.parameters.values();
        };
        float[] alone = trained.call();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<float[]> together : threads.invokeAll(List.of(trained, trained))) {
                assertArrayEquals(alone, together.get());
            }
        }
    }

    /** Otherwise the tests above could pass because nothing moved. */
    @ParameterizedTest
    @MethodSource("nets")
    void theNetsLearnABatchByHeart(SmallNet net) {
        Training training = new Training(net);
        Captured step = Captured.of(training::step);
        Tensor[] samples = net.batch(new SplittableRandom(1), 6);
        double[] losses = IntStream.range(0, 100).mapToDouble(i -> {
            double loss = step.run(samples)[0].item();
            training.update();
            net.seed().advance();
            return loss;
        }).toArray();
        assertTrue(losses[99] < 0.9 * losses[0], net + ": from " + losses[0] + " to " + losses[99]);
    }
}
