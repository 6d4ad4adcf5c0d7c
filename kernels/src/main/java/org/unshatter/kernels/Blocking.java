package org.unshatter.kernels;

/**
 * Block sizes of the matrix product: how much of the operands is packed at a time, and into which caches it is meant to fit.
 * Two of the three follow the machine, and decide about speed alone. The third, the depth of the panels, decides where a sum along k
 * is interrupted, so about bits as well: it is the same on every machine.
 *
 * @param mc rows of A that are packed at a time at the depth {@value #KC}, see {@link #rows}; also the largest piece of work for a thread
 * @param nc columns of C that are worked off together, so that a block of C stays in L2 from one panel to the next
 */
record Blocking(int mc, int nc) {

    /**
     * What the depth of panels comes near, see {@link #depth}. A sliver of B is not meant to stay in L1: it is read in order, so that the hardware
     * fetches ahead, and the deeper the panels, the less often C is loaded and stored. Measured in docs/BENCHMARKS.md.
     */
    private static final int KC = 1024;
    private static final String PROPERTY = "unshatter.gemm.";

    Blocking {
        Check.atLeast(1, mc, "mc");
        Check.atLeast(1, nc, "nc");
    }

    /**
     * The sizes for a micro-kernel with {@code nr} columns on a machine: a block of A takes half of its second-level cache, the rest is for slivers of B and for C.
     *
     * <p>The system properties {@code unshatter.gemm.mc} and {@code .nc} override them.
     *
     * @throws IllegalArgumentException if one of these is no whole number of at least 1
     */
    static Blocking forMachine(int nr, int l2Bytes) {
        int mc = property("mc", Math.clamp(l2Bytes / 2 / (Float.BYTES * KC), 32, 512));
        int nc = property("nc", 512);
        return new Blocking(mc, Math.max(nr, nc / nr * nr));
    }

    /** Depth of the panels for a product of depth k: at most 1.5 {@link #KC}, at least 0.6 of it if there are several. */
    static int depth(int k) {
        int panels = Math.max(1, Math.round((float) k / KC));
        return Math.min(k, roundUp(Math.ceilDiv(k, panels), 16));
    }

    /** Rows of A that are packed at a time with panels of this depth: more if they are not so deep. */
    int rows(int depth) {
        return Math.clamp((long) mc * KC / depth, 1, 1 << 12);
    }

    /** The smallest multiple of {@code step} that is not less than {@code size}. */
    static int roundUp(int size, int step) {
        return Math.ceilDiv(size, step) * step;
    }

    private static int property(String name, int otherwise) {
        String value = System.getProperty(PROPERTY + name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Check.atLeast(1, Integer.parseInt(value), PROPERTY + name);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PROPERTY + name + " is \"" + value + "\", expected a whole number of at least 1", e);
        }
    }
}
