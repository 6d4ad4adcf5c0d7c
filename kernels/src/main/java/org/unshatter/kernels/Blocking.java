package org.unshatter.kernels;

/**
 * Block sizes of the matrix product: how much of the operands is packed at a time, and into which caches it is meant to fit.
 * They decide about speed alone. Every element of C is summed up in the order of k whatever they are, so results do not depend on them.
 *
 * @param kc depth of the packed panels, about: see {@link #depth}
 * @param mc rows of A that are packed at a time at that depth, see {@link #rows}; also the largest piece of work for a thread
 * @param nc columns of C that are worked off together, so that a block of C stays in L2 from one panel to the next
 */
record Blocking(int kc, int mc, int nc) {

    private static final String PROPERTY = "unshatter.gemm.";

    Blocking {
        Check.atLeast(1, kc, "kc");
        Check.atLeast(1, mc, "mc");
        Check.atLeast(1, nc, "nc");
    }

    /**
     * The sizes for a micro-kernel of {@code mr × nr} on this machine. A sliver of B takes an eighth of L2, a block of A half of it, the rest
     * is for the next slivers and for C. Neither is meant to stay in L1: both are read in order, so that the hardware fetches ahead,
     * and the deeper the panels, the less often C is loaded and stored. Measured in docs/BENCHMARKS.md.
     *
     * <p>The system properties {@code unshatter.gemm.kc}, {@code .mc} and {@code .nc} override them.
     *
     * @throws IllegalArgumentException if one of these is no whole number of at least 1
     */
    static Blocking forMachine(int nr, CacheSizes caches) {
        int kc = property("kc", Math.clamp(caches.l2Bytes() / 8 / (Float.BYTES * nr), 256, 1024));
        int mc = property("mc", Math.clamp(caches.l2Bytes() / 2 / (Float.BYTES * kc), 32, 512));
        int nc = property("nc", 512);
        return new Blocking(kc, mc, Math.max(nr, nc / nr * nr));
    }

    /** Depth of the panels for a product of depth k: at most 1.5 {@link #kc}, at least 0.6 of it if there are several. */
    int depth(int k) {
        int panels = Math.max(1, Math.round((float) k / kc));
        return Math.min(k, roundUp(Math.ceilDiv(k, panels), 16));
    }

    /** Rows of A that are packed at a time with panels of this depth: more if they are not so deep. */
    int rows(int depth) {
        return Math.clamp((long) mc * kc / depth, 1, 1 << 12);
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
