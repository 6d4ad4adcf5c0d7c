package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.EffectiveRank;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.MeanOverDeviation;
import org.unshatter.diagnostics.Readout;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/**
 * Figure 5 of Balduzzi et al. 2017 in small: gradients of convnets at 64 images, which are Gaussian noise made smooth. The bands are wide: they
 * hold for images like these, and separate what shatters from what does not.
 */
class ConvNetGradientsTest {

    private static final int IMAGES = 64;
    private static final int SIDE = 8;
    private static final int SEEDS = 4;

    @Test
    void plainNetsShatterWithDepthAndResidualNetsDoNot() {
        double images = mean(seed -> relativeRank(GradientMatrix.of(images(seed))));
        double shallow = mean(seed -> relativeRank(gradients("conv-plain,depth=2", seed)));
        double plain = mean(seed -> relativeRank(gradients("conv-plain,depth=24", seed)));
        double residual = mean(seed -> relativeRank(gradients("conv-residual,depth=24,beta=0.1", seed)));
        String all = "images " + images + ", plain 2 " + shallow + ", plain 24 " + plain + ", residual 24 " + residual;
        assertTrue(images < 0.25 && shallow < 0.12 && residual < 0.12, all);
        assertTrue(plain > 0.3 && plain > 5 * residual, all);
    }

    /** Deep plain nets are at the ratio of noise; at β = 0.1 most of the mean is left. */
    @Test
    void meanOverDeviationFallsToThatOfNoiseInPlainNets() {
        double[] plain = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            MeanOverDeviation m = MeanOverDeviation.of(gradients("conv-plain,depth=50", seed));
            plain[seed] = m.ratio().orElseThrow() / m.ofNoise();
        }
        assertEquals(1, Estimate.of(plain).mean(), 0.15, Estimate.of(plain).toString());
        double residual = mean(seed -> MeanOverDeviation.of(gradients("conv-residual,depth=50,beta=0.1", seed)).ratio().orElseThrow());
        assertEquals(0.75, residual, 0.15);
    }

    private static double mean(LongToDoubleFunction draw) {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            sum += draw.applyAsDouble(seed);
        }
        return sum / SEEDS;
    }

    private static double relativeRank(GradientMatrix gradients) {
        return EffectiveRank.of(gradients, 1).relative().orElseThrow().mean();
    }

    private static GradientMatrix gradients(String architecture, long seed) {
        Network net = Architecture.parse(architecture + ",norm=batch,in=3x8x8,out=1").build(RandomStreams.of(seed, architecture));
        return GradientMatrix.byInput(net, Readout.sum(), images(seed));
    }

    /** White noise smoothed by a Gaussian of three pixels' spread, of variance 1. */
    private static Tensor images(long seed) {
        RandomGenerator random = RandomStreams.of(seed, "images");
        int reach = 8;
        double[] weights = new double[2 * reach + 1];
        double squares = 0;
        for (int t = 0; t < weights.length; t++) {
            weights[t] = Math.exp(-(t - reach) * (t - reach) / 18.0);
            squares += weights[t] * weights[t];
        }
        float[] pixels = new float[IMAGES * 3 * SIDE * SIDE];
        for (int channel = 0; channel < IMAGES * 3; channel++) {
            double[][] noise = DoubleMatrices.gaussian(SIDE + 2 * reach, SIDE + 2 * reach, random);
            for (int p = 0; p < SIDE * SIDE; p++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    for (int j = 0; j < weights.length; j++) {
                        sum += weights[i] * weights[j] * noise[p / SIDE + i][p % SIDE + j];
                    }
                }
                pixels[channel * SIDE * SIDE + p] = (float) (sum / squares);
            }
        }
        return Tensor.of(pixels, IMAGES, 3, SIDE, SIDE);
    }
}
