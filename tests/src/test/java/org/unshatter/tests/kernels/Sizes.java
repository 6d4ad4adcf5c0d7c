package org.unshatter.tests.kernels;

import java.util.stream.IntStream;

/** Sizes at which loops go wrong: none, one, around a whole vector or tile, prime. */
final class Sizes {

    private Sizes() {
    }

    /** Lengths of runs. Sums take four vectors at a time, hence the last three of the vector sizes. */
    static int[] lengths() {
        int lanes = Machine.lanes();
        return IntStream.of(0, 1, 2, 3, 5, 9, lanes - 1, lanes, lanes + 1, 4 * lanes - 1, 4 * lanes, 5 * lanes + 1, 31, 97, 131, 10_007)
                .distinct().toArray();
    }

    /** Sizes of matrix products, around the tile in use. */
    static int[] products() {
        int rows = Machine.tileRows();
        int columns = Machine.tileColumns();
        return IntStream.of(0, 1, 2, 3, 5, 9, rows - 1, rows, rows + 1, columns - 1, columns, columns + 1, 2 * columns + 1, 31, 97, 131)
                .distinct().toArray();
    }
}
