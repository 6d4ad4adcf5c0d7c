package org.unshatter.autodiff;

import java.util.Objects;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Reductions;

/**
 * Y = s·(X − μ), s = 1/√(σ² + ε), μ and σ² over each column.
 * Gradient: dX = s·dY with the statistics constant, s·(dY − mean(dY) − Y·mean(dY·Y)) through them.
 */
final class BatchNorm extends Operation {

    private final float epsilon;
    private final Statistics statistics;
    private final float[] scale;

    BatchNorm(Tensor x, float epsilon, Statistics statistics) {
        super(new Tensor[] {x}, shape(x, epsilon));
        this.epsilon = epsilon;
        this.statistics = Objects.requireNonNull(statistics, "statistics");
        this.scale = new float[x.dim(1)];
    }

    private static int[] shape(Tensor x, float epsilon) {
        Shapes.requireMatrix("batchNorm", x);
        if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("batchNorm: epsilon is " + epsilon + ", expected positive and finite");
        }
        return x.shape();
    }

    @Override
    void forward() {
        int rows = output().dim(0);
        int columns = output().dim(1);
        float[] x = input(0).data();
        float[] mean = new float[columns];
        Reductions.columnMeans(rows, columns, x, mean);
        Reductions.columnVariances(rows, columns, x, mean, scale);
        for (int j = 0; j < columns; j++) {
            scale[j] = (float) (1 / Math.sqrt(scale[j] + epsilon));
        }
        Elementwise.normaliseColumns(rows, columns, x, mean, scale, output().data());
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        int rows = output().dim(0);
        int columns = output().dim(1);
        float[] y = output().data();
        float[] dx = gradients.buffer(input(0));
        if (statistics == Statistics.CONSTANT) {
            Elementwise.addScaledColumns(rows, columns, dy, scale, dx);
        } else {
            float[] meanDy = new float[columns];
            float[] meanDyY = new float[columns];
            Reductions.columnMeans(rows, columns, dy, meanDy);
            Reductions.columnMeansOfProducts(rows, columns, dy, y, meanDyY);
            Elementwise.addBatchNormGradient(rows, columns, dy, y, meanDy, meanDyY, scale, dx);
        }
    }
}
