package org.unshatter.bench;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.unshatter.bench.Operands.Extent;

/** The operands of a pass, and two arrays for the copy beside it. */
final class StreamWorkload implements Workload {
    private static final int ENTRIES_CHECKED = 64;

    private final StreamCase of;
    private final int rows;
    private final float[][] operands;
    private final Optional<Runnable> copy;

    StreamWorkload(StreamCase of) {
        this.of = of;
        rows = Operands.rows(of.extents());
        operands = Operands.allocate(of.extents());
        Operands.fill(of.extents(), operands);
        copy = of.hasRival() ? Optional.of(copy()) : Optional.empty();
    }

    /** Bytes read and written by a call of the copy, which always has the same size. */
    static double copiedBytes() {
        return (double) Operands.MEGABYTES * (1 << 20);
    }

    @Override
    public Runnable ours() {
        return () -> of.pass().run(rows, Operands.COLUMNS, operands);
    }

    @Override
    public Optional<Runnable> rival() {
        return copy;
    }

    private static Runnable copy() {
        float[] from = new float[(int) (copiedBytes() / 2 / Float.BYTES)];
        float[] to = new float[from.length];
        return () -> Copy.run(from, to);
    }

    /** Passes may add to their result, which has grown by now: hence fresh operands. */
    @Override
    public void check() {
        Operands.fill(of.extents(), operands);
        ours().run();
        float[] result = operands[operands.length - 1];
        RandomGenerator random = new SplittableRandom(1);
        for (int t = 0; t < ENTRIES_CHECKED; t++) {
            check(result, random.nextInt(result.length));
        }
        check(result, result.length - 1);
    }

    private void check(float[] result, int i) {
        double expected = of.expected().of(i, rows, Operands.COLUMNS);
        if (!(Math.abs(result[i] - expected) <= 16 * Math.ulp(1f) * summands())) {
            throw new IllegalStateException(of.name() + ": element " + i + " is " + result[i] + ", expected " + expected);
        }
    }

    /** How many values, none above 1 in size, make up one of the result. */
    private int summands() {
        return switch (of.extents().getLast()) {
            case Extent.PER_ROW -> Operands.COLUMNS;
            case Extent.PER_COLUMN -> rows;
            default -> 1;
        };
    }
}
