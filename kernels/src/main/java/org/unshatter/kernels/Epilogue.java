package org.unshatter.kernels;

import java.util.Objects;
import org.unshatter.kernels.scalar.ScalarEndKernel;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * What a matrix product does to C at its end, block by block, while the block is in the cache: C ← activation(C + bias), or the gradient of a rectifier.
 * Immutable except for the bias array, which is not copied: it is read at each product. Make one and use it often.
 */
public final class Epilogue {

    private static final ScalarVectorKernels KERNELS = Dispatch.KERNELS.vector();
    private static final ScalarEndKernel END = Dispatch.KERNELS.end();

    private final float[] bias;
    private final int biasOffset;
    private final boolean biasOfRows;
    private final Activation activation;
    /** The output of a rectifier, if C is the gradient by it; else null. */
    private final float[] rectified;
    private final int rectifiedOffset;

    /** The function that ends a product. */
    public enum Activation {
        /** C as it is. */
        NONE,
        /** max(C, 0). */
        RELU,
        /**
         * C, then of 2n columns, ← (max(P, 0) | max(−P, 0)) for the product P of n columns.
         * Source: Shang et al. 2016; Balduzzi et al. 2017, section 5.
         */
        CRELU
    }

    private Epilogue(float[] bias, int biasOffset, boolean biasOfRows, Activation activation, float[] rectified, int rectifiedOffset) {
        this.bias = bias;
        this.biasOffset = biasOffset;
        this.biasOfRows = biasOfRows;
        this.activation = Objects.requireNonNull(activation, "activation");
        this.rectified = rectified;
        this.rectifiedOffset = rectifiedOffset;
    }

    /** An activation without bias. */
    public static Epilogue of(Activation activation) {
        return new Epilogue(null, 0, false, activation, null, 0);
    }

    /** One bias for each of the n columns: {@code bias[offset + j]} is added to column j. */
    public static Epilogue columnBias(float[] bias, int offset, Activation activation) {
        return new Epilogue(Objects.requireNonNull(bias, "bias"), offset, false, activation, null, 0);
    }

    /** One bias for each of the m rows: {@code bias[offset + i]} is added to row i. */
    public static Epilogue rowBias(float[] bias, int offset, Activation activation) {
        return new Epilogue(Objects.requireNonNull(bias, "bias"), offset, true, activation, null, 0);
    }

    /**
     * The gradient of a rectifier: C ← C where y &gt; 0, else 0, for a C that is the gradient by the rectifier's output.
     *
     * @param y that output, or the input, of the size of C, row-major without gaps
     */
    public static Epilogue gradientOfRelu(float[] y, int offset) {
        return new Epilogue(null, 0, false, Activation.NONE, Objects.requireNonNull(y, "y"), offset);
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
        if (rectified != null) {
            long length = Check.extent(m, n, n);
            Check.run((int) Math.min(Integer.MAX_VALUE, length), rectified, rectifiedOffset, "y");
            Check.disjoint(rectified, rectifiedOffset, length, "y", c, cOffset, cLength, "c");
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
        int at = cOffset + row * ldc + column;
        if (rectified != null) {
            END.mask(rows, columns, rectified, rectifiedOffset + row * n + column, n, c, at, ldc);
        } else if (bias != null && !biasOfRows && activation != Activation.CRELU) {
            float floor = activation == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
            END.addToRows(rows, columns, bias, biasOffset + column, floor, c, at, ldc);
        } else if (bias == null && activation == Activation.RELU) {
            END.rectify(rows, columns, c, at, ldc);
        } else {
            for (int i = row; i < row + rows; i++, at += ldc) {
                applyToRow(i, column, columns, n, c, at);
            }
        }
    }

    private void applyToRow(int i, int column, int columns, int n, float[] c, int at) {
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
