package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.Objects;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Reductions;

/** Y = X − μ, μ the column means. Gradient: dX = dY with μ constant, dY − mean(dY) through it. */
final class Center extends Operation {

    private final Statistics statistics;

    Center(Tensor x, Statistics statistics) {
        super(new Tensor[] {x}, shape(x));
        this.statistics = Objects.requireNonNull(statistics, "statistics");
    }

    private static int[] shape(Tensor x) {
        Shapes.requireMatrix("center", x);
        return x.shape();
    }

    @Override
    void forward() {
        subtractColumnMeans(input(0).data(), output().data());
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        float[] dx = gradients.buffer(input(0));
        if (statistics == Statistics.DIFFERENTIATED) {
            float[] centred = new float[dy.length];
            subtractColumnMeans(dy, centred);
            dy = centred;
        }
        Elementwise.axpy(dy.length, 1, dy, 0, dx, 0);
    }

    private void subtractColumnMeans(float[] x, float[] y) {
        int rows = output().dim(0);
        int columns = output().dim(1);
        float[] mean = new float[columns];
        float[] one = new float[columns];
        Arrays.fill(one, 1f);
        Reductions.columnMeans(rows, columns, x, mean);
        Elementwise.normaliseColumns(rows, columns, x, mean, one, y);
    }
}
