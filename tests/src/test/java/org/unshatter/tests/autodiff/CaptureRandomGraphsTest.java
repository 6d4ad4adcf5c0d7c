package org.unshatter.tests.autodiff;

import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Whatever is shared, reused, overwritten in place, fused or left out: a captured function does what the function does. */
@Fuzzed
class CaptureRandomGraphsTest {

    @Test
    void aCapturedRandomFunctionHasTheSameBitsAsEager() throws InterruptedException {
        Fuzz.run("captured graph", 200, random -> {
            long seed = random.nextLong();
            RandomGraph eager = new RandomGraph(seed);
            RandomGraph replayed = new RandomGraph(seed);
            Captured captured = Captured.of(replayed::apply);
            for (int run = 0; run < 3; run++) {
                Bits expected = Bits.of(eager.apply(eager.inputs(run)));
                expected.requireOf("graph " + seed + ", run " + run, captured.run(replayed.inputs(run)));
                Bits.of(eager.memories()).requireOf("graph " + seed + ", run " + run + ", memories", replayed.memories());
            }
            return "same";
        }, "same");
    }
}
