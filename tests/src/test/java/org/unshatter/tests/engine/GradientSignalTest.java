package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientSignal;

/** A gradient read as a signal: size, spread, covariance picture, and what is no signal at all. */
class GradientSignalTest {

    @Test
    void sizeAndSpreadAreSeparateThings() {
        GradientSignal signal = GradientSignal.of(new double[] {1, 2, 3, 6});
        assertEquals(Math.sqrt(50 / 4.0), signal.rootMeanSquare(), 1e-15);
        assertEquals(1, signal.relativeSpread(), 1e-15);
        assertEquals(1e-20 * Math.sqrt(50 / 4.0), GradientSignal.of(new double[] {1e-20, 2e-20, 3e-20, 6e-20}).rootMeanSquare(), 1e-35);
        assertFalse(GradientSignal.of(new double[] {1e-20, 2e-20}).isConstant(), "a small gradient is not for that constant");
    }

    @Test
    void roundingIsNotVariation() {
        assertTrue(GradientSignal.of(new double[] {1, 1 + 1e-4}).isConstant());
        assertFalse(GradientSignal.of(new double[] {1, 1 + 4e-4}).isConstant());
        assertFalse(GradientSignal.of(new double[] {-1, 1}).isConstant());
        assertFalse(GradientSignal.of(new double[] {-1e-9, 1e-9}).isConstant(), "without a mean there is nothing to be small against");
    }

    @Test
    void theCovariancePictureByHand() {
        float[] picture = GradientSignal.of(new double[] {1, 2, 3}).covariancePicture();
        // Deviations −1, 0, 1; variance 2/3.
        assertArrayEquals(new float[] {1.5f, 0, 1.5f, 0, 0, 0, 1.5f, 0, 1.5f}, picture, 0);
    }

    @Test
    void theCovariancePictureOfAConstantIsBlack() {
        assertArrayEquals(new float[9], GradientSignal.of(new double[] {7, 7, 7}).covariancePicture(), 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefused(double value) {
        String message = assertThrows(IllegalArgumentException.class, () -> GradientSignal.of(new double[] {1, value, 2})).getMessage();
        assertTrue(message.contains("index 1") && message.contains(Double.toString(value)), message);
        assertThrows(IllegalArgumentException.class, () -> GradientSignal.of(Tensor.of(new float[] {1, (float) value}, 2, 1)));
    }

    @Test
    void oneValueIsNoSignal() {
        assertThrows(IllegalArgumentException.class, () -> GradientSignal.of(new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> GradientSignal.of(new double[0]));
    }

    @Test
    void aGradientByMoreThanOneNumberIsRefused() {
        for (Tensor wrong : new Tensor[] {Tensor.zeros(3), Tensor.zeros(3, 2), Tensor.zeros(1, 3)}) {
            String message = assertThrows(IllegalArgumentException.class, () -> GradientSignal.of(wrong)).getMessage();
            assertTrue(message.contains("[samples, 1]"), message);
        }
    }

    @Test
    void itsValuesAreItsOwn() {
        double[] values = {1, 2, 3};
        GradientSignal signal = GradientSignal.of(values);
        values[0] = 9;
        signal.values()[1] = 9;
        assertArrayEquals(new double[] {1, 2, 3}, signal.values());
    }
}
