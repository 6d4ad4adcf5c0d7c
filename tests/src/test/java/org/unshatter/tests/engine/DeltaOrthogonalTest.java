package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Window;

/** Kernels that are one matrix at the centre of their window: with an orthogonal one every image keeps its norm, with the identity all of itself. */
class DeltaOrthogonalTest {

    private static final int IMAGES = 5;

    @ParameterizedTest
    @CsvSource({"8, 8, 3, 3", "12, 5, 3, 3", "4, 9, 5, 1", "3, 2, 1, 7"})
    void theCentreIsOrthogonalAndTheRestZero(int outputs, int inputs, int height, int width) {
        Extents extents = new Extents(outputs, inputs, height, width);
        float[] weights = Initializers.deltaOrthogonal().weights(extents, RandomStreams.of(1, "delta"));
        float[] centre = new float[outputs * inputs];
        int centreY = (height - 1) / 2;
        int centreX = (width - 1) / 2;
        for (int i = 0; i < weights.length; i++) {
            if (i / width % height == centreY && i % width == centreX) {
                centre[i / (height * width)] = weights[i];
            } else {
                assertEquals(0, weights[i], "weight " + i);
            }
        }
        assertEquals(0, OrthogonalTest.deviation(centre, outputs, inputs), 1e-5);
    }

    @Test
    void aDenseLayerIsOrthogonal() {
        assertArrayEquals(Initializers.orthogonal(1.5).weights(7, 4, RandomStreams.of(1, "dense")),
                Initializers.deltaOrthogonal(1.5).weights(7, 4, RandomStreams.of(1, "dense")));
    }

    @ParameterizedTest
    @CsvSource({"6, 6, 3", "13, 6, 3", "6, 6, 5", "7, 2, 1"})
    void everyImageKeepsItsNormUpToTheBorder(int outputs, int inputs, int size) {
        assertEquals(0, normError(Initializers.deltaOrthogonal(), outputs, inputs, size), 1e-5);
        assertTrue(normError(Initializers.he(1), outputs, inputs, size) > 0.01, "the control keeps it too");
    }

    @ParameterizedTest
    @CsvSource({"6, 6, 3", "6, 13, 3", "6, 6, 5"})
    void soDoesEveryGradientBackward(int outputs, int inputs, int size) {
        assertEquals(0, gradientNormError(Initializers.deltaOrthogonal(), outputs, inputs, size), 1e-5);
        assertTrue(gradientNormError(Initializers.heFanOut(), outputs, inputs, size) > 0.01, "the control keeps it too");
    }

    /** Windows overlap, so orthonormal rows or columns of all their weights are not enough; and the border takes some away. */
    @Test
    void anOrthogonalMatrixOfWholeWindowsDoesNot() {
        assertTrue(normError(Initializers.orthogonal(), 54, 6, 3) > 0.01);
    }

    @Test
    void theGainMultipliesNorms() {
        Tensor x = Blocks.inputs(IMAGES, 6, 8, 7);
        Tensor y = convolve(x, Blocks.draw(Initializers.deltaOrthogonal(3), "weights", 9, 6, 3, 3));
        assertEquals(3, norm(y, 0) / norm(x, 0), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void diracIsTheIdentity(int size) {
        Tensor x = Blocks.inputs(IMAGES, 4, 8, 7);
        assertArrayEquals(x.toArray(), convolve(x, Blocks.draw(Initializers.dirac(), "weights", 4, 4, size, size)).toArray());

        Tensor more = convolve(x, Blocks.draw(Initializers.dirac(), "weights", 6, 4, size, size));
        assertArrayEquals(x.toArray(), more.slice(1, 0, 4).toArray());
        assertArrayEquals(new float[IMAGES * 2 * 8 * 7], more.slice(1, 4, 6).toArray());

        Tensor fewer = convolve(x, Blocks.draw(Initializers.dirac(), "weights", 3, 4, size, size));
        assertArrayEquals(x.slice(1, 0, 3).toArray(), fewer.toArray());
    }

    /** The largest deviation from 1 of the factor on the norm of an image. */
    private static double normError(Initializer initializer, int outputs, int inputs, int size) {
        Tensor x = Blocks.inputs(IMAGES, inputs, 8, 7);
        return worst(x, convolve(x, Blocks.draw(initializer, "weights", outputs, inputs, size, size)));
    }

    private static double gradientNormError(Initializer initializer, int outputs, int inputs, int size) {
        Tape tape = new Tape();
        Tensor x = tape.variable(Blocks.inputs(IMAGES, inputs, 8, 7));
        Tensor y = convolve(x, Blocks.draw(initializer, "weights", outputs, inputs, size, size));
        Tensor seed = Blocks.inputs(IMAGES, outputs, 8, 7);
        return worst(seed, tape.gradients(y, seed).of(x));
    }

    private static double worst(Tensor from, Tensor to) {
        double worst = 0;
        for (int image = 0; image < IMAGES; image++) {
            assertTrue(norm(from, image) > 1, "an image is empty");
            worst = Math.max(worst, Math.abs(norm(to, image) / norm(from, image) - 1));
        }
        return worst;
    }

    private static double norm(Tensor images, int image) {
        double square = 0;
        for (float pixel : images.slice(0, image, image + 1).toArray()) {
            square += (double) pixel * pixel;
        }
        return Math.sqrt(square);
    }

    private static Tensor convolve(Tensor x, Tensor weights) {
        int size = weights.dim(2);
        return x.conv2d(weights, null, Window.of(size).padding(size / 2), 1);
    }
}
