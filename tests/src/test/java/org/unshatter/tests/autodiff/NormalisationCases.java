package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.autodiff.OperationCase.Reference;

/** Normalisations of the columns and the rows of matrices. */
final class NormalisationCases {

    private static final int[][] MATRICES = {
        {1, 1}, {1, 7}, {7, 1}, {0, 5}, {5, 0}, {3, 37}, {13, 11}, {2, 131}, {29, 101}, {331, 101}};
    /** Where ε is small, what is left of the gradient of two rows is below the rounding errors. */
    static final double EPSILON = 0.25;

    private final List<OperationCase> cases = new ArrayList<>();

    private NormalisationCases() {
        for (int[] s : MATRICES) {
            for (Statistics mode : Statistics.values()) {
                columns(mode, s);
            }
            rows(s);
        }
    }

    static List<OperationCase> cases() {
        return new NormalisationCases().cases;
    }

    private void columns(Statistics mode, int... s) {
        boolean constant = mode == Statistics.CONSTANT;
        // One row is its own mean, whatever it is.
        boolean flat = !constant && s[0] == 1;
        add("center(Statistics)", mode, flat, t -> t[0].center(mode), (at, x) -> References.center(s[0], s[1], (constant ? at : x)[0], x[0]),
                x -> magnitudeOfCentred(s, x[0]), s);
        Reference plain = (at, x) -> References.batchNorm(s[0], s[1], EPSILON, (constant ? at : x)[0], x[0]);
        Function<double[][], double[]> magnitude = x -> magnitudeOfNormalised(s, x[0]);
        add("batchNorm(double, Statistics)", mode, flat, t -> t[0].batchNorm(EPSILON, mode), plain, magnitude, s);
        if (s[0] == 0) {
            return; // the mean of no rows is NaN, and so is the gradient by the gain
        }
        int[] features = {s[1]};
        add("batchNorm(Tensor, Tensor, double, Statistics)", mode, s[0] == 1, t -> t[0].batchNorm(t[1], t[2], EPSILON, mode),
                affine(plain), affine(magnitude), s, features, features);
    }

    private void rows(int... s) {
        // One column is its own mean.
        boolean flat = s[1] == 1;
        Reference plain = (at, x) -> layerNorm(s, x[0]);
        Function<double[][], double[]> magnitude = x -> References.transpose(s[1], s[0],
                magnitudeOfNormalised(new int[] {s[1], s[0]}, References.transpose(s[0], s[1], x[0])));
        add("layerNorm(double)", "", flat, t -> t[0].layerNorm(EPSILON), plain, magnitude, s);
        int[] features = {s[1]};
        add("layerNorm(Tensor, Tensor, double)", "", flat, t -> t[0].layerNorm(t[1], t[2], EPSILON), affine(plain), affine(magnitude), s, features, features);
    }

    /** The rows are the columns of the transpose. */
    private static double[] layerNorm(int[] s, double[] x) {
        double[] columns = References.transpose(s[0], s[1], x);
        return References.transpose(s[1], s[0], References.batchNorm(s[1], s[0], EPSILON, columns, columns));
    }

    private static Reference affine(Reference plain) {
        return (at, x) -> affine(plain.apply(at, x), x[1], x[2]);
    }

    private static Function<double[][], double[]> affine(Function<double[][], double[]> magnitude) {
        return x -> affine(magnitude.apply(x), Data.abs(x[1]), Data.abs(x[2]));
    }

    private static double[] affine(double[] x, double[] gain, double[] shift) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = x[e] * gain[e % gain.length] + shift[e % gain.length];
        }
        return y;
    }

    private static double[] magnitudeOfCentred(int[] shape, double[] x) {
        return References.addBias(Data.abs(x), References.columnMeans(shape[0], shape[1], Data.abs(x)));
    }

    private static double[] magnitudeOfNormalised(int[] shape, double[] x) {
        double[] scale = References.columnScales(shape[0], shape[1], EPSILON, x);
        double[] magnitude = magnitudeOfCentred(shape, x);
        for (int e = 0; e < magnitude.length; e++) {
            magnitude[e] *= scale[e % shape[1]];
        }
        return magnitude;
    }

    private void add(String method, Object variant, boolean flat, Function<Tensor[], Tensor> operation, Reference reference,
                     Function<double[][], double[]> magnitude, int[]... shapes) {
        cases.add(new OperationCase(method, variant.toString(), flat, shapes, operation, reference, magnitude));
    }
}
