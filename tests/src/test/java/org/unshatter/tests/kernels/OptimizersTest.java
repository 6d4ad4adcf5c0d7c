package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Optimizers;

/** Some steps of each optimiser against the same steps in double, element by element, and against what is known in closed form. */
@EveryWidth
class OptimizersTest {

    private static final int STEPS = 7;
    private static final double RATE = 0.03;
    private static final double DECAY = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double SMOOTHING = 0.8;
    private static final double EPSILON = 1e-8;

    /** Per step a few roundings of the parameter and of a step, which are all of the order of 1. */
    private static final double TOLERANCE = 4e-6;

    /** One element in double: parameter, and two numbers of state. */
    private static final class Element {
        private double p;
        private double first;
        private double second;
    }

    private interface Reference {
        void step(Element e, double gradient, int t);
    }

    private interface Kernel {
        void step(int n, int t, Guarded parameter, Guarded gradient, Guarded first, Guarded second);
    }

    @Test
    void sgd() {
        severalSteps("sgd", (e, g, t) -> e.p -= RATE * (g + DECAY * e.p),
                (n, t, p, g, first, second) -> Optimizers.sgd(n, RATE, DECAY, p.array, p.offset, g.array, g.offset));
    }

    @Test
    void momentum() {
        severalSteps("momentum", (e, g, t) -> {
            e.first = MOMENTUM * e.first + g + DECAY * e.p;
            e.p -= RATE * e.first;
        }, (n, t, p, g, first, second) -> Optimizers.momentum(n, RATE, MOMENTUM, false, DECAY,
                p.array, p.offset, g.array, g.offset, first.array, first.offset));
    }

    /** Written with the point that Sutskever et al. step from, θ − η·μ·v: there they take the gradient, and this is the parameter kept. */
    @Test
    void nesterovsMomentum() {
        severalSteps("Nesterov", (e, g, t) -> {
            double from = e.p + RATE * MOMENTUM * e.first;
            e.first = MOMENTUM * e.first + g + DECAY * e.p;
            double to = from - RATE * e.first;
            e.p = to - RATE * MOMENTUM * e.first;
        }, (n, t, p, g, first, second) -> Optimizers.momentum(n, RATE, MOMENTUM, true, DECAY,
                p.array, p.offset, g.array, g.offset, first.array, first.offset));
    }

    @Test
    void adam() {
        severalSteps("adam", (e, g, t) -> adamStep(e, g + DECAY * e.p, t),
                (n, t, p, g, first, second) -> Optimizers.adam(n, t, RATE, BETA1, BETA2, EPSILON, DECAY,
                        p.array, p.offset, g.array, g.offset, first.array, first.offset, second.array, second.offset));
    }

    @Test
    void adamW() {
        severalSteps("adamW", (e, g, t) -> {
            e.p -= RATE * DECAY * e.p;
            adamStep(e, g, t);
        }, (n, t, p, g, first, second) -> Optimizers.adamW(n, t, RATE, BETA1, BETA2, EPSILON, DECAY,
                p.array, p.offset, g.array, g.offset, first.array, first.offset, second.array, second.offset));
    }

    @Test
    void rmsProp() {
        severalSteps("rmsProp", (e, g, t) -> e.p -= RATE * rootMeanSquareStep(e, g + DECAY * e.p),
                (n, t, p, g, first, second) -> Optimizers.rmsProp(n, RATE, SMOOTHING, EPSILON, DECAY,
                        p.array, p.offset, g.array, g.offset, second.array, second.offset));
    }

    @Test
    void rmsPropWithMomentum() {
        severalSteps("rmsProp, momentum", (e, g, t) -> {
            e.first = MOMENTUM * e.first + rootMeanSquareStep(e, g + DECAY * e.p);
            e.p -= RATE * e.first;
        }, (n, t, p, g, first, second) -> Optimizers.rmsPropMomentum(n, RATE, SMOOTHING, EPSILON, MOMENTUM, DECAY,
                p.array, p.offset, g.array, g.offset, first.array, first.offset, second.array, second.offset));
    }

    private static double rootMeanSquareStep(Element e, double g) {
        e.second = SMOOTHING * e.second + (1 - SMOOTHING) * g * g;
        return g / (Math.sqrt(e.second) + EPSILON);
    }

    private static void adamStep(Element e, double g, int t) {
        e.first = BETA1 * e.first + (1 - BETA1) * g;
        e.second = BETA2 * e.second + (1 - BETA2) * g * g;
        double mean = e.first / (1 - Math.pow(BETA1, t));
        double square = e.second / (1 - Math.pow(BETA2, t));
        e.p -= RATE * mean / (Math.sqrt(square) + EPSILON);
    }

