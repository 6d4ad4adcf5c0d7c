package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unshatter.kernels.Optimizers;
import org.unshatter.kernels.Workers;

/** Runs that are long enough to be shared: threads, and where a run begins in its array, do not change a bit. */
@EveryWidth
class OptimizersThreadsTest {

    /** A dozen shares and a ragged one. */
    private static final int N = 3 * (1 << 14) + 1237;
    private static final int STEPS = 3;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    enum Rule { SGD, MOMENTUM, ADAM, RMSPROP, RMSPROP_MOMENTUM }

    @ParameterizedTest
    @EnumSource
    void sameBitsOnAnyNumberOfThreads(Rule rule) {
        float[] alone = trained(rule, 1);
        assertFalse(Arrays.equals(alone, start()), "nothing was changed");
        for (int threads : new int[] {2, 5}) {
            assertArrayEquals(alone, trained(rule, threads), rule + " on " + threads + " threads" + Seeds.again(OptimizersThreadsTest.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachShareIsWhereItBelongs(Rule rule) {
        float[] whole = trained(rule, 2);
        float[] parts = start();
        float[] gradient = gradient();
        float[][] state = {new float[N], new float[N]};
        int[] cuts = {0, 16, 16_400, 40_000, N};
        for (int step = 1; step <= STEPS; step++) {
            int t = step;
            IntStream.range(0, cuts.length - 1).forEach(i -> step(rule, t, cuts[i], cuts[i + 1] - cuts[i], parts, gradient, state));
        }
        assertArrayEquals(whole, parts, rule + " in parts" + Seeds.again(OptimizersThreadsTest.class));
    }

    private static float[] trained(Rule rule, int threads) {
        Workers.setThreads(threads);
        float[] parameter = start();
        float[] gradient = gradient();
        float[][] state = Stream.generate(() -> new float[N]).limit(2).toArray(float[][]::new);
        for (int t = 1; t <= STEPS; t++) {
            step(rule, t, 0, N, parameter, gradient, state);
        }
        return parameter;
    }

    private static void step(Rule rule, int t, int at, int n, float[] parameter, float[] gradient, float[][] state) {
        switch (rule) {
            case SGD -> Optimizers.sgd(n, 0.1, 0.01, parameter, at, gradient, at);
            case MOMENTUM -> Optimizers.momentum(n, 0.1, 0.9, true, 0.01, parameter, at, gradient, at, state[0], at);
            case ADAM -> Optimizers.adam(n, t, 0.1, 0.9, 0.999, 1e-8, 0.01, parameter, at, gradient, at, state[0], at, state[1], at);
            case RMSPROP -> Optimizers.rmsProp(n, 0.1, 0.9, 1e-8, 0.01, parameter, at, gradient, at, state[1], at);
            case RMSPROP_MOMENTUM -> Optimizers.rmsPropMomentum(n, 0.1, 0.9, 1e-8, 0.5, 0.01, parameter, at, gradient, at, state[0], at, state[1], at);
        }
    }

    private static float[] start() {
        return random(1);
    }

    private static float[] gradient() {
        return random(2);
    }

    private static float[] random(int stream) {
        RandomGenerator random = Seeds.stream(stream);
        float[] values = new float[N];
        for (int i = 0; i < N; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
