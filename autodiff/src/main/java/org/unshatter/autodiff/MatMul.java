package org.unshatter.autodiff;

import static org.unshatter.kernels.Gemm.Transpose.NO;
import static org.unshatter.kernels.Gemm.Transpose.YES;

import org.unshatter.kernels.Gemm;

/** Y = X·B or X·Bᵀ. Gradients: dX = dY·Bᵀ or dY·B; dB = Xᵀ·dY or dYᵀ·X. */
final class MatMul extends Operation {

    private final boolean transposed;
    private final int m;
    private final int n;
    private final int k;

    MatMul(Tensor x, Tensor b, boolean transposed) {
        super(new Tensor[] {x, b}, shape(x, b, transposed));
        this.transposed = transposed;
        m = x.dim(0);
        k = x.dim(1);
        n = b.dim(transposed ? 0 : 1);
    }

    private static int[] shape(Tensor x, Tensor b, boolean transposed) {
        String operation = transposed ? "matmulTransposed" : "matmul";
        Shapes.requireMatrix(operation, x);
        Shapes.requireMatrix(operation, b);
        Shapes.require(x.dim(1) == b.dim(transposed ? 1 : 0), operation, "equal inner dimensions", x, b);
        return new int[] {x.dim(0), b.dim(transposed ? 0 : 1)};
    }

    @Override
    void forward() {
        float[] x = input(0).data();
        float[] b = input(1).data();
        Gemm.sgemm(NO, transposed ? YES : NO, m, n, k, 1, x, 0, width(k), b, 0, width(transposed ? k : n),
                0, output().data(), 0, width(n));
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        float[] x = input(0).data();
        float[] b = input(1).data();
        if (gradients.wants(input(0))) {
            Gemm.sgemm(NO, transposed ? NO : YES, m, k, n, 1, dy, 0, width(n), b, 0, width(transposed ? k : n),
                    1, gradients.buffer(input(0)), 0, width(k));
        }
        if (gradients.wants(input(1))) {
            float[] db = gradients.buffer(input(1));
            if (transposed) {
                Gemm.sgemm(YES, NO, n, k, m, 1, dy, 0, width(n), x, 0, width(k), 1, db, 0, width(k));
            } else {
                Gemm.sgemm(YES, NO, k, n, m, 1, x, 0, width(k), dy, 0, width(n), 1, db, 0, width(n));
            }
        }
    }

    /** Leading dimension of a matrix without gaps; an empty row still has a distance of one. */
    private static int width(int columns) {
        return Math.max(1, columns);
    }
}
