package org.unshatter.kernels;

/**
 * Block sizes of the matrix product: how much of the operands is packed at a time, and into which caches it is meant to fit.
 * They decide about speed alone. Every element of C is summed up in the order of k whatever they are, so results do not depend on them.
 *
 * @param kc depth of the packed panels: an NR-wide sliver of B stays in L1
 * @param mc rows of A that are packed at a time, a part of L2; also the largest piece of work for a thread
 * @param nc columns of C that are worked off together, so that a block of C stays in L2 from one KC to the next
 */
record Blocking(int kc, int mc, int nc) {

    private static final String PROPERTY = "unshatter.gemm.";

    Blocking {
        Check.atLeast(1, kc, "kc");
        Check.atLeast(1, mc, "mc");
        Check.atLeast(1, nc, "nc");
    }

    /**
     * The sizes for a micro-kernel of {@code mr × nr} on this machine. Two thirds of L1 hold a sliver of B, since a panel of A and a
     * tile of C pass by; a sixteenth of L2 holds the block of A, since the sliver's successors and C share it, and often another
     * hardware thread. Measured in docs/BENCHMARKS.md.
     *
     * <p>The system properties {@code unshatter.gemm.kc}, {@code .mc} and {@code .nc} override them.
     *
     * @throws IllegalArgumentException if one of these is no whole number of at least 1
     */
    static Blocking forMachine(int mr, int nr, CacheSizes caches) {
        int kc = property("kc", clamp(128, 2 * caches.l1Bytes() / 3 / (Float.BYTES * nr) / 64 * 64, 512));
        int mc = property("mc", clamp(32, caches.l2Bytes() / 16 / (Float.BYTES * kc), 512));
        int nc = property("nc", 512);
        return new Blocking(kc, Math.max(mr, mc / mr * mr), Math.max(nr, nc / nr * nr));
    }

    /** Depth of the panels for a product of depth k: as few panels as {@link #kc} allows, about equally deep. */
    int depth(int k) {
        int panels = Math.ceilDiv(k, kc);
        return Math.min(kc, roundUp(Math.ceilDiv(k, Math.max(1, panels)), 16));
    }

    /** The smallest multiple of {@code step} that is not less than {@code size}. */
    static int roundUp(int size, int step) {
        return Math.ceilDiv(size, step) * step;
    }

    private static int clamp(int least, int value, int most) {
        return Math.clamp(value, least, most);
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
