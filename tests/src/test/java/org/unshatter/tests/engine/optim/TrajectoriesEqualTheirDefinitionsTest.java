package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Parameters;
import org.unshatter.optim.Adam;
import org.unshatter.optim.AdamW;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.RmsProp;
import org.unshatter.optim.Sgd;

/** Over a thousand steps of a noisy descent each optimiser goes where its definition in double goes. */
class TrajectoriesEqualTheirDefinitionsTest {

    private static final int STEPS = 1000;
    private static final double TOLERANCE = 1e-4;
    private static final int N = Problem.N;

    private record Case(Optimizer optimizer, double rate, DoubleOptimizers.Rule rule) {

        @Override
        public String toString() {
            return optimizer.toString();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(new Sgd(), 0.1, DoubleOptimizers.sgd(0)),
                new Case(new Sgd(0, false, 0.05), 0.1, DoubleOptimizers.sgd(0.05)),
                new Case(new Sgd(0.9, false, 0), 0.03, DoubleOptimizers.momentum(0.9, false, 0, N)),
                new Case(new Sgd(0.9, true, 5e-2), 0.03, DoubleOptimizers.momentum(0.9, true, 5e-2, N)),
                new Case(new Adam(), 0.01, DoubleOptimizers.adam(0.9, 0.999, 1e-8, 0, false, N)),
                new Case(new Adam(0.8, 0.95, 1e-3, 0.1), 0.01, DoubleOptimizers.adam(0.8, 0.95, 1e-3, 0.1, false, N)),
                new Case(new AdamW(0.9, 0.99, 1e-8, 0.2), 0.01, DoubleOptimizers.adam(0.9, 0.99, 1e-8, 0.2, true, N)),
                new Case(new RmsProp(), 0.01, DoubleOptimizers.rmsProp(0.9, 1e-8, 0, 0, N)),
                new Case(new RmsProp(0.99, 1e-6, 0, 0.1), 0.01, DoubleOptimizers.rmsProp(0.99, 1e-6, 0, 0.1, N)),
                new Case(new RmsProp(0.95, 1e-8, 0.5, 0.1), 0.01, DoubleOptimizers.rmsProp(0.95, 1e-8, 0.5, 0.1, N)));
    }

    /** The rate changes from step to step, so that it shows what it multiplies. */
    @ParameterizedTest
    @MethodSource("cases")
    void theLibraryGoesWhereTheDefinitionGoes(Case each) {
        Problem problem = new Problem(1);
        Parameters parameters = problem.parameters();
        OptimizerState state = each.optimizer.on(parameters);
        double[] point = problem.start();
        for (int t = 1; t <= STEPS; t++) {
            double rate = each.rate * (1 + Math.sin(t / 10.0) / 2);
            problem.setGradients(parameters, t);
            state.step(rate);
            each.rule.step(point, problem.gradient(point, t), rate, t);
            if (t == 1 || t % 50 == 0) {
                assertNear(point, Problem.values(parameters), TOLERANCE, each + ", step " + t);
            }
        }
        assertEquals(STEPS, state.steps());
        assertTrue(distance(problem.start(), point) > 0.5 * norm(problem.start()), "hardly moved");
    }

    /** The negative control of the comparison: definitions that differ in one constant are told apart. */
    @Test
    void otherDefinitionsGoElsewhere() {
        List<Case> cases = List.of(
                new Case(new Sgd(0.9, true, 0), 0.03, DoubleOptimizers.momentum(0.9, false, 0, N)),
                new Case(new Adam(), 0.01, DoubleOptimizers.adam(0.9, 0.9985, 1e-8, 0, false, N)),
                new Case(new Adam(0.9, 0.99, 1e-8, 0.2), 0.01, DoubleOptimizers.adam(0.9, 0.99, 1e-8, 0.2, true, N)),
                new Case(new RmsProp(), 0.01, DoubleOptimizers.rmsProp(0.9, 1e-3, 0, 0, N)));
        for (Case each : cases) {
            Problem problem = new Problem(1);
            Parameters parameters = problem.parameters();
            OptimizerState state = each.optimizer.on(parameters);
            double[] point = problem.start();
            for (int t = 1; t <= 200; t++) {
                problem.setGradients(parameters, t);
                state.step(each.rate);
                each.rule.step(point, problem.gradient(point, t), each.rate, t);
            }
            assertTrue(distance(point, Problem.values(parameters)) > TOLERANCE * norm(point), each.toString());
        }
    }

    /**
     * v ← μ·v − η·∇f(θ + μ·v), θ ← θ + v (Sutskever et al. 2013, equations 3 and 4). What the library keeps, as PyTorch does, is θ + μ·v, the point where the
     * gradient is taken.
     */
    @Test
    void nesterovsMomentumIsThatOfThePaper() {
        double rate = 0.02;
        double momentum = 0.95;
        Problem problem = new Problem(2);
        Parameters parameters = problem.parameters();
        OptimizerState state = new Sgd(momentum, true, 0).on(parameters);
        double[] theta = problem.start();
        double[] velocity = new double[N];
        double[] ahead = theta.clone();
        for (int t = 1; t <= STEPS; t++) {
            problem.setGradients(parameters, t);
            state.step(rate);
            double[] gradient = problem.gradient(ahead, t);
            for (int i = 0; i < N; i++) {
                velocity[i] = momentum * velocity[i] - rate * gradient[i];
                theta[i] += velocity[i];
                ahead[i] = theta[i] + momentum * velocity[i];
            }
            assertNear(ahead, Problem.values(parameters), TOLERANCE, "step " + t);
        }
        assertTrue(distance(theta, ahead) > 1e-3, "both points are the same");
    }

    private static void assertNear(double[] expected, double[] actual, double tolerance, String what) {
        double distance = distance(expected, actual);
        assertTrue(distance <= tolerance * norm(expected), () -> what + ": off by " + distance / norm(expected) + " of the norm");
    }

    private static double distance(double[] x, double[] y) {
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(squares);
    }

    private static double norm(double[] x) {
        return distance(x, new double[x.length]);
    }
}
