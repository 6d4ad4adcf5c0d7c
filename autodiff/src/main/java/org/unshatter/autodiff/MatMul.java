package org.unshatter.autodiff;

import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/**
 * Y = op(A)·op(B), op the matrix itself or its transpose; of [batch, rows, columns] one product for each of the batch.
 * Gradients: that by op(A) is dY·op(B)ᵀ, that by op(B) is op(A)ᵀ·dY; where A is read transposed, its gradient is the transpose of that.
 */
final class MatMul extends Operation {

    private final boolean transposeA;
    private final boolean transposeB;
    private final int batch;
    private final int m;
    private final int n;
    private final int k;

    MatMul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        super(new Tensor[] {a, b}, shape(a, transposeA, b, transposeB));
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        int r = a.rank();
        batch = r == 3 ? a.dim(0) : 1;
        m = a.dim(transposeA ? r - 1 : r - 2);
        k = a.dim(transposeA ? r - 2 : r - 1);
        n = b.dim(transposeB ? r - 2 : r - 1);
    }

    private static Shape shape(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        String operation = transposeA || transposeB ? "matmul (" + (transposeA ? "A transposed" : "A") + ", " + (transposeB ? "B transposed" : "B") + ")" : "matmul";
        int r = a.rank();
        Shape.require((r == 2 || r == 3) && b.rank() == r, operation, "two matrices, or two batches of matrices", a, b);
        Shape.require(r == 2 || a.dim(0) == b.dim(0), operation, "batches of one size", a, b);
        Shape.require(a.dim(transposeA ? r - 2 : r - 1) == b.dim(transposeB ? r - 1 : r - 2), operation, "equal inner dimensions", a, b);
        int m = a.dim(transposeA ? r - 1 : r - 2);
        int n = b.dim(transposeB ? r - 2 : r - 1);
        return r == 2 ? Shape.of(m, n) : Shape.of(a.dim(0), m, n);
    }

    @Override
    void compute() {
        Storage a = input(0).storage();
        Storage b = input(1).storage();
        Storage y = output().storage();
        int lda = width(transposeA ? m : k);
        int ldb = width(transposeB ? k : n);
        if (batch == 1) {
            Gemm.sgemm(of(transposeA), of(transposeB), m, n, k, 1, a.array, a.offset, lda, b.array, b.offset, ldb, 0, y.array, y.offset, width(n));
        } else {
            Gemm.sgemmBatch(batch, of(transposeA), of(transposeB), m, n, k, 1, a.array, a.offset, lda, m * k, b.array, b.offset, ldb, k * n,
                    0, y.array, y.offset, width(n), m * n);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        Tensor a = input(0);
        Tensor b = input(1);
        if (to.wants(a)) {
            to.add(a, transposeA ? product(b, transposeB, dy, true) : product(dy, false, b, !transposeB));
        }
        if (to.wants(b)) {
            to.add(b, transposeB ? product(dy, true, a, transposeA) : product(a, !transposeA, dy, false));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return sum(d[0] == null ? null : product(d[0], transposeA, input(1), transposeB),
                d[1] == null ? null : product(input(0), transposeA, d[1], transposeB));
    }

    private static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return new MatMul(a, transposeA, b, transposeB).apply();
    }

    static Transpose of(boolean transposed) {
        return transposed ? Transpose.YES : Transpose.NO;
    }

    /** Leading dimension of a matrix without gaps; an empty row still has a distance of one. */
    static int width(int columns) {
        return Math.max(1, columns);
    }
}
