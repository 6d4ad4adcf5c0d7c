package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Elementwise;

/** An output may be the same run as an input: the bits must be those that separate arrays give. */
@EveryWidth
class ElementwiseInPlaceTest {

    private static final int ROWS = 3;
    /** Three whole vectors of 512 bits and a tail. */
    private static final int COLUMNS = 53;
    private static final int N = ROWS * COLUMNS;
    private static final int AT = 3;

    private static final float[] P = Seeds.gaussians(1, 2 * N);

    /** @param pass given its input and its output */
    private record Case(String name, Pass pass) {

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Pass {
        void apply(float[] input, float[] output);
    }

    static Stream<Case> inPlace() {
        return Stream.of(
                new Case("scale, y = x", (x, y) -> Elementwise.scale(N, 1.7f, x, AT, y, AT)),
                new Case("axpy, y = x", (x, y) -> Elementwise.axpy(N, 1.7f, x, AT, y, AT)),
                new Case("combine, z = x", (x, z) -> Elementwise.combine(N, 1.7f, x, AT, -0.3f, P, 1, z, AT)),
                new Case("combine, z = y", (y, z) -> Elementwise.combine(N, 1.7f, P, 1, -0.3f, y, AT, z, AT)),
                new Case("multiply, z = x", (x, z) -> Elementwise.multiply(N, x, AT, P, 1, z, AT)),
                new Case("addProduct, z = y", (y, z) -> Elementwise.addProduct(N, P, 1, y, AT, z, AT)),
                new Case("relu, y = x", (x, y) -> Elementwise.relu(N, x, AT, y, AT)),
                new Case("addReluGradient, dx = x", (x, dx) -> Elementwise.addReluGradient(N, x, AT, P, 1, dx, AT)),
                new Case("addReluGradient, dx = dy", (dy, dx) -> Elementwise.addReluGradient(N, P, 1, dy, AT, dx, AT)),
                new Case("addCreluGradient, dx = x", (x, dx) -> Elementwise.addCreluGradient(ROWS, COLUMNS, x, P, dx)));
    }

    @ParameterizedTest
    @MethodSource("inPlace")
    void inPlaceEqualsSeparate(Case each) {
        float[] start = Seeds.gaussians(4, 2 * N);
        float[] separate = start.clone();
        float[] same = start.clone();
        each.pass.apply(start.clone(), separate);
        each.pass.apply(same, same);
        assertFalse(Arrays.equals(start, separate), "the pass changed nothing");
        for (int i = 0; i < start.length; i++) {
            int at = i;
            assertEquals(Float.floatToRawIntBits(separate[i]), Float.floatToRawIntBits(same[i]),
                    () -> "element " + at + " of " + start.length + ": separate " + separate[at] + ", in place " + same[at]
                            + Seeds.again(ElementwiseInPlaceTest.class));
        }
    }
}
