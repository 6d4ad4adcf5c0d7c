package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientMoments;

/** The moments are computed without a loop over pairs; the definition is that loop. */
class GradientMomentsTest {

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 5", "64, 17"})
    void equalTheSumOverAllPairs(int samples, int features) {
        Tensor gradients = Laboratory.gaussian(samples, samples, features);
        double variance = 0;
        double covariance = 0;
        for (int i = 0; i < samples; i++) {
            for (int j = 0; j < samples; j++) {
                double product = 0;
                for (int f = 0; f < features; f++) {
                    product += (double) gradients.toArray()[i * features + f] * gradients.toArray()[j * features + f];
                }
                if (i == j) {
                    variance += product / samples;
                } else {
                    covariance += product / ((double) samples * (samples - 1));
                }
            }
        }
        GradientMoments moments = GradientMoments.of(gradients);
        assertEquals(variance, moments.variance(), 1e-12 * variance);
        assertEquals(covariance, moments.covariance(), 1e-12 * variance);
        assertEquals(covariance / variance, moments.correlation(), 1e-12);
    }

    @Test
    void equalGradientsAreFullyCorrelatedAndZerosNotAtAll() {
        assertEquals(1, GradientMoments.of(Tensor.of(new float[] {3, 4, 3, 4}, 2, 2)).correlation(), 1e-15);
        assertEquals(-1, GradientMoments.of(Tensor.of(new float[] {3, 4, -3, -4}, 2, 2)).correlation(), 1e-15);
        assertTrue(Double.isNaN(GradientMoments.of(Tensor.zeros(3, 2)).correlation()));
    }

    @Test
    void fewerThanTwoSamplesAreRefused() {
        for (Tensor wrong : new Tensor[] {Tensor.zeros(1, 4), Tensor.zeros(4), Tensor.zeros(2, 2, 2)}) {
            String message = assertThrows(IllegalArgumentException.class, () -> GradientMoments.of(wrong)).getMessage();
            assertTrue(message.contains("gradients"), message);
        }
    }
}
