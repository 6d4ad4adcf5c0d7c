package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tensor;
import org.unshatter.optim.Adam;
import org.unshatter.optim.AdamW;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.RmsProp;
import org.unshatter.optim.Sgd;

/** Where the way of an optimiser can be told in advance, it is gone. */
class ClosedFormsTest {

    /** One number θ with the gradient λ(θ − c). */
    private static final class Parabola {
        private final double curvature;
        private final double centre;
        private final Parameters parameters;
        private final OptimizerState state;

        Parabola(Optimizer optimizer, double curvature, double centre, double start) {
            this.curvature = curvature;
            this.centre = centre;
            parameters = Parameters.of(List.of(Tensor.of(new float[] {(float) start}, 1)));
            state = optimizer.on(parameters);
        }

        double step(double rate) {
            parameters.gradients()[0] = (float) (curvature * (parameters.values()[0] - centre));
            state.step(rate);
            return parameters.values()[0];
        }
    }

    /** θₜ = c + (1 − ηλ)ᵗ(θ₀ − c), also where it jumps from side to side. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1.5})
    void descentOnAParabolaIsAGeometricSequence(double curvature) {
        Parabola parabola = new Parabola(new Sgd(), curvature, 3, 7);
        for (int t = 1; t <= 60; t++) {
            assertEquals(3 + Math.pow(1 - curvature, t) * 4, parabola.step(1), 1e-5, "step " + t);
        }
    }

    /** Weight decay on a parabola is a second parabola around 0: the centre becomes λc/(λ + w). */
    @Test
    void decayMovesTheMinimumTowardsZero() {
        Parabola parabola = new Parabola(new Sgd(0.5, true, 0.25), 0.75, 4, 10);
        double theta = 0;
        for (int t = 1; t <= 300; t++) {
            theta = parabola.step(0.3);
        }
        assertEquals(3, theta, 1e-5);
    }

    /** θₜ − c = a·r₁ᵗ + b·r₂ᵗ with the roots of r² − (1 + μ − ηλ)r + μ, and θ₁ that of plain descent. */
    @Test
    void momentumOnAParabolaIsASumOfTwoGeometricSequences() {
        double momentum = 0.5;
        double step = 0.06;
        Parabola parabola = new Parabola(new Sgd(momentum, false, 0), 0.6, 0, 1);
        double half = (1 + momentum - step) / 2;
        double root = Math.sqrt(half * half - momentum);
        double r1 = half + root;
        double r2 = half - root;
        double a = (1 - step - r2) / (r1 - r2);
        for (int t = 1; t <= 100; t++) {
            assertEquals(a * Math.pow(r1, t) + (1 - a) * Math.pow(r2, t), parabola.step(0.1), 1e-5, "step " + t);
        }
    }

    /** The corrected averages of one gradient are it and its square. So at every step while it stays the same. */
    @ParameterizedTest
    @ValueSource(floats = {1e-6f, -0.3f, 5, -1e6f})
    void adamsFirstStepsAreTheRateWhateverTheGradient(float gradient) {
        for (Optimizer adam : List.of(new Adam(0.9, 0.999, 1e-12, 0), new AdamW(0.7, 0.9, 1e-12, 0), new Adam(0, 0.5, 1e-12, 0))) {
            Parameters parameters = Parameters.of(List.of(Tensor.zeros(3)));
            OptimizerState state = adam.on(parameters);
            for (int t = 1; t <= 20; t++) {
                parameters.gradients()[1] = gradient;
                state.step(0.01);
                assertEquals(-Math.signum(gradient) * 0.01 * t, parameters.values()[1], 1e-6, adam + ", step " + t);
            }
            assertEquals(0, parameters.values()[0], "where there is no gradient there is no step");
        }
    }

    /** With ε as large as the gradient the first step is half the rate: ε is added to the corrected root. */
    @Test
    void epsilonIsAddedToTheCorrectedRoot() {
        Parameters parameters = Parameters.of(List.of(Tensor.zeros(1)));
        parameters.gradients()[0] = 0.01f;
        new Adam(0.9, 0.999, 0.01, 0).on(parameters).step(1);
        assertEquals(-0.5, parameters.values()[0], 1e-5);
    }

    /** The average of squares begins at 0 and is not corrected: |g|/√((1 − ρ)g²). */
    @Test
    void theFirstStepOfRmsPropIsLongerThanTheRate() {
        Parameters parameters = Parameters.of(List.of(Tensor.zeros(1)));
        parameters.gradients()[0] = 123;
        new RmsProp().on(parameters).step(0.01);
        assertEquals(-0.01 / Math.sqrt(0.1), parameters.values()[0], 1e-6);
    }

    /** Without gradients, decay alone: coupled to Adam it becomes a gradient like any other, and is followed by the rate. */
    @Test
    void decayAloneShrinksOrIsNormalised() {
        assertEquals(8 * Math.pow(1 - 0.1 * 0.5, 5), afterFiveStepsWithoutGradient(new Sgd(0, false, 0.5)), 1e-5);
        assertEquals(8 * Math.pow(1 - 0.1 * 0.5, 5), afterFiveStepsWithoutGradient(new AdamW(0.9, 0.999, 1e-8, 0.5)), 1e-5);
        assertEquals(8, afterFiveStepsWithoutGradient(new Adam()), 0);
        assertEquals(8 - 0.5, afterFiveStepsWithoutGradient(new Adam(0.9, 0.999, 1e-8, 0.5)), 1e-2);
    }

    private static double afterFiveStepsWithoutGradient(Optimizer optimizer) {
        Parabola flat = new Parabola(optimizer, 0, 0, 8);
        double theta = 0;
        for (int t = 1; t <= 5; t++) {
            theta = flat.step(0.1);
        }
        return theta;
    }
}
