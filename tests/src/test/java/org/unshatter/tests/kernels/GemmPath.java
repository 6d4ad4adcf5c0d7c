package org.unshatter.tests.kernels;

import java.util.List;
import org.unshatter.kernels.Gemm.Transpose;

/**
 * One way through the matrix product. On the scalar kernels, the direct products take the blocked path.
 *
 * @param name    what the path does
 * @param product of a shape and with coefficients that take it
 */
record GemmPath(String name, GemmCase product) {

    private static final Transpose NO = Transpose.NO;
    private static final Transpose YES = Transpose.YES;

    /** Each too small to be shared among threads. */
    static List<GemmPath> alone() {
        return List.of(
                new GemmPath("blocked", new GemmCase(YES, NO, 13, 71, 37, 2, -2, 1)),
                new GemmPath("blocked, B transposed", new GemmCase(NO, YES, 19, 37, 21, -1, 1, 2)),
                new GemmPath("direct", new GemmCase(NO, NO, 13, 71, 37, 1, 0, 1)),
                new GemmPath("few rows by rows", new GemmCase(YES, NO, 5, 71, 37, 2, -2, 1)),
                new GemmPath("few rows by inner products", new GemmCase(NO, YES, 5, 71, 37, -1, 1, 2)),
                new GemmPath("few rows by inner products, A copied", new GemmCase(YES, YES, 3, 71, 37, 2, 1, 1)),
                new GemmPath("small depth", new GemmCase(NO, NO, 37, 71, 6, 2, -2, 1)),
                new GemmPath("small depth, B copied", new GemmCase(YES, YES, 37, 71, 7, 2, 1, 1)),
                new GemmPath("few columns by inner products", new GemmCase(NO, YES, 71, 6, 37, 2, -2, 1)),
                new GemmPath("few columns by inner products, B copied", new GemmCase(NO, NO, 71, 7, 37, -1, 1, 1)),
                new GemmPath("few columns by the transposed product", new GemmCase(YES, NO, 71, 3, 37, 2, -2, 2)));
    }

    /** Each large enough to be shared among threads. */
    static List<GemmPath> shared() {
        return List.of(
                new GemmPath("direct, shared", new GemmCase(NO, NO, 269, 211, 61, 1, 0, 1)),
                new GemmPath("blocked, shared", new GemmCase(NO, NO, 137, 211, 131, 2, 1, 1)),
                new GemmPath("blocked, A transposed, shared", new GemmCase(YES, NO, 97, 331, 101, 1, -2, 2)),
                new GemmPath("blocked, B transposed, shared", new GemmCase(NO, YES, 211, 131, 97, -1, 0, 1)),
                new GemmPath("few rows by rows, shared", new GemmCase(NO, NO, 5, 2081, 37, 2, -2, 1)),
                new GemmPath("few rows by inner products, shared", new GemmCase(NO, YES, 5, 211, 331, -1, 1, 2)),
                new GemmPath("small depth, shared", new GemmCase(NO, NO, 331, 211, 8, 2, -2, 1)),
                new GemmPath("small depth, B copied, shared", new GemmCase(YES, YES, 211, 331, 7, 2, 0, 1)),
                new GemmPath("few columns by inner products, shared", new GemmCase(NO, NO, 521, 6, 131, 2, -2, 1)),
                new GemmPath("few columns by the transposed product, shared", new GemmCase(YES, YES, 2081, 3, 97, 2, 1, 2)));
    }

    @Override
    public String toString() {
        return name + ", " + product;
    }
}
