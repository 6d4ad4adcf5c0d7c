package org.unshatter.diagnostics;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Workers;

/**
 * The gradients of a batch, one row for each sample: by the samples themselves, or by a parameter ({@link ParameterGradients}).
 *
 * <p>All sums are in doubles, in which the product of two floats is exact: covariances of nearly collinear gradients have all the digits that
 * the gradients have.
 */
public final class GradientMatrix {

    /**
     * A norm below which a gradient has collapsed, 2⁻²⁴: a step of length 1 changes the output by less than what is rounded off a float of size 1.
     * It takes inputs and outputs for numbers of about that size; where they are not, another floor is to be given.
     */
    public static final double COLLAPSED = 0x1p-24;

    /** Gradients that differ from their mean by less than this fraction of it (both root mean squares) are constant: what is left is rounding. */
    public static final double CONSTANT_TOLERANCE = 1e-4;

    /** What can be said of gradients at all. */
    public enum State {
        /** Ranks, correlations and their like have a meaning. */
        MEASURABLE,
        /** All samples have the same gradient, up to rounding: what is left after the mean is removed has no meaning. */
        CONSTANT,
        /** All are 0, or nearly: what is left is no measure of shattering. */
        COLLAPSED,
        /** An element is infinite or not a number. */
        EXPLODED
    }

    private final float[][] rows;

    private GradientMatrix(float[][] rows) {
        this.rows = rows;
    }

    /** Takes rows of the same length, at least one of each, without a copy. */
    static GradientMatrix of(float[][] rows) {
        return new GradientMatrix(rows);
    }

