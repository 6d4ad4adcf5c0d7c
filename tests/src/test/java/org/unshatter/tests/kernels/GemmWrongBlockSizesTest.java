package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block size that is none stops the first packed product. */
class GemmWrongBlockSizesTest {

    @ParameterizedTest
    @ValueSource(strings = {"mc=0", "mc=-8", "nc=many"})
    void wrongSizesAreRefusedByTheNameOfTheProperty(String property) {
        FreshJvm.Outcome outcome = GemmBlockSizesTest.run(property);
        assertNotEquals(0, outcome.exit(), outcome::toString);
        String[] parts = property.split("=");
        assertTrue(outcome.err().stream().anyMatch(line -> line.contains("IllegalArgumentException")
                && line.contains("unshatter.gemm." + parts[0] + " is ") && line.contains(parts[1])
                && line.contains("at least 1")), outcome::toString);
    }
}
