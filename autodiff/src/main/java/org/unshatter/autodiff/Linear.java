package org.unshatter.autodiff;

import static org.unshatter.kernels.Gemm.Transpose.NO;
import static org.unshatter.kernels.Gemm.Transpose.YES;

import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm;

/**
 * A dense layer, Y = X·Wᵀ + b: the product [m, k] · [n, k]ᵀ, and b added to each row while it is in the cache.
 * Gradients: dX = dY·W; dW = dYᵀ·X; db = the column sums of dY.
 */
final class Linear extends Operation implements Rectifiable {

    private final Activation activation;
    private Epilogue epilogue;
    private float[] bias;
    private int biasOffset;

    Linear(Tensor x, Tensor w, Tensor b) {
        super(new Tensor[] {x, w, b}, shape(x, w, b));
        activation = Activation.NONE;
    }

    /** With an activation behind it. */
    private Linear(Tensor[] inputs, Activation activation, Tensor output) {
        super(inputs, new Tensor[] {output});
        this.activation = activation;
    }

    private static Shape shape(Tensor x, Tensor w, Tensor b) {
        Shape.require(x.rank() == 2 && w.rank() == 2 && x.dim(1) == w.dim(1), "linear", "matrices of as many columns", x, w);
        Shape.require(b.rank() == 1 && b.dim(0) == w.dim(0), "linear", "a bias for each row of the weights", w, b);
        return Shape.of(x.dim(0), w.dim(0));
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage w = input(1).storage();
        Storage b = input(2).storage();
        Storage y = output().storage();
        int m = input(0).dim(0);
        int k = input(0).dim(1);
        int n = input(1).dim(0);
        if (epilogue == null || bias != b.array || biasOffset != b.offset) {
            bias = b.array;
            biasOffset = b.offset;
            epilogue = Epilogue.columnBias(bias, biasOffset, activation);
        }
        Gemm.sgemm(NO, YES, m, n, k, 1, x.array, x.offset, MatMul.width(k), w.array, w.offset, MatMul.width(k),
                0, y.array, y.offset, MatMul.width(output().dim(1)), epilogue);
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), dy.matmul(input(1)));
        }
        if (to.wants(input(1))) {
            to.add(input(1), new MatMul(dy, true, input(0), false).apply());
        }
        if (to.wants(input(2))) {
            to.add(input(2), dy.sum(0));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        Tensor product = sum(d[0] == null ? null : d[0].matmulTransposed(input(1)), d[1] == null ? null : input(0).matmulTransposed(d[1]));
        return sum(product, d[2] == null ? null : d[2].expandTo(output().layout()));
    }

    @Override
    public Operation rectified(Tensor output) {
        return with(Activation.RELU, output);
    }

    Operation withCrelu(Tensor output) {
        return with(Activation.CRELU, output);
    }

    private Operation with(Activation activation, Tensor output) {
        return this.activation == Activation.NONE ? new Linear(inputs(), activation, output) : null;
    }
}
