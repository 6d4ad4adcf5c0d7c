package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Masks;
import org.unshatter.kernels.Reductions;
import org.unshatter.kernels.Softmax;
import org.unshatter.tests.kernels.WrongArgumentsTest.Wrong;

/** Wrong arguments of functions, masks and reductions along an axis throw, and the message names the argument. */
class MasksWrongArgumentsTest {

    /** Fits two rows of three, or [2, 3, 1], but no more. */
    private static final float[] OK = new float[6];
    private static final float[] OTHER = new float[6];
    private static final float[] WIDE = new float[12];
    private static final float[] SHORT = new float[1];

    private interface Mask {
        void apply(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);
    }

    private interface Pair {
        void apply(int rows, int columns, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);
    }

    private static Wrong wrong(String argument, String call, Executable body) {
        return new Wrong(argument, call, body);
    }

    static Stream<Wrong> functions() {
        Stream<Wrong> ofOne = ElementwiseFunction.all().flatMap(f -> Stream.of(
                wrong("n", f.name(), () -> f.pass().apply(-1, OK, 0, OK, 0)),
                wrong("x", f.name(), () -> f.pass().apply(3, OK, 4, OK, 0)),
                wrong("x", f.name(), () -> f.pass().apply(3, OK, Integer.MAX_VALUE, OK, 0)),
                wrong("y", f.name(), () -> f.pass().apply(3, OK, 0, OK, -1)),
                wrong("y", f.name(), () -> f.pass().apply(3, OK, 0, SHORT, 0))));
        return Stream.concat(ofOne, Stream.of(
                wrong("n", "divide", () -> Elementwise.divide(-1, OK, 0, OK, 0, OK, 0)),
                wrong("x", "divide", () -> Elementwise.divide(3, SHORT, 0, OK, 0, OK, 0)),
                wrong("y", "divide", () -> Elementwise.divide(3, OK, 0, OK, 4, OK, 0)),
                wrong("z", "divide", () -> Elementwise.divide(3, OK, 0, OK, 0, OK, -1)),
                wrong("n", "geluDerivative", () -> Activations.geluDerivative(-1, OK, 0, OK, 0)),
                wrong("x", "geluDerivative", () -> Activations.geluDerivative(3, OK, 4, OK, 0)),
                wrong("y", "geluDerivative", () -> Activations.geluDerivative(3, OK, 0, OK, -1)),
                wrong("x", "softmax, offset", () -> Softmax.softmax(2, 3, OK, 1, OK, 0)),
                wrong("y", "softmax, offset", () -> Softmax.softmax(2, 3, OK, 0, OK, -1)),
                wrong("out", "logSumExp, offset", () -> Softmax.logSumExp(3, 2, OK, 0, OTHER, 4)),
                wrong("x", "crelu, offset", () -> Elementwise.crelu(2, 3, OK, 1, WIDE, 0)),
                wrong("y", "crelu, offset", () -> Elementwise.crelu(2, 3, OK, 0, WIDE, 1))));
    }

    static Stream<Wrong> masks() {
        return Stream.of(named("passAbove", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.passAbove(n, 0, x, xAt, dy, dyAt, dx, dxAt)),
                named("passBelow", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.passBelow(n, 0, x, xAt, dy, dyAt, dx, dxAt)),
                named("leaky", (n, x, xAt, dy, dyAt, dx, dxAt) -> Masks.leaky(n, 0, x, xAt, dy, dyAt, dx, dxAt)),
                pair("crelu", Masks::crelu),
                pair("creluTangent", (rows, columns, x, xAt, dy, dyAt, dx, dxAt) -> Masks.creluTangent(rows, columns, x, xAt, dx, dxAt, dy, dyAt)),
                Stream.of(
                        wrong("slope", "leaky", () -> Masks.leaky(3, Float.NaN, OK, 0, OK, 0, OK, 0)),
                        wrong("slope", "leaky", () -> Masks.leaky(3, Float.NEGATIVE_INFINITY, OK, 0, OK, 0, OK, 0)),
                        wrong("x", "creluTangent over x", () -> Masks.creluTangent(1, 3, WIDE, 2, OK, 0, WIDE, 0)))).flatMap(each -> each);
    }

    private static Stream<Wrong> named(String name, Mask mask) {
        return Stream.of(
                wrong("n", name, () -> mask.apply(-1, OK, 0, OK, 0, OK, 0)),
                wrong("x", name, () -> mask.apply(3, SHORT, 0, OK, 0, OK, 0)),
                wrong("dy", name, () -> mask.apply(3, OK, 0, OK, 4, OK, 0)),
                wrong("dx", name, () -> mask.apply(3, OK, 0, OK, 0, OK, -1)));
    }

