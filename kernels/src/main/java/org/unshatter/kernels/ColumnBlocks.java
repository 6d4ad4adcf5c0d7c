package org.unshatter.kernels;

import org.unshatter.kernels.scalar.NormKernel;

/**
 * How a row-major matrix is cut, by its shape alone. Into blocks of columns, each a piece of work: all are whole vectors wide; columns that
 * are left over are computed in one more block, together with some before them, which are computed twice, to the same bits. Only a matrix
 * that is narrower than a vector is one narrow block. And a block into bands of rows, in which the kernels go column by column: neighbouring
 * vectors share cache lines, which must not be lost in between. With 1024 columns, whose rows are 4 KB apart, eight lines are all that L1
 * holds of a column, and sums over 256 rows at a time took eight times as long.
 */
final class ColumnBlocks {

    private static final int LEAST = NormKernel.LEAST;

    /** A quarter of the columns at a time, so that threads find work; but not fewer, since rows are read line by line. */
    private static final int FEWEST = 4 * LEAST;

    /** Floats in L1. */
    private static final int CACHE = 1 << 13;
    private static final int LOWEST = 8;

    private ColumnBlocks() {
    }

    static int count(int columns) {
        int whole = columns / LEAST * LEAST;
        return Math.ceilDiv(whole, width(columns)) + (whole < columns ? 1 : 0);
    }

    /** The first column of a block. */
    static int from(int block, int columns) {
        int whole = columns / LEAST * LEAST;
        int from = block * width(columns);
        return from < whole ? from : Math.max(0, columns - LEAST);
    }

    /** One more than its last column. */
    static int to(int block, int columns) {
        int whole = columns / LEAST * LEAST;
        int from = block * width(columns);
        return from < whole ? Math.min(whole, from + width(columns)) : columns;
    }

    private static int width(int columns) {
        return Math.clamp(columns / 4 / LEAST * LEAST, FEWEST, ColumnSums.MOST);
    }

    /** Rows of a band, where rows are {@code stride} apart. */
    static int band(int stride) {
        return Math.max(LOWEST, CACHE / stride);
    }
}
