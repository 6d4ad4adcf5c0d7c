package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;

/**
 * Three dense layers, the first two followed by batch norm, a shift and CReLU; once in tensors and once in double precision.
 * The inputs of both: x, W₁, shift₁, W₂, shift₂, W₃.
 */
final class DenseNet {

    private static final int BATCH = 11;
    private static final int[] WIDTHS = {7, 37, 19, 3};
    private static final float EPSILON = 0.01f;
    /** A hundred steps of the central differences. */
    private static final double FROM_KINK = 1e-3;

    private final Statistics statistics;

    DenseNet(Statistics statistics) {
        this.statistics = statistics;
    }

    /** Drawn again until nothing in the net is near its kink. */
    Tensor[] inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor[] inputs;
        do {
            inputs = new Tensor[] {
                Data.random(random, BATCH, WIDTHS[0]),
                Data.random(random, WIDTHS[1], WIDTHS[0]), Data.random(random, WIDTHS[1]),
                Data.random(random, WIDTHS[2], 2 * WIDTHS[1]), Data.random(random, WIDTHS[2]),
                Data.random(random, WIDTHS[3], 2 * WIDTHS[2])};
        } while (new Reference(Data.doubles(inputs)).nearestToKink < FROM_KINK);
        return inputs;
    }

    Tensor output(Tensor... t) {
        return rectified(rectified(t[0], t[1], t[2]), t[3], t[4]).matmulTransposed(t[5]);
    }

    private Tensor rectified(Tensor x, Tensor weight, Tensor shift) {
        return x.matmulTransposed(weight).batchNorm(EPSILON, statistics).addBias(shift).crelu();
    }

    Reference reference(Tensor... at) {
        return new Reference(Data.doubles(at));
    }

    /** In double precision; statistics that are constant are those at the given inputs. */
    final class Reference {

        private final List<double[]> constant = new ArrayList<>();
        private double nearestToKink = Double.POSITIVE_INFINITY;

        private Reference(double[][] at) {
            double[] first = rectified(WIDTHS[0], WIDTHS[1], at[0], at[1], at[2], 0);
            rectified(2 * WIDTHS[1], WIDTHS[2], first, at[3], at[4], 1);
        }

        double[] output(double[][] x) {
            double[] first = rectified(WIDTHS[0], WIDTHS[1], x[0], x[1], x[2], 0);
            double[] second = rectified(2 * WIDTHS[1], WIDTHS[2], first, x[3], x[4], 1);
            return References.matmulTransposed(BATCH, 2 * WIDTHS[2], WIDTHS[3], second, x[5]);
        }

        private double[] rectified(int in, int out, double[] x, double[] weight, double[] shift, int layer) {
            double[] z = References.matmulTransposed(BATCH, in, out, x, weight);
            if (layer == constant.size()) {
                constant.add(z);
            }
            double[] source = statistics == Statistics.CONSTANT ? constant.get(layer) : z;
            double[] y = References.addBias(References.batchNorm(BATCH, out, EPSILON, source, z), shift);
            for (double e : y) {
                nearestToKink = Math.min(nearestToKink, Math.abs(e));
            }
            return References.crelu(out, y);
        }
    }
}