    private static Stream<Wrong> pair(String name, Pair pair) {
        return Stream.of(
                wrong("rows", name, () -> pair.apply(-1, 3, OK, 0, WIDE, 0, OTHER, 0)),
                wrong("columns", name, () -> pair.apply(2, -1, OK, 0, WIDE, 0, OTHER, 0)),
                wrong("x", name, () -> pair.apply(2, 3, SHORT, 0, WIDE, 0, OTHER, 0)),
                wrong("x", name, () -> pair.apply(1 << 15, 1 << 17, OK, 0, WIDE, 0, OTHER, 0)),
                wrong("dy", name, () -> pair.apply(2, 3, OK, 0, WIDE, 1, OTHER, 0)),
                wrong("dx", name, () -> pair.apply(2, 3, OK, 0, WIDE, 0, OTHER, 1)),
                wrong("dy", name + " over dx", () -> pair.apply(1, 3, OK, 0, WIDE, 0, WIDE, 5)),
                wrong("dx", name + " over dy", () -> pair.apply(1, 3, OK, 0, WIDE, 2, WIDE, 0)));
    }

    static Stream<Wrong> axes() {
        return Stream.of(
                along("sumAlong", "out", (outer, length, inner, x, xAt, y, yAt) -> Reductions.sumAlong(outer, length, inner, x, xAt, y, yAt)),
                along("maxAlong", "out", (outer, length, inner, x, xAt, y, yAt) -> Reductions.maxAlong(outer, length, inner, x, xAt, y, yAt)),
                along("maxAlongGradient", "dy", (outer, length, inner, x, xAt, y, yAt) ->
                        Reductions.maxAlongGradient(outer, length, inner, x, xAt, y, yAt, x, xAt)),
                along("maxAlongTangent", "dy", (outer, length, inner, x, xAt, y, yAt) ->
                        Reductions.maxAlongTangent(outer, length, inner, x, xAt, WIDE, 0, y, yAt)),
                Stream.of(
                        wrong("out", "sumAlong over x", () -> Reductions.sumAlong(2, 3, 1, OK, 0, OK, 4)),
                        wrong("out", "maxAlong over x", () -> Reductions.maxAlong(2, 3, 1, OK, 0, OK, 4)),
                        wrong("dx", "maxAlongGradient", () -> Reductions.maxAlongGradient(2, 3, 1, OK, 0, WIDE, 0, OTHER, 1)),
                        wrong("dx", "maxAlongGradient over dy", () -> Reductions.maxAlongGradient(2, 3, 1, OK, 0, WIDE, 5, WIDE, 0)),
                        wrong("dx", "maxAlongTangent", () -> Reductions.maxAlongTangent(2, 3, 1, OK, 0, OTHER, 1, WIDE, 0)),
                        wrong("dx", "maxAlongTangent over dx", () -> Reductions.maxAlongTangent(2, 3, 1, OK, 0, WIDE, 0, WIDE, 5)),
                        wrong("x", "maxAlongTangent over x", () -> Reductions.maxAlongTangent(2, 3, 1, WIDE, 0, OK, 0, WIDE, 5)))).flatMap(e -> e);
    }

    private interface Along {
        void apply(int outer, int length, int inner, float[] x, int xOffset, float[] y, int yOffset);
    }

    private static Stream<Wrong> along(String name, String out, Along along) {
        float[] two = new float[2];
        return Stream.of(
                wrong("outer", name, () -> along.apply(-1, 3, 1, OK, 0, two, 0)),
                wrong("length", name, () -> along.apply(2, -1, 1, OK, 0, two, 0)),
                wrong("inner", name, () -> along.apply(2, 3, -1, OK, 0, two, 0)),
                wrong("x", name, () -> along.apply(2, 3, 1, OK, 1, two, 0)),
                wrong("x", name, () -> along.apply(2, 3, 2, OK, 0, OTHER, 0)),
                wrong("x", name + ", more than a long can count", () -> along.apply(1 << 30, 1 << 30, 1 << 30, OK, 0, two, 0)),
                wrong(out, name, () -> along.apply(2, 3, 1, OK, 0, SHORT, 0)),
                wrong(out, name, () -> along.apply(2, 3, 1, OK, 0, two, -1)),
                wrong(out, name + ", of no rows", () -> along.apply(1 << 30, 0, 1 << 30, OK, 0, two, 0)));
    }

    @ParameterizedTest
    @MethodSource({"functions", "masks", "axes"})
    void isRefusedByName(Wrong wrong) {
        String message = assertThrows(IllegalArgumentException.class, wrong.body()).getMessage();
        assertTrue(message.matches(".*\\b" + wrong.argument() + "\\b.*"), message);
    }
}
