package org.unshatter.kernels;

import java.util.Objects;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * What a matrix product does to C at its end, block by block, while the block is in the cache: C ← activation(C + bias).
 * Immutable except for the bias array, which is not copied: it is read at each product. Make one and use it often.
 */
public final class Epilogue {

    private static final ScalarVectorKernels KERNELS = Dispatch.KERNELS.vector();

    private final float[] bias;
    private final int biasOffset;
    private final boolean biasOfRows;
    private final Activation activation;

    /** The function that ends a product. */
    public enum Activation {
        /** C as it is. */
        NONE,
        /** max(C, 0). */
        RELU,
        /**
         * C, then of 2n columns, ← (max(P, 0) | max(−P, 0)) for the product P of n columns.
         * Source: Shang et al. 2016; Balduzzi et al. 2017, section 4.
         */
        CRELU
    }

    private Epilogue(float[] bias, int biasOffset, boolean biasOfRows, Activation activation) {
        this.bias = bias;
        this.biasOffset = biasOffset;
        this.biasOfRows = biasOfRows;
        this.activation = Objects.requireNonNull(activation, "activation");
    }

    /** An activation without bias. */
    public static Epilogue of(Activation activation) {
        return new Epilogue(null, 0, false, activation);
    }

    /** One bias for each of the n columns: {@code bias[offset + j]} is added to column j. */
    public static Epilogue columnBias(float[] bias, int offset, Activation activation) {
        return new Epilogue(Objects.requireNonNull(bias, "bias"), offset, false, activation);
    }

    /** One bias for each of the m rows: {@code bias[offset + i]} is added to row i. */
    public static Epilogue rowBias(float[] bias, int offset, Activation activation) {
        return new Epilogue(Objects.requireNonNull(bias, "bias"), offset, true, activation);
    }

    /** Columns of C for a product of n columns. */
    int columnsOfC(int n) {
        if (activation != Activation.CRELU) {
            return n;
        }
        if (n > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("n is " + n + ", expected at most " + Integer.MAX_VALUE / 2 + " with CRELU, which doubles it");
        }
        return 2 * n;
    }

    /** Throws {@link IllegalArgumentException} if this does not fit the product. */
    void check(int m, int n, float beta, float[] c, int cOffset, long cLength) {
        if (bias != null) {
            Check.run(biasOfRows ? m : n, bias, biasOffset, "bias");
            Check.disjoint(bias, biasOffset, biasOfRows ? m : n, "bias", c, cOffset, cLength, "c");
        }
        if (activation == Activation.CRELU && beta != 0) {
            throw new IllegalArgumentException("beta is " + beta + ", expected 0 with CRELU: C holds rectified values, not a product to add to");
        }
    }

    /**
     * Ends a block of C.
     *
     * @param row    first row of the block
     * @param column first column of the block
     * @param n      columns of the whole product
     */
    void apply(int row, int rows, int column, int columns, int n, float[] c, int cOffset, int ldc) {
        for (int i = row; i < row + rows; i++) {
            int at = cOffset + i * ldc + column;
            if (bias != null && biasOfRows) {
                float shift = bias[biasOffset + i];
                for (int j = at; j < at + columns; j++) {
                    c[j] += shift;
                }
            } else if (bias != null) {
                KERNELS.axpy(columns, 1, bias, biasOffset + column, c, at);
            }
            if (activation == Activation.CRELU) {
                KERNELS.relu(columns, -1, c, at, c, at + n);
            }
            if (activation != Activation.NONE) {
                KERNELS.relu(columns, 1, c, at, c, at);
            }
        }
    }
}
