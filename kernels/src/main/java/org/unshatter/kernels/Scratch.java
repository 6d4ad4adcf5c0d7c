package org.unshatter.kernels;

/**
 * A run of floats per thread for what passes hand to one another, short enough to stay in the first-level cache with their operands.
 * Passes that are composed go block by block of this length, so that only the first of them reads from memory and the last writes to it.
 */
final class Scratch {

    /** A multiple of every vector length, so that only the last block has a tail. */
    static final int LENGTH = 1024;

    private static final ThreadLocal<float[]> RUN = ThreadLocal.withInitial(() -> new float[LENGTH]);

    private Scratch() {
    }

    /** The calling thread's run, in which nothing lasts beyond the call that took it. */
    static float[] take() {
        return RUN.get();
    }
}
