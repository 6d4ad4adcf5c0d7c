package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** What holds of every convolution, whatever its definition looks like. */
@EveryWidth
class ConvLawsTest {

    private static final int SHAPES = 100;

    /** ⟨w ∗ x, dy⟩ = ⟨x, gradient by data⟩ = ⟨w, gradient by weights⟩: both gradients are adjoints of the same bilinear map. */
    @Test
    void theGradientsAreAdjoint() {
        int notZero = 0;
        for (int i = 0; i < SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            Convolution shape = ConvShapes.random(random);
            ConvOperands operands = ConvOperands.of(shape, random::nextGaussian);
            double forward = inner(operands.forward(false, Activation.NONE), operands.dy);
            double byData = inner(operands.gradientByData(null), operands.x);
            double byWeights = inner(operands.gradientByWeights(null), operands.w);
            double magnitude = Math.sqrt((double) shape.flops()) + 1;
            String where = shape + Seeds.again(ConvLawsTest.class);
            assertEquals(forward, byData, 1e-5 * magnitude, where);
            assertEquals(forward, byWeights, 1e-5 * magnitude, where);
            notZero += forward != 0 ? 1 : 0;
        }
        assertTrue(notZero > SHAPES / 2, "only " + notZero + " of " + SHAPES + " inner products were not 0" + Seeds.again(ConvLawsTest.class));
    }

    /** A window with a single 1 shifts the image. */
    @Test
    void aDeltaShifts() {
        Convolution shape = Convolution.of(new Images(19, 1, 7, 9), new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 1);
        for (int r = 0; r < 3; r++) {
            for (int s = 0; s < 3; s++) {
                RandomGenerator random = Seeds.stream(r * 3 + s);
                ConvOperands operands = ConvOperands.of(shape, random::nextGaussian);
                double[] weights = new double[9];
                weights[r * 3 + s] = 1;
                ConvOperands delta = operands.withWeights(weights);
                float[] y = delta.forward(false, Activation.NONE);
                for (int i = 0; i < y.length; i++) {
                    int row = i / 9 % 7 + r - 1;
                    int column = i % 9 + s - 1;
                    boolean inside = row >= 0 && row < 7 && column >= 0 && column < 9;
                    assertEquals(inside ? (float) delta.x[i / 63 * 63 + row * 9 + column] : 0f, y[i], "pixel " + i);
                }
            }
        }
    }

    /** Groups are convolutions of their own, side by side. */
    @Test
    void groupsAreSeparate() {
        Images images = new Images(18, 6, 8, 8);
        Window window = Window.of(3).padding(1);
        for (int groups : new int[] {2, 3, 6}) {
            RandomGenerator random = Seeds.stream(groups);
            Convolution shape = new Convolution(images, window, 12, groups, false);
            ConvOperands together = ConvOperands.of(shape, random::nextGaussian);
            float[] y = together.forward(true, Activation.RELU);
            for (int group = 0; group < groups; group++) {
                ConvOperands alone = together.group(group);
                float[] part = alone.forward(true, Activation.RELU);
                int filters = 12 / groups;
                for (int i = 0; i < part.length; i++) {
                    int n = i / 64 / filters;
                    int k = i / 64 % filters;
                    assertEquals(part[i], y[(n * 12 + group * filters + k) * 64 + i % 64],
                            "groups " + groups + ", group " + group + ", element " + i);
                }
            }
        }
    }

    private static double inner(float[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
