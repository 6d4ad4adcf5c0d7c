package org.unshatter.kernels.simd;

import java.lang.invoke.VarHandle;

/**
 * Keeps C2 from loading all factors of a step before the first is used. A tile of 12 sums and 2 operands leaves 2 of 16 registers for factors, each of which
 * is needed for two products only. But C2 loads what it can as early as it can, then lacks a register, and leaves one of the sums in memory: each step of the
 * loop waits until that one has been stored and loaded again, which halves the speed.
 */
final class LoadOrder {

    /** On these processors loads are never reordered, so that the fence is no instruction, only a line which C2 does not move loads across. */
    private static final boolean FREE = System.getProperty("os.arch").equals("amd64") || System.getProperty("os.arch").equals("x86_64");

    private LoadOrder() {
    }

    /** What is loaded below is not loaded above. */
    static void keep() {
        if (FREE) {
            VarHandle.loadLoadFence();
        }
    }
}
