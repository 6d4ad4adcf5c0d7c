package org.unshatter.tests.autodiff;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Captured;

/** Whatever is shared, reused, overwritten in place, fused or left out: a captured function does what the function does. */
class CaptureRandomGraphsTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCapturedRandomFunctionHasTheSameBitsAsEager(long seed) {
        RandomGraph eager = new RandomGraph(seed);
        RandomGraph replayed = new RandomGraph(seed);
        Captured captured = Captured.of(replayed::apply);
        for (int run = 0; run < 3; run++) {
            Bits expected = Bits.of(eager.apply(eager.inputs(run)));
            expected.requireOf("seed " + seed + ", run " + run, captured.run(replayed.inputs(run)));
            Bits.of(eager.memories()).requireOf("seed " + seed + ", run " + run + ", memories", replayed.memories());
        }
    }
}
