package org.unshatter.kernels;

import org.unshatter.kernels.Gemm.Transpose;

/**
 * A right-hand operand op(B), packed once for many products: weights that meet many minibatches.
 * The content is a copy; it does not follow later changes of B until it is {@link #pack packed} anew.
 *
 * <p>It may be read by several threads at once, but not while it is packed.
 */
public final class PackedMatrix {

    private final int rows;
    private final int columns;
    private final float[] data;

    /**
     * Room for a matrix, at first of zeros.
     *
     * @param rows    rows of op(B), the depth k of the products
     * @param columns columns of op(B), the width n of the products
     * @throws IllegalArgumentException if a size is negative, or the matrix does not fit an array
     */
    public PackedMatrix(int rows, int columns) {
        this.rows = Check.atLeast(0, rows, "rows");
        this.columns = Check.atLeast(0, columns, "columns");
        long length = BlockedGemm.packedLength(rows, columns);
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a packed matrix of " + rows + " × " + columns + " has " + length
                    + " elements, expected at most " + (Integer.MAX_VALUE - 8));
        }
        this.data = new float[(int) length];
    }

    /**
     * Packs op(B), of {@link #rows} × {@link #columns}.
     *
     * @param ldb distance between rows of B as stored: at least {@code columns}, or {@code rows} if B is transposed
     * @throws IllegalArgumentException if the leading dimension is too small or the array too short
     */
    public void pack(Transpose transpose, float[] b, int bOffset, int ldb) {
        boolean transposed = Gemm.isTransposed(transpose, "transpose");
        Check.matrix(transposed ? columns : rows, transposed ? rows : columns, b, bOffset, ldb, "b");
        if (rows > 0 && columns > 0) {
            BlockedGemm.pack(transpose, rows, columns, b, bOffset, ldb, data);
        }
    }

    /** Rows of op(B). */
    public int rows() {
        return rows;
    }

    /** Columns of op(B). */
    public int columns() {
        return columns;
    }

    float[] data() {
        return data;
    }
}
