package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
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

    /** Any, in random tests: mostly small or at a border of vectors and tiles, seldom large. */
    static int random(RandomGenerator random, int large) {
        int[] borders = random.nextBoolean() ? lengths() : products();
        int step = random.nextBoolean() ? Machine.lanes() : Machine.tileColumns();
        int size = switch (random.nextInt(8)) {
            case 0, 1 -> random.nextInt(1, 10);
            case 2, 3 -> borders[random.nextInt(borders.length)];
            case 4 -> step * random.nextInt(1, 9) + random.nextInt(-1, 2);
            case 5 -> random.nextInt(1, large + 1);
            default -> random.nextInt(1, 140);
        };
        return Math.min(size, large);
    }

    /** Sizes of matrix products, around the tile in use. */
    static int[] products() {
        int rows = Machine.tileRows();
        int columns = Machine.tileColumns();
        return IntStream.of(0, 1, 2, 3, 5, 9, rows - 1, rows, rows + 1, columns - 1, columns, columns + 1, 2 * columns + 1, 31, 97, 131)
                .distinct().toArray();
    }
}
