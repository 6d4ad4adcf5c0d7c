package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.ActivationPattern;
import org.unshatter.init.RandomStreams;
import org.unshatter.theory.Coactivation;

/** Co-activation at infinite width: in closed form where there is one, and in wide nets. */
class CoactivationTest {

    @Test
    void equalInputsShareAllUnits() {
        for (double layer : Coactivation.plain(1, 20)) {
            assertEquals(0.5, layer, 1e-7);
        }
    }

    @Test
    void oppositeInputsShareNoneAndBehindTheFirstLayerAreOrthogonal() {
        double[] layers = Coactivation.plain(-1, 3);
        assertEquals(0, layers[0], 1e-15);
        assertEquals(0.25, layers[1], 1e-15);
        assertEquals((1 - Math.acos(1 / Math.PI) / Math.PI) / 2, layers[2], 1e-15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.9, 0, 0.6, 0.999})
    void itRisesToOneHalf(double cosine) {
        double[] layers = Coactivation.plain(cosine, 2000);
        for (int layer = 1; layer < layers.length; layer++) {
            assertTrue(layers[layer] > layers[layer - 1] && layers[layer] < 0.5, "layer " + (layer + 1));
        }
        assertEquals(0.5, layers[1999], 0.001);
    }

    /** Two inputs at a given angle, in nets of 300 units. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.8, 0, 0.5, 0.9})
    void wideNetsAgree(double cosine) {
        float[] x = new float[2 * 300];
        x[0] = 1;
        x[300] = (float) cosine;
        x[301] = (float) Math.sqrt(1 - cosine * cosine);
        Tensor inputs = Tensor.of(x, 2, 300);
        double[][] draws = Laboratory.overSeeds(30, seed -> ActivationPattern.of(
                DenseNet.plain(5).inputs(300).width(300).build(RandomStreams.of(seed, "coactivation")), inputs)
                .stream().mapToDouble(ActivationPattern::coactivation).toArray());
        double[] expected = Coactivation.plain(cosine, 5);
        for (int layer = 0; layer < 5; layer++) {
            Interval.assertMean(expected[layer], Laboratory.column(draws, layer), 0.002, "cosine " + cosine + ", layer " + (layer + 1));
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        for (double cosine : new double[] {1.001, -2, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Coactivation.plain(cosine, 3)).getMessage();
            assertTrue(message.contains("cosine is " + cosine), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Coactivation.plain(0, 0)).getMessage().contains("depth is 0"));
    }
}
