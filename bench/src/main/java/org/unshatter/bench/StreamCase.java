package org.unshatter.bench;

import java.util.List;
import java.util.stream.Stream;
import org.unshatter.bench.Operands.Extent;

/**
 * A pass over operands that no cache holds, bound by memory. Beside it runs a plain copy by as many threads, from half as many bytes
 * to the other half. It reads as much as it writes, and so does not bound a pass that reads more, or that writes where it has
 * read: such a pass may well move more bytes than the copy.
 *
 * @param name     the kernel and the size of all operands together
 * @param accesses floats read and written per element; lines that are fetched only to be overwritten do not count
 * @param pass     the kernel
 * @param expected what it makes of fresh operands
 * @param extents  sizes of the operands; the last one is the result
 */
record StreamCase(String name, double accesses, Pass pass, Expected expected, List<Extent> extents) implements Case {
    static final List<StreamCase> ALL = Stream.of(StreamCases.list(), ImageCases.list()).flatMap(List::stream).toList();

    /** A kernel; {@code v} holds the operands. */
    interface Pass {
        void run(int rows, int columns, float[][] v);
    }

    /** Element {@code i} of the result in double precision. */
    interface Expected {
        double of(int i, int rows, int columns);
    }

    /** The copy itself is the one thing that is not measured beside a copy. */
    boolean isCopy() {
        return name.startsWith("copy_");
    }

    /** Bytes read and written by one call. */
    double bytes() {
        return accesses * Float.BYTES * Operands.rows(extents) * Operands.COLUMNS;
    }

    @Override
    public String heap() {
        return "1500m";
    }

    @Override
    public int callsTimedTogether() {
        return 1;
    }

    @Override
    public boolean hasRival() {
        return !isCopy();
    }

    @Override
    public Workload prepare() {
        return new StreamWorkload(this);
    }
}
