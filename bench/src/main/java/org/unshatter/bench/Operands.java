package org.unshatter.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Arrays that together are larger than any cache. Their values are a table of random numbers in [−1, 1) over and over, from
 * another start for each operand, so that any value is known without a copy of them all.
 */
final class Operands {
    /** All operands of a case together: more than any last-level cache. */
    static final int MEGABYTES = 512;
    /** A row of 4 KB: the inner loop of a pass by rows is neither very short nor very long. */
    static final int COLUMNS = 1024;

    /** With {@link #COLUMNS}, one channel of 128 images of 32 × 32. */
    private static final int ROWS = 128;

    /** A prime, so that neither rows nor operands repeat each other. */
    private static final int PERIOD = 8191;
    private static final int START = 1237;
    private static final float[] TABLE = table();

    /** The size of an operand, given that of the matrix. */
    enum Extent {
        /** rows × columns. */
        ALL,
        /** rows × 2·columns. */
        TWICE,
        /** rows × columns / 4. */
        QUARTER,
        /** rows × columns, the values not negative. */
        POSITIVE,
        /** One value for each row. */
        PER_ROW,
        /** One value for each column. */
        PER_COLUMN
    }

    private Operands() {}

    /** Rows of the matrix with which all operands have the agreed size, a multiple of {@value #ROWS}. */
    static int rows(List<Extent> extents) {
        double matrices = extents.stream().mapToDouble(e -> switch (e) {
            case ALL, POSITIVE -> 1;
            case TWICE -> 2;
            case QUARTER -> 0.25;
            case PER_ROW, PER_COLUMN -> 0;
        }).sum();
        return (int) (((long) MEGABYTES << 20) / Float.BYTES / COLUMNS / matrices / ROWS) * ROWS;
    }

    /** Operands without values. */
    static float[][] allocate(List<Extent> extents) {
        int rows = rows(extents);
        return extents.stream().map(e -> new float[switch (e) {
            case ALL, POSITIVE -> rows * COLUMNS;
            case TWICE -> 2 * rows * COLUMNS;
            case QUARTER -> rows * COLUMNS / 4;
            case PER_ROW -> rows;
            case PER_COLUMN -> COLUMNS;
        }]).toArray(float[][]::new);
    }

    /** Gives the operands the values that {@link #at} tells. */
    static void fill(List<Extent> extents, float[][] operands) {
        for (int o = 0; o < operands.length; o++) {
            fill(o, operands[o], extents.get(o) == Extent.POSITIVE);
        }
    }

    private static void fill(int operand, float[] values, boolean positive) {
        int next = operand * START;
        for (int i = 0; i < values.length; i++) {
            values[i] = positive ? Math.abs(TABLE[next]) : TABLE[next];
            next = next + 1 == PERIOD ? 0 : next + 1;
        }
    }

    /** Value {@code i} of a fresh operand; of a positive one, the absolute value of this. */
    static double at(int operand, int i) {
        return TABLE[(int) (((long) operand * START + i) % PERIOD)];
    }

    private static float[] table() {
        float[] table = new float[PERIOD];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PERIOD; i++) {
            table[i] = random.nextFloat(-1, 1);
        }
        return table;
    }
}
