package org.unshatter.optim;

import org.unshatter.kernels.Reductions;

/** The Euclidean norm of long arrays: in pieces, in their order, so that the bits do not depend on threads. */
final class Norm {

    /** So many squares are added in single precision, and the sums in double. */
    private static final int PIECE = 1 << 12;
    /** A piece's sum in between has lost no square that counts to underflow, and none is near overflow. */
    private static final float LEAST = 1e-28f;
    private static final float MOST = 1e38f;

    private Norm() {
    }

    /** NaN or infinite exactly if an element is. */
    static double of(float[] x) {
        double squares = 0;
        for (int at = 0; at < x.length; at += PIECE) {
            int n = Math.min(PIECE, x.length - at);
            float sum = Reductions.dot(n, x, at, x, at);
            squares += sum >= LEAST && sum <= MOST ? sum : inDouble(n, x, at);
        }
        return Math.sqrt(squares);
    }

    private static double inDouble(int n, float[] x, int at) {
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }
}
