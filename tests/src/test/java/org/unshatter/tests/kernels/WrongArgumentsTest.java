package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Reductions;

/** Wrong lengths and offsets of the passes throw, and the message names the argument by its name in the signature. */
class WrongArgumentsTest {

    /** Fits two rows of three, but no more. */
    private static final float[] OK = new float[6];
    private static final float[] WIDE = new float[12];
    private static final float[] SHORT = new float[2];

    record Wrong(String argument, String call, Executable body) {

        @Override
        public String toString() {
            return call + ": " + argument;
        }
    }

    private static Wrong wrong(String argument, String call, Executable body) {
        return new Wrong(argument, call, body);
    }

    static Stream<Wrong> runs() {
        return Stream.of(
                wrong("n", "scale", () -> Elementwise.scale(-1, 1, OK, 0, OK, 0)),
                wrong("x", "scale, offset", () -> Elementwise.scale(3, 1, OK, -1, OK, 0)),
                wrong("x", "scale", () -> Elementwise.scale(3, 1, SHORT, 0, OK, 0)),
                wrong("y", "scale, offset", () -> Elementwise.scale(3, 1, OK, 0, OK, 4)),
                wrong("y", "scale, offset too large to add", () -> Elementwise.scale(3, 1, OK, 0, OK, Integer.MAX_VALUE)),
                wrong("n", "axpy", () -> Elementwise.axpy(-1, 1, OK, 0, OK, 0)),
                wrong("x", "axpy", () -> Elementwise.axpy(3, 1, SHORT, 0, OK, 0)),
                wrong("y", "axpy, offset", () -> Elementwise.axpy(3, 1, OK, 0, OK, -1)),
                wrong("n", "combine", () -> Elementwise.combine(-1, 1, OK, 0, 1, OK, 0, OK, 0)),
                wrong("x", "combine", () -> Elementwise.combine(3, 1, SHORT, 0, 1, OK, 0, OK, 0)),
                wrong("y", "combine", () -> Elementwise.combine(3, 1, OK, 0, 1, SHORT, 0, OK, 0)),
                wrong("z", "combine, offset", () -> Elementwise.combine(3, 1, OK, 0, 1, OK, 0, OK, 4)),
                wrong("n", "relu", () -> Elementwise.relu(-1, OK, 0, OK, 0)),
                wrong("x", "relu", () -> Elementwise.relu(3, SHORT, 0, OK, 0)),
                wrong("y", "relu, offset", () -> Elementwise.relu(3, OK, 0, OK, -3)),
                wrong("n", "addReluGradient", () -> Elementwise.addReluGradient(-1, OK, 0, OK, 0, OK, 0)),
                wrong("x", "addReluGradient", () -> Elementwise.addReluGradient(3, SHORT, 0, OK, 0, OK, 0)),
                wrong("dy", "addReluGradient", () -> Elementwise.addReluGradient(3, OK, 0, SHORT, 0, OK, 0)),
                wrong("dx", "addReluGradient", () -> Elementwise.addReluGradient(3, OK, 0, OK, 0, SHORT, 0)),
                wrong("n", "sum", () -> Reductions.sum(-1, OK, 0)),
                wrong("x", "sum", () -> Reductions.sum(7, OK, 0)),
                wrong("n", "dot", () -> Reductions.dot(-1, OK, 0, OK, 0)),
                wrong("x", "dot, offset", () -> Reductions.dot(6, OK, 1, OK, 0)),
                wrong("y", "dot", () -> Reductions.dot(6, OK, 0, SHORT, 0)));
    }

    static Stream<Wrong> matrices() {
        return Stream.of(
                wrong("rows", "crelu", () -> Elementwise.crelu(-1, 3, OK, WIDE)),
                wrong("columns", "crelu", () -> Elementwise.crelu(2, -1, OK, WIDE)),
                wrong("x", "crelu", () -> Elementwise.crelu(2, 3, SHORT, WIDE)),
                wrong("y", "crelu", () -> Elementwise.crelu(2, 3, OK, OK.clone())),
                wrong("y", "crelu in place", () -> Elementwise.crelu(2, 3, WIDE, WIDE)),
                wrong("rows", "addCreluGradient", () -> Elementwise.addCreluGradient(-1, 3, OK, WIDE, OK)),
                wrong("columns", "addCreluGradient", () -> Elementwise.addCreluGradient(2, -1, OK, WIDE, OK)),
                wrong("x", "addCreluGradient", () -> Elementwise.addCreluGradient(2, 3, SHORT, WIDE, OK)),
                wrong("dy", "addCreluGradient", () -> Elementwise.addCreluGradient(2, 3, OK, OK, OK)),
                wrong("dx", "addCreluGradient", () -> Elementwise.addCreluGradient(2, 3, OK, WIDE, SHORT)),
                wrong("rows", "addToRows", () -> Elementwise.addToRows(-1, 3, OK, OK)),
                wrong("columns", "addToRows", () -> Elementwise.addToRows(2, -1, OK, OK)),
                wrong("bias", "addToRows", () -> Elementwise.addToRows(2, 3, SHORT, OK)),
                wrong("y", "addToRows", () -> Elementwise.addToRows(2, 3, OK, SHORT)));
    }

    static Stream<Wrong> reductions() {
        return Stream.of(
                wrong("rows", "rowSums", () -> Reductions.rowSums(-1, 3, OK, OK)),
                wrong("columns", "rowSums", () -> Reductions.rowSums(2, -1, OK, OK)),
                wrong("x", "rowSums", () -> Reductions.rowSums(2, 3, SHORT, OK)),
                wrong("out", "rowSums", () -> Reductions.rowSums(3, 2, OK, SHORT)),
                wrong("rows", "columnSums", () -> Reductions.columnSums(-1, 3, OK, OK)),
                wrong("columns", "columnSums", () -> Reductions.columnSums(2, -1, OK, OK)),
                wrong("x", "columnSums, more elements than an int can count", () -> Reductions.columnSums(1 << 20, 1 << 20, OK, OK)),
                wrong("out", "columnSums", () -> Reductions.columnSums(2, 3, OK, SHORT)),
                wrong("rows", "columnMeans", () -> Reductions.columnMeans(-1, 3, OK, OK)),
                wrong("x", "columnMeans", () -> Reductions.columnMeans(2, 3, SHORT, OK)),
                wrong("out", "columnMeans", () -> Reductions.columnMeans(2, 3, OK, SHORT)));
    }

    @ParameterizedTest
    @MethodSource({"runs", "matrices", "reductions"})
    void isRefusedByName(Wrong wrong) {
        String message = assertThrows(IllegalArgumentException.class, wrong.body).getMessage();
        assertTrue(message.matches(".*\\b" + wrong.argument + "\\b.*"), message);
    }
}
