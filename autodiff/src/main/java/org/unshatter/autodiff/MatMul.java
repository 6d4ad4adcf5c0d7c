package org.unshatter.autodiff;

import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/**
 * Y = op(A)·op(B), op the matrix itself or its transpose; of [batch, rows, columns] one product for each of the batch.
 * Gradients: that by op(A) is dY·op(B)ᵀ, that by op(B) is op(A)ᵀ·dY; where A is read transposed, its gradient is the transpose of that.
 */
final class MatMul extends Operation implements Rectifiable {

    private final boolean transposeA;
    private final boolean transposeB;
    private final int batch;
    private final int m;
    private final int n;
    private final int k;
    /** What ends the product: nothing, a rectifier, or the gradient of one, of which the third input is the output. */
    private final End end;
    private Epilogue epilogue;
    private float[] rectified;
    private int rectifiedOffset;

    private enum End { NONE, RELU, GRADIENT_OF_RELU }

    MatMul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        super(new Tensor[] {a, b}, shape(a, transposeA, b, transposeB));
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        int r = a.rank();
        batch = r == 3 ? a.dim(0) : 1;
        m = a.dim(transposeA ? r - 1 : r - 2);
        k = a.dim(transposeA ? r - 2 : r - 1);
        n = b.dim(transposeB ? r - 2 : r - 1);
        end = End.NONE;
    }

    private MatMul(MatMul of, End end, Tensor[] inputs, Tensor output) {
        super(inputs, new Tensor[] {output});
        transposeA = of.transposeA;
        transposeB = of.transposeB;
        batch = of.batch;
        m = of.m;
        n = of.n;
        k = of.k;
        this.end = end;
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
        if (end != End.NONE) {
            Gemm.sgemm(of(transposeA), of(transposeB), m, n, k, 1, a.array, a.offset, lda, b.array, b.offset, ldb, 0, y.array, y.offset, width(n), epilogue());
        } else if (batch == 1) {
            Gemm.sgemm(of(transposeA), of(transposeB), m, n, k, 1, a.array, a.offset, lda, b.array, b.offset, ldb, 0, y.array, y.offset, width(n));
        } else {
            Gemm.sgemmBatch(batch, of(transposeA), of(transposeB), m, n, k, 1, a.array, a.offset, lda, m * k, b.array, b.offset, ldb, k * n,
                    0, y.array, y.offset, width(n), m * n);
        }
    }

    /** Made anew only where the plan has moved the rectifier's output. */
    private Epilogue epilogue() {
        if (end == End.GRADIENT_OF_RELU) {
            Storage y = input(2).storage();
            if (rectified != y.array || rectifiedOffset != y.offset) {
                rectified = y.array;
                rectifiedOffset = y.offset;
                epilogue = Epilogue.gradientOfRelu(rectified, rectifiedOffset);
            }
        } else if (epilogue == null) {
            epilogue = Epilogue.of(Epilogue.Activation.RELU);
        }
        return epilogue;
    }

    @Override
    public Operation rectified(Tensor output) {
        return end == End.NONE && batch == 1 ? new MatMul(this, End.RELU, inputs(), output) : null;
    }

    /** Followed by the gradient of a rectifier with the output y. */
    Operation rectifiedBy(Tensor y, Tensor output) {
        return end == End.NONE && batch == 1 ? new MatMul(this, End.GRADIENT_OF_RELU, new Tensor[] {input(0), input(1), y}, output) : null;
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
