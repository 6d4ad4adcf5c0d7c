package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Products of matrices, in all transposes and in batches, and dense layers. */
final class ProductCases {

    /** m, k, n; the last is 4 × 8 tiles and a bit. */
    private static final int[][] PRODUCTS = {
        {1, 1, 1}, {1, 7, 1}, {7, 1, 5}, {1, 1, 9}, {3, 0, 4}, {0, 3, 4}, {5, 3, 0}, {7, 7, 7}, {13, 17, 11}, {9, 131, 3}, {37, 29, 67}};
    /** batch, m, k, n. */
    private static final int[][] BATCHES = {{1, 3, 5, 2}, {3, 1, 1, 1}, {2, 7, 5, 3}, {3, 4, 0, 2}, {0, 3, 5, 2}, {5, 13, 11, 17}};

    private final List<OperationCase> cases = new ArrayList<>();

    private ProductCases() {
        for (int[] s : PRODUCTS) {
            product(1, s[0], s[1], s[2]);
            linear(s[0], s[1], s[2]);
        }
        for (int[] s : BATCHES) {
            product(s);
        }
        cases.add(OperationCase.of("matmul(Tensor)", "x·x", t -> t[0].matmul(t[0]), x -> References.matmul(5, 5, 5, x[0], x[0]),
                x -> References.matmul(5, 5, 5, Data.abs(x[0]), Data.abs(x[0])), new int[] {5, 5}));
        cases.add(OperationCase.of("matmulTransposed(Tensor)", "x·xᵀ", t -> t[0].matmulTransposed(t[0]),
                x -> References.matmulTransposed(7, 19, 7, x[0], x[0]),
                x -> References.matmulTransposed(7, 19, 7, Data.abs(x[0]), Data.abs(x[0])), new int[] {7, 19}));
    }

    static List<OperationCase> cases() {
        return new ProductCases().cases;
    }

    /** @param s batch, m, k, n; a batch of one as matrices */
    private void product(int... s) {
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                int[] a = transposeA ? new int[] {s[0], s[2], s[1]} : new int[] {s[0], s[1], s[2]};
                int[] b = transposeB ? new int[] {s[0], s[3], s[2]} : new int[] {s[0], s[2], s[3]};
                int[][] shapes = {withoutOne(a), withoutOne(b)};
                cases.add(OperationCase.of("matmul(boolean, Tensor, boolean)", transposeA + ", " + transposeB, t -> t[0].matmul(transposeA, t[1], transposeB),
                        x -> batch(s, transposeA, x[0], transposeB, x[1]), x -> batch(s, transposeA, Data.abs(x[0]), transposeB, Data.abs(x[1])), shapes));
                if (!transposeA) {
                    cases.add(OperationCase.of(transposeB ? "matmulTransposed(Tensor)" : "matmul(Tensor)", "",
                            t -> transposeB ? t[0].matmulTransposed(t[1]) : t[0].matmul(t[1]),
                            x -> batch(s, false, x[0], transposeB, x[1]), x -> batch(s, false, Data.abs(x[0]), transposeB, Data.abs(x[1])), shapes));
                }
            }
        }
    }

    private static int[] withoutOne(int... shape) {
        return shape[0] == 1 ? Arrays.copyOfRange(shape, 1, 3) : shape;
    }

    private static double[] batch(int[] s, boolean transposeA, double[] a, boolean transposeB, double[] b) {
        int m = s[1];
        int k = s[2];
        int n = s[3];
        double[] y = new double[s[0] * m * n];
        for (int i = 0; i < s[0]; i++) {
            double[] left = Arrays.copyOfRange(a, i * m * k, (i + 1) * m * k);
            double[] right = Arrays.copyOfRange(b, i * k * n, (i + 1) * k * n);
            System.arraycopy(References.matmul(m, k, n, transposeA ? References.transpose(k, m, left) : left,
                    transposeB ? References.transpose(n, k, right) : right), 0, y, i * m * n, m * n);
        }
        return y;
    }

    private void linear(int m, int k, int n) {
        cases.add(OperationCase.of("linear(Tensor, Tensor)", "", t -> t[0].linear(t[1], t[2]),
                x -> References.addBias(References.matmulTransposed(m, k, n, x[0], x[1]), x[2]),
                x -> References.addBias(References.matmulTransposed(m, k, n, Data.abs(x[0]), Data.abs(x[1])), Data.abs(x[2])),
                new int[] {m, k}, new int[] {n, k}, new int[] {n}));
    }
}