    private static void severalSteps(String name, Reference reference, Kernel kernel) {
        for (int n : Sizes.lengths()) {
            RandomGenerator random = Seeds.stream(n);
            Guarded parameter = Guarded.run(n, 1).fill(random::nextGaussian);
            Guarded start = parameter.copy();
            Guarded first = Guarded.run(n, 2).fill(0);
            Guarded second = Guarded.run(n, 3).fill(0);
            Element[] elements = new Element[n];
            for (int i = 0; i < n; i++) {
                elements[i] = new Element();
                elements[i].p = parameter.get(i);
            }
            for (int t = 1; t <= STEPS; t++) {
                Guarded gradient = Guarded.run(n, 0).fill(random::nextGaussian);
                Guarded before = gradient.copy();
                kernel.step(n, t, parameter, gradient, first, second);
                for (int i = 0; i < n; i++) {
                    reference.step(elements[i], gradient.get(i), t);
                }
                gradient.assertSameBits(before, name + ", n = " + n, OptimizersTest.class);
            }
            for (int i = 0; i < n; i++) {
                double error = Math.abs(elements[i].p - parameter.get(i)) + (start.get(i) == parameter.get(i) ? 1 : 0)
                        + Math.abs(elements[i].first - first.get(i)) + Math.abs(elements[i].second - second.get(i));
                if (!(error <= TOLERANCE * (1 + Math.abs(elements[i].first) + Math.abs(elements[i].p)))) {
                    fail(name + ", n = " + n + ", element " + i + ": expected " + elements[i].p + ", got " + parameter.get(i)
                            + ", with the state in error by " + error + Seeds.again(OptimizersTest.class));
                }
            }
            for (Guarded each : new Guarded[] {parameter, first, second}) {
                each.assertNothingAround(name + ", n = " + n, OptimizersTest.class);
            }
        }
    }

    /** With a constant gradient the corrected means are that gradient: each step of Adam is the learning rate, whatever the gradient. */
    @Test
    void underAConstantGradientAdamGoesOneLearningRatePerStep() {
        int n = 37;
        float[] parameter = new float[n];
        float[] gradient = new float[n];
        for (int i = 0; i < n; i++) {
            gradient[i] = (float) Math.pow(10, i % 7 - 3) * (i % 2 == 0 ? 1 : -1);
        }
        float[] mean = new float[n];
        float[] square = new float[n];
        for (int t = 1; t <= 100; t++) {
            Optimizers.adam(n, t, 0.01, BETA1, BETA2, 1e-12, 0, parameter, 0, gradient, 0, mean, 0, square, 0);
        }
        for (int i = 0; i < n; i++) {
            assertEquals(-Math.signum(gradient[i]), parameter[i], 1e-5, "element " + i);
        }
    }

    /** v = g²·(1 − ρᵗ), uncorrected: the first step is η/√(1 − ρ), whatever the gradient, and late ones are η. */
    @Test
    void underAConstantGradientTheStepsOfRmsPropShrinkToTheLearningRate() {
        float[] parameter = {0, 0};
        float[] gradient = {1e-3f, -50};
        float[] square = new float[2];
        for (int t = 1; t <= 200; t++) {
            float[] before = parameter.clone();
            Optimizers.rmsProp(2, 0.01, 0.75, 1e-12, 0, parameter, 0, gradient, 0, square, 0);
            double expected = 0.01 / Math.sqrt(1 - Math.pow(0.75, t));
            assertEquals(-expected, parameter[0] - before[0], 1e-6, "step " + t);
            assertEquals(expected, parameter[1] - before[1], 1e-6, "step " + t);
        }
    }

    /** Under a constant gradient g the velocity is g·(1 − μᵗ)/(1 − μ). */
    @Test
    void underAConstantGradientTheVelocityIsAGeometricSum() {
        int n = 37;
        float[] velocity = new float[n];
        float[] gradient = new float[n];
        Arrays.fill(gradient, 2);
        for (int t = 1; t <= 20; t++) {
            Optimizers.momentum(n, 0.1, 0.5, false, 0, new float[n], 0, gradient, 0, velocity, 0);
        }
        for (float each : velocity) {
            assertEquals(4 * (1 - Math.pow(0.5, 20)), each, 1e-6);
        }
    }

    /** At the first step with decay only, AdamW shrinks by 1 − η·w; decay that joined the gradient would make Adam step by η. */
    @Test
    void decayIsDecoupledInAdamWOnly() {
        float[] decoupled = {8};
        Optimizers.adamW(1, 1, 0.01, BETA1, BETA2, EPSILON, 0.5, decoupled, 0, new float[1], 0, new float[1], 0, new float[1], 0);
        assertEquals(8 * (1 - 0.01 * 0.5), decoupled[0], 1e-6);
        float[] coupled = {8};
        Optimizers.adam(1, 1, 0.01, BETA1, BETA2, EPSILON, 0.5, coupled, 0, new float[1], 0, new float[1], 0, new float[1], 0);
        assertEquals(8 - 0.01, coupled[0], 1e-6);
    }

    /** The corrections vanish in the long run, also where the step is too large for an int. */
    @Test
    void lateStepsNeedNoCorrection() {
        float[] parameter = {0};
        Optimizers.adam(1, 1L << 40, 1, 0.5, 0.75, EPSILON, 0, parameter, 0, new float[] {3}, 0, new float[1], 0, new float[1], 0);
        assertEquals(-1, parameter[0], 1e-6);
    }
}