    /**
     * @param gradients [samples, …], what belongs to a sample taken as one row
     * @throws IllegalArgumentException if there are no samples or no features
     */
    public static GradientMatrix of(Tensor gradients) {
        if (gradients.rank() < 2 || gradients.size() == 0) {
            throw new IllegalArgumentException("gradients is " + gradients + ", expected [samples, …] with at least one element");
        }
        float[] all = gradients.toArray();
        float[][] rows = new float[gradients.dim(0)][];
        int features = all.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * features, (i + 1) * features);
        }
        return new GradientMatrix(rows);
    }

    /**
     * The gradients of each sample's number by the sample, all from one pass: where samples see each other (statistics of the batch, not held constant),
     * row i is the gradient of the sum of all numbers by sample i.
     *
     * @param function a network, or any function made of tensor operations
     * @param inputs   [samples, …]
     */
    public static GradientMatrix byInput(UnaryOperator<Tensor> function, Readout readout, Tensor inputs) {
        return of(InputGradient.of(x -> readout.numbers(function.apply(x)), inputs));
    }

    /** Number of gradients. */
    public int samples() {
        return rows.length;
    }

    /** Length of each gradient. */
    public int features() {
        return rows[0].length;
    }

    /** A copy, [samples][features]. */
    public double[][] toArray() {
        return IntStream.range(0, samples()).mapToObj(i -> {
            double[] row = new double[features()];
            for (int f = 0; f < row.length; f++) {
                row[f] = rows[i][f];
            }
            return row;
        }).toArray(double[][]::new);
    }

    /** ‖gᵢ‖ of each sample. */
    public double[] norms() {
        return Arrays.stream(rows).mapToDouble(row -> Math.sqrt(dot(row, row))).toArray();
    }

    /** Mean of ‖gᵢ‖ over the samples. */
    public double meanNorm() {
        return Arrays.stream(norms()).average().orElseThrow();
    }

    /** Mean over the samples, [features]. */
    public double[] mean() {
        double[] mean = new double[features()];
        for (float[] row : rows) {
            for (int f = 0; f < mean.length; f++) {
                mean[f] += row[f];
            }
        }
        for (int f = 0; f < mean.length; f++) {
            mean[f] /= samples();
        }
        return mean;
    }

    /** Σᵢ ‖gᵢ − ḡ‖², ḡ the mean over the samples. */
    public double squaredDeviation() {
        double[] mean = mean();
        double sum = 0;
        for (float[] row : rows) {
            for (int f = 0; f < mean.length; f++) {
                sum += (row[f] - mean[f]) * (row[f] - mean[f]);
            }
        }
        return sum;
    }

    /** The same gradients less their mean. Of constant ones only rounding is left: see {@link #state}. */
    public GradientMatrix centred() {
        double[] mean = mean();
        return new GradientMatrix(Arrays.stream(rows).map(row -> {
            float[] deviation = new float[row.length];
            for (int f = 0; f < row.length; f++) {
                deviation[f] = (float) (row[f] - mean[f]);
            }
            return deviation;
        }).toArray(float[][]::new));
    }

    /**
     * Whether anything can be measured. Collapsed are gradients whose largest norm is below the floor, and whatever the floor is, those without an
     * element that a float holds in full precision.
     *
     * @param floor {@link #COLLAPSED}, or what suits the size of inputs and outputs; 0 for none
     * @throws IllegalArgumentException if the floor is negative or NaN
     */
    public State state(double floor) {
        if (!(floor >= 0)) {
            throw new IllegalArgumentException("floor is " + floor + ", expected at least 0");
        }
        double largest = 0;
        for (float[] row : rows) {
            for (float element : row) {
                if (!Float.isFinite(element)) {
                    return State.EXPLODED;
                }
                largest = Math.max(largest, Math.abs(element));
            }
        }
        if (largest < Float.MIN_NORMAL || Arrays.stream(norms()).max().orElseThrow() < floor) {
            return State.COLLAPSED;
        }
        double[] mean = mean();
        double square = Arrays.stream(mean).map(m -> m * m).sum();
        boolean constant = squaredDeviation() <= CONSTANT_TOLERANCE * CONSTANT_TOLERANCE * samples() * square;
        return constant ? State.CONSTANT : State.MEASURABLE;
    }

    /** ⟨gᵢ, gⱼ⟩ of all pairs of samples, [samples][samples]. Of {@link #centred} gradients, samples times features the sample covariance. */
    public double[][] covariance() {
        return gram(rows);
    }

    /** The products of rows (of columns, where these are fewer): its eigenvalues, but for zeros, are the squares of the singular values. */
    double[][] smallerGram() {
        if (samples() <= features()) {
            return covariance();
        }
        float[][] columns = new float[features()][samples()];
        for (int i = 0; i < samples(); i++) {
            for (int f = 0; f < columns.length; f++) {
                columns[f][i] = rows[i][f];
            }
        }
        return gram(columns);
    }

    /** ⟨gᵢ, gⱼ⟩/(‖gᵢ‖·‖gⱼ‖), [samples][samples]. NaN in the row and the column of a gradient that is 0: it has no direction. */
    public double[][] correlation() {
        double[][] c = covariance();
        double[] norms = IntStream.range(0, samples()).mapToDouble(i -> Math.sqrt(c[i][i])).toArray();
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c.length; j++) {
                // 1 exactly, whatever the roots are rounded to
                c[i][j] = i == j && norms[i] > 0 ? 1 : c[i][j] / (norms[i] * norms[j]);
            }
        }
        return c;
    }

    /**
     * |⟨gᵢ, gⱼ⟩|/σ² with σ² the mean of ‖gᵢ‖², row-major; all zeros if all gradients are 0. Balduzzi et al. 2017, figure 5.
     *
     * @param order of the samples in the picture, such as that of {@link org.unshatter.linalg.KMeans#order}; without any, as they are
     * @throws IllegalArgumentException if it is not each sample once
     */
    public float[] covariancePicture(int... order) {
        int n = samples();
        int[] at = order.length == 0 ? IntStream.range(0, n).toArray() : order;
        if (!Arrays.equals(Arrays.stream(at).sorted().toArray(), IntStream.range(0, n).toArray())) {
            throw new IllegalArgumentException("order is " + Arrays.toString(order) + ", expected each of 0 to " + (n - 1) + " once");
        }
        double[][] c = covariance();
        double variance = IntStream.range(0, n).mapToDouble(i -> c[i][i]).average().orElseThrow();
        float[] picture = Memory.floats((long) n * n, () -> "a picture of " + n + " × " + n);
        for (int i = 0; i < n && variance != 0; i++) {
            for (int j = 0; j < n; j++) {
                picture[i * n + j] = (float) (Math.abs(c[at[i]][at[j]]) / variance);
            }
        }
        return picture;
    }

    private static double[][] gram(float[][] vectors) {
        Memory.require((long) vectors.length * vectors.length * Double.BYTES, "a matrix of products of " + vectors.length + " gradients");
        double[][] gram = new double[vectors.length][vectors.length];
        Workers.run(vectors.length, i -> {
            for (int j = 0; j <= i; j++) {
                gram[i][j] = dot(vectors[i], vectors[j]);
                gram[j][i] = gram[i][j];
            }
        });
        return gram;
    }

    private static double dot(float[] x, float[] y) {
        // four sums: of one alone each addition would wait for the last
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < x.length - 3; i += 4) {
            s0 += (double) x[i] * y[i];
            s1 += (double) x[i + 1] * y[i + 1];
            s2 += (double) x[i + 2] * y[i + 2];
            s3 += (double) x[i + 3] * y[i + 3];
        }
        for (; i < x.length; i++) {
            s0 += (double) x[i] * y[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
