package org.unshatter.linalg;

import java.util.Arrays;

/** What the decompositions share: loops over contiguous rows, so that C2 vectorises them, and the checking and scaling of a matrix. */
final class Vectors {

    /** Distance from 1 to the next number. */
    static final double EPSILON = Math.ulp(1.0);

    private Vectors() {
    }

    /** Over the indices from {@code from} on. */
    static double dot(double[] x, double[] y, int from) {
        // four sums: of one alone each addition would wait for the last
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i < x.length - 3; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < x.length; i++) {
            s0 += x[i] * y[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** y ← y + factor·x, from index {@code from} on. */
    static void addScaled(double factor, double[] x, double[] y, int from) {
        for (int i = from; i < y.length; i++) {
            y[i] += factor * x[i];
        }
    }

    static void scale(double factor, double[] x, int from) {
        for (int i = from; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    /** (x, y) ← (c·x + s·y, c·y − s·x). */
    static void rotate(double c, double s, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            double before = x[i];
            x[i] = c * before + s * y[i];
            y[i] = c * y[i] - s * before;
        }
    }

    /** The e for which all elements are below 2ᵉ, the largest just so: divided by it, their squares do not overflow. */
    static int exponent(double[][] a) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i].length != a[0].length) {
                throw new IllegalArgumentException("row " + i + " has " + a[i].length + " elements, expected " + a[0].length + " as in row 0");
            }
            for (int j = 0; j < a[i].length; j++) {
                if (!Double.isFinite(a[i][j])) {
                    throw new IllegalArgumentException("element (" + i + ", " + j + ") is " + a[i][j] + ", expected finite numbers");
                }
                largest = Math.max(largest, Math.abs(a[i][j]));
            }
        }
        return largest == 0 ? 0 : Math.getExponent(largest) + 1;
    }

    /** x·2ᵉ. */
    static double[] scaled(double[] x, int exponent) {
        return Arrays.stream(x).map(element -> Math.scalb(element, exponent)).toArray();
    }
}
