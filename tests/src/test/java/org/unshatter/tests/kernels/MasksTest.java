package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Masks;

/** What is let through keeps its bits, what is stopped is 0: of any value and any gradient, NaN and infinities among them. */
@EveryWidth
class MasksTest {

    private static final float[] VALUES = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE,
        1, -1, 0.5f, 2, -3};
    private static final int[] ROWS = {0, 1, 2, 5};

    private interface Pass {
        void apply(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);
    }

    private interface Definition {
        float of(float x, float dy);
    }

    private record Mask(String name, Pass pass, Definition definition) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mask> masks() {
        return Stream.of(
                new Mask("passAbove 0.5", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.passAbove(n, 0.5f, x, xAt, dy, dyAt, dx, dxAt),
                        (x, dy) -> x > 0.5f ? dy : 0),
                new Mask("passBelow 0.5", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.passBelow(n, 0.5f, x, xAt, dy, dyAt, dx, dxAt),
                        (x, dy) -> x < 0.5f ? dy : 0),
                new Mask("passAbove 0", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.passAbove(n, 0, x, xAt, dy, dyAt, dx, dxAt),
                        (x, dy) -> x > 0 ? dy : 0),
                new Mask("leaky", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.leaky(n, 0.3f, x, xAt, dy, dyAt, dx, dxAt),
                        (x, dy) -> x > 0 ? dy : 0.3f * dy),
                new Mask("a NaN as limit", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.passBelow(n, Float.NaN, x, xAt, dy, dyAt, dx, dxAt),
                        (x, dy) -> 0));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void everyLengthSeparateAndInPlace(Mask mask) {
        for (int n : Sizes.lengths()) {
            RandomGenerator random = Seeds.stream(n);
            Guarded x = Guarded.run(n, 1).fill(() -> VALUES[random.nextInt(VALUES.length)]);
            Guarded dy = Guarded.run(n, 2).fill(() -> VALUES[random.nextInt(VALUES.length)]);
            float[] expected = new float[n];
            for (int i = 0; i < n; i++) {
                expected[i] = mask.definition.of(x.get(i), dy.get(i));
            }
            Guarded dx = Guarded.run(n, 3).fill(-7);
            Guarded xBefore = x.copy();
            Guarded dyBefore = dy.copy();
            mask.pass.apply(n, x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset);
            same(expected, dx, mask + " of " + n);
            x.assertSameBits(xBefore, mask + " of " + n, MasksTest.class);
            dy.assertSameBits(dyBefore, mask + " of " + n, MasksTest.class);
            Guarded overDy = dy.copy();
            mask.pass.apply(n, x.array, x.offset, overDy.array, overDy.offset, overDy.array, overDy.offset);
            same(expected, overDy, mask + " of " + n + ", dx = dy");
            mask.pass.apply(n, x.array, x.offset, dy.array, dy.offset, x.array, x.offset);
            same(expected, x, mask + " of " + n + ", dx = x");
        }
    }

    @Test
    void concatenatedRectifiers() {
        for (int rows : ROWS) {
            for (int columns : Sizes.lengths()) {
                RandomGenerator random = Seeds.stream(8L * columns + rows);
                Guarded x = Guarded.matrix(rows, columns, 3, columns).fill(() -> VALUES[random.nextInt(VALUES.length)]);
                checkCrelu(x, random);
                checkCreluGradient(x, random);
                checkCreluTangent(x, random);
            }
        }
    }

    private static void checkCrelu(Guarded x, RandomGenerator random) {
        Guarded y = Guarded.matrix(x.rows, 2 * x.columns, random.nextInt(5), 2 * x.columns).fill(-7);
        float[] expected = new float[x.rows * 2 * x.columns];
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < x.columns; j++) {
                expected[2 * i * x.columns + j] = Math.max(x.get(i, j), 0);
                expected[(2 * i + 1) * x.columns + j] = Math.max(-x.get(i, j), 0);
            }
        }
        Elementwise.crelu(x.rows, x.columns, x.array, x.offset, y.array, y.offset);
        same(expected, y, "crelu of " + x.rows + " × " + x.columns);
    }

    private static void checkCreluGradient(Guarded x, RandomGenerator random) {
        Guarded dy = Guarded.matrix(x.rows, 2 * x.columns, 2, 2 * x.columns).fill(() -> VALUES[random.nextInt(VALUES.length)]);
        Guarded dx = Guarded.matrix(x.rows, x.columns, 1, x.columns).fill(-7);
        float[] expected = new float[x.rows * x.columns];
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < x.columns; j++) {
                expected[i * x.columns + j] = x.get(i, j) >= 0 ? dy.get(i, j) : -dy.get(i, x.columns + j);
            }
        }
        String where = "gradient of crelu of " + x.rows + " × " + x.columns;
        Masks.crelu(x.rows, x.columns, x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset);
        same(expected, dx, where);
        Guarded over = x.copy();
        Masks.crelu(x.rows, x.columns, over.array, over.offset, dy.array, dy.offset, over.array, over.offset);
        same(expected, over, where + ", dx = x");
    }

    private static void checkCreluTangent(Guarded x, RandomGenerator random) {
        Guarded dx = Guarded.matrix(x.rows, x.columns, 1, x.columns).fill(() -> VALUES[random.nextInt(VALUES.length)]);
        Guarded dy = Guarded.matrix(x.rows, 2 * x.columns, 2, 2 * x.columns).fill(-7);
        float[] expected = new float[x.rows * 2 * x.columns];
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < x.columns; j++) {
                boolean positive = x.get(i, j) >= 0;
                expected[2 * i * x.columns + j] = positive ? dx.get(i, j) : 0;
                expected[(2 * i + 1) * x.columns + j] = positive ? 0 : -dx.get(i, j);
            }
        }
        Masks.creluTangent(x.rows, x.columns, x.array, x.offset, dx.array, dx.offset, dy.array, dy.offset);
        same(expected, dy, "derivative of crelu of " + x.rows + " × " + x.columns);
    }

    /** The bits, but for those of NaN. */
    private static void same(float[] expected, Guarded actual, String where) {
        float[] values = Arrays.copyOfRange(actual.array, actual.offset, actual.offset + expected.length);
        assertEquals(Arrays.toString(expected), Arrays.toString(values), () -> where + Seeds.again(MasksTest.class));
        actual.assertNothingAround(where, MasksTest.class);
    }
}
