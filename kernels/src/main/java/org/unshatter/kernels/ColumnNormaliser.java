package org.unshatter.kernels;

import java.util.function.IntConsumer;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * Batch normalisation of a matrix, some columns at a time: they are still in the cache when they are read again. Such a block is a
 * piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class ColumnNormaliser {

    private static final NormKernel KERNEL = Dispatch.KERNELS.norm();
    private static final ThreadLocal<ColumnNormaliser> OWN = ThreadLocal.withInitial(ColumnNormaliser::new);

    /** Matrices smaller than this are not shared, since waking a thread takes longer. */
    private static final int SHARED = 1 << 15;

    private final IntConsumer normalising = this::normalise;
    private final IntConsumer differentiating = this::differentiate;

    // of the thread that works, which need not be the caller's
    private final ColumnSums sums = new ColumnSums();
    private final float[] means = new float[ColumnSums.MOST];
    private final float[] scales = new float[ColumnSums.MOST];
    private final float[] shifts = new float[ColumnSums.MOST];
    private final float[] slopes = new float[ColumnSums.MOST];
    private final float[] offsets = new float[ColumnSums.MOST];

    private int rows;
    private int columns;
    private boolean divide;
    private double epsilon;
    private Activation activation;
    private float[] x;
    private int xOffset;
    private float[] gamma;
    private int gammaOffset;
    private float[] beta;
    private int betaOffset;
    private float[] mean;
    private int meanOffset;
    private float[] variance;
    private int varianceOffset;
    /** Whether mean and variance are those of x: forward they are taken, backward differentiated. */
    private boolean ofBatch;
    private float[] y;
    private int yOffset;
    private float[] dy;
    private int dyOffset;
    private float[] dx;
    private int dxOffset;
    private float[] dgamma;
    private int dgammaOffset;
    private float[] dbeta;
    private int dbetaOffset;

    private ColumnNormaliser() {
    }

    /** The calling thread's. */
    static ColumnNormaliser own() {
        return OWN.get();
    }

    /** The contract is that of {@link ColumnNorm}, which has checked the arguments. */
    void forward(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                 float[] gamma, int gammaOffset, float[] beta, int betaOffset, float[] mean, int meanOffset, float[] variance, int varianceOffset,
                 boolean ofBatch, float[] y, int yOffset) {
        set(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        this.ofBatch = ofBatch;
        this.y = y;
        this.yOffset = yOffset;
        run(normalising);
    }

    /** The contract is that of {@link ColumnNorm}, which has checked the arguments. */
    void gradient(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                  float[] gamma, int gammaOffset, float[] beta, int betaOffset, float[] mean, int meanOffset, float[] variance, int varianceOffset,
                  float[] dy, int dyOffset, boolean ofBatch, float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        set(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.ofBatch = ofBatch;
        this.dx = dx;
        this.dxOffset = dxOffset;
        this.dgamma = dgamma;
        this.dgammaOffset = dgammaOffset;
        this.dbeta = dbeta;
        this.dbetaOffset = dbetaOffset;
        run(differentiating);
    }

    private void set(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                     float[] gamma, int gammaOffset, float[] beta, int betaOffset, float[] mean, int meanOffset, float[] variance, int varianceOffset) {
        this.rows = rows;
        this.columns = columns;
        this.divide = divide;
        this.epsilon = epsilon;
        this.activation = activation;
        this.x = x;
        this.xOffset = xOffset;
        this.gamma = gamma;
        this.gammaOffset = gammaOffset;
        this.beta = beta;
        this.betaOffset = betaOffset;
        this.mean = mean;
        this.meanOffset = meanOffset;
        this.variance = variance;
        this.varianceOffset = varianceOffset;
    }

    private void run(IntConsumer pass) {
        int blocks = ColumnBlocks.count(columns);
        try {
            if ((long) rows * columns >= SHARED) {
                Workers.run(blocks, pass);
            } else {
                for (int block = 0; block < blocks; block++) {
                    pass.accept(block);
                }
            }
        } finally {
            x = gamma = beta = mean = variance = y = dy = dx = dgamma = dbeta = null; // must not keep the caller's arrays alive
        }
    }

    private void normalise(int block) {
        ColumnNormaliser own = OWN.get();
        int from = ColumnBlocks.from(block, columns);
        int width = ColumnBlocks.to(block, columns) - from;
        if (ofBatch) {
            takeStatistics(from, width, own);
        }
        prepare(from, width, own);
        int band = ColumnBlocks.band(columns);
        for (int top = 0; top < rows; top += band) {
            int at = top * columns + from;
            KERNEL.normalise(Math.min(band, rows - top), width, x, xOffset + at, columns, own.means, own.scales, own.shifts,
                    Normalisation.floor(activation), y, yOffset + at);
        }
    }

    private void takeStatistics(int from, int width, ColumnNormaliser own) {
        ColumnSums sums = own.sums;
        sums.clear(width);
        sums.add(rows, width, width, x, xOffset + from, columns);
        for (int j = 0; j < width; j++) {
            own.means[j] = (float) (sums.first[j] / rows);
        }
        sums.clear(width);
        sums.addDeviations(rows, width, width, x, xOffset + from, columns, own.means);
        for (int j = 0; j < width; j++) {
            double error = sums.first[j] / rows;
            mean[meanOffset + from + j] = (float) (own.means[j] + error);
            if (divide) {
                variance[varianceOffset + from + j] = (float) Math.max(0, sums.second[j] / rows - error * error);
            }
        }
    }

    /** Sets means, scales and shifts of the columns. */
    private void prepare(int from, int width, ColumnNormaliser own) {
        for (int j = 0; j < width; j++) {
            own.means[j] = mean[meanOffset + from + j];
            own.scales[j] = (float) (factor(from + j) * inverse(from + j));
            own.shifts[j] = beta == null ? 0 : beta[betaOffset + from + j];
        }
    }

    private void differentiate(int block) {
        ColumnNormaliser own = OWN.get();
        int from = ColumnBlocks.from(block, columns);
        int width = ColumnBlocks.to(block, columns) - from;
        float flat = Normalisation.flat(activation);
        prepare(from, width, own);
        own.sums.clear(width);
        if (ofBatch || dgamma != null || dbeta != null) {
            own.sums.addGradients(rows, width, width, x, xOffset + from, dy, dyOffset + from, columns, own.means, own.scales, own.shifts, flat);
        }
        for (int j = 0; j < width; j++) {
            double inverse = inverse(from + j);
            double sum = own.sums.first[j];
            double product = own.sums.second[j] * inverse; // Σ dy·x̂
            double scale = factor(from + j) * inverse / rows;
            own.slopes[j] = ofBatch && divide ? (float) (-scale * product * inverse) : 0;
            own.offsets[j] = ofBatch ? (float) (-scale * sum) : 0;
            if (dgamma != null) {
                dgamma[dgammaOffset + from + j] = (float) product;
            }
            if (dbeta != null) {
                dbeta[dbetaOffset + from + j] = (float) sum;
            }
        }
        int band = ColumnBlocks.band(columns);
        for (int top = 0; top < rows; top += band) {
            int at = top * columns + from;
            KERNEL.gradient(Math.min(band, rows - top), width, x, xOffset + at, dy, dyOffset + at, columns, own.means, own.scales, own.shifts,
                    flat, own.slopes, own.offsets, false, dx, dxOffset + at);
        }
    }

    private float factor(int column) {
        return gamma == null ? 1 : gamma[gammaOffset + column];
    }

    private double inverse(int column) {
        return divide ? 1 / Math.sqrt(variance[varianceOffset + column] + epsilon) : 1;
    }
}
