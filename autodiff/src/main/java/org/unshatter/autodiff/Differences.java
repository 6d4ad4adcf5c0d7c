package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** A function in double precision near a point, and its derivatives by central differences. Points and directions: the elements of each input. */
final class Differences {

    private final Function<double[][], double[]> f;
    private final double[][] at;

    Differences(Function<double[][], double[]> f, double[][] at) {
        this.f = f;
        this.at = at;
    }

    double[] value() {
        return valueAt(at);
    }

    /** f where each element has been changed. */
    double[] valueOf(DoubleUnaryOperator change) {
        return valueAt(Arrays.stream(at).map(x -> Arrays.stream(x).map(change).toArray()).toArray(double[][]::new));
    }

    /** (f(x + h·u) − f(x − h·u))/2h. */
    double[] along(double h, double[][] u) {
        double[] ahead = valueAt(moved(at, h, u));
        double[] behind = valueAt(moved(at, -h, u));
        double[] slope = new double[ahead.length];
        for (int k = 0; k < slope.length; k++) {
            slope[k] = (ahead[k] - behind[k]) / (2 * h);
        }
        return slope;
    }

    /** From f at x ± h·u ± h·w: its derivatives along u, and along u and w. */
    record Mixed(double[] byU, double[] byBoth) {
    }

    Mixed along(double h, double[][] u, double[][] w) {
        double[] pp = valueAt(moved(moved(at, h, u), h, w));
        double[] pm = valueAt(moved(moved(at, h, u), -h, w));
        double[] mp = valueAt(moved(moved(at, -h, u), h, w));
        double[] mm = valueAt(moved(moved(at, -h, u), -h, w));
        int n = pp.length;
        Mixed mixed = new Mixed(new double[n], new double[n]);
        for (int k = 0; k < n; k++) {
            mixed.byU[k] = (pp[k] + pm[k] - mp[k] - mm[k]) / (4 * h);
            mixed.byBoth[k] = (pp[k] - pm[k] - mp[k] + mm[k]) / (4 * h * h);
        }
        return mixed;
    }

    /** The function gets copies, to do with as it likes. */
    private double[] valueAt(double[][] x) {
        return f.apply(Arrays.stream(x).map(double[]::clone).toArray(double[][]::new));
    }

    private static double[][] moved(double[][] x, double distance, double[][] u) {
        double[][] moved = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i].clone();
            for (int e = 0; e < moved[i].length; e++) {
                moved[i][e] += distance * u[i][e];
            }
        }
        return moved;
    }
}
