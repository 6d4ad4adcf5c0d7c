package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Kernels;

/** Otherwise the build could repeat the same kernels under five names. */
@EveryWidth
class ForcedWidthTest {

    @Test
    void theKernelsInUseAreThoseAskedFor() {
        int expected = switch (System.getProperty(Machine.FORCED)) {
            case null -> Math.min(512, Machine.hardwareBits());
            case "scalar" -> 0;
            case String bits -> Integer.parseInt(bits);
        };
        Kernels.Info info = Kernels.info();
        assertEquals(expected, info.vectorBits(), info::toString);
        assertEquals(expected == 0, info.scalarReason().isPresent(), info::toString);
    }
}
