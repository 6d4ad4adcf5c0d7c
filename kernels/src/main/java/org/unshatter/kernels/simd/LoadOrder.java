package org.unshatter.kernels.simd;

import static org.unshatter.kernels.simd.Lanes.LENGTH;

import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Keeps C2 from loading all factors of a step before the first is used. A tile of 12 sums and 2 operands leaves 2 of 16 registers for factors, each of which
 * is needed for two products only. But C2 loads what it can as early as it can, then lacks a register, and leaves one of the sums in memory: each step of the
 * loop waits until that one has been stored and loaded again, which halves the speed.
 */
final class LoadOrder {

    /**
     * Not at 512 bits, where there are 32 registers; and only on x86, which never reorders loads, so that there the fence is no instruction,
     * only a line that C2 moves no load across.
     */
    private static final boolean NEEDED = LENGTH < 16
            && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

    private LoadOrder() {
    }

    /** What is loaded below is not loaded above. */
    static void keep() {
        if (NEEDED) {
            VarHandle.loadLoadFence();
        }
    }
}
