package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.init.Place.Role;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;

/** Branches that end in zero, layers in them that shrink with the number of branches, all else as He has it. */
class FixupTest {

    @ParameterizedTest
    @CsvSource({"50, 2", "50, 3", "9, 2", "1, 2", "100, 5"})
    void inABranchOfMLayersOfLTheDeviationIsScaledByTheRootOfL(int branches, int layers) {
        double expected = Math.pow(branches, -1.0 / (2 * layers - 2));
        Interval.assertMean(expected * expected, secondMoments(at(Role.HIDDEN, true, branches, layers), 2.0 / 27), "square of the scale");
    }

    @Test
    void theScaleCanBeTold() {
        Estimate other = Estimate.of(secondMoments(at(Role.HIDDEN, true, 50, 3), 2.0 / 27));
        assertTrue(Math.abs(other.mean() - 1.0 / 50) > 10 * other.stdErr(), "branches of three layers as those of two");
    }

    /** Mean squares of weights of a convolution of 27 inputs, over what He gives them. */
    private static double[] secondMoments(Initializer initializer, double variance) {
        double[][] draws = Laboratory.overSeeds(200, seed -> {
            double square = 0;
            float[] weights = initializer.weights(new Extents(8, 3, 3, 3), RandomStreams.of(seed, "fixup"));
            for (float weight : weights) {
                square += (double) weight * weight / weights.length;
            }
            return new double[] {square / variance};
        });
        return Laboratory.column(draws, 0);
    }

    @Test
    void theEndsOfBranchesAndTheReadoutAreZero() {
        for (boolean rectified : new boolean[] {false, true}) {
            assertEquals(Initializers.zeros(), at(Role.BRANCH_END, rectified, 50, 2));
            assertEquals(Initializers.zeros(), at(Role.READOUT, rectified, 50, 2));
        }
    }

    @Test
    void outsideBranchesItIsHe() {
        assertEquals(Initializers.he(Activation.RELU.gain()), at(Role.FIRST, false, 50, 2));
        assertEquals(Initializers.he(1), at(Role.SHORTCUT, false, 50, 2));
        Interval.assertMean(1, secondMoments(at(Role.FIRST, false, 50, 2), 2.0 / 27), "first layer");
    }

    @Test
    void theGainIsThatOfTheActivation() {
        Initializer tanh = Initializers.fixup().at(new Place(Role.HIDDEN, Activation.TANH, true, 50, 2));
        double gain = Activation.TANH.gain();
        Interval.assertMean(gain * gain / 50, secondMoments(tanh, 1.0 / 27), "tanh");
    }

    @Test
    void itNeedsBranchesOfTwoLayersOrMore() {
        for (Role role : Role.values()) {
            String plain = assertThrows(IllegalArgumentException.class, () -> at(role, true, 0, 0)).getMessage();
            assertTrue(plain.contains("a net of 0 branches, expected a net with skips"), plain);
            String thin = assertThrows(IllegalArgumentException.class, () -> at(role, true, 50, 1)).getMessage();
            assertTrue(thin.contains("branches of 1 layer") && thin.contains("at least 2") && thin.contains("no value at m = 1"), thin);
        }
    }

    @Test
    void outsideANetItHasNoWeights() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Initializers.fixup().weights(3, 4, RandomStreams.of(1, "fixup"))).getMessage();
        assertTrue(message.contains("fixup outside a net"), message);
        assertThrows(IllegalArgumentException.class, () -> Initializers.fixup().explain(Extents.dense(3, 4)));
    }

    private static Initializer at(Role role, boolean rectified, int branches, int layers) {
        return Initializers.fixup().at(new Place(role, Activation.RELU, rectified, branches, layers));
    }
}
