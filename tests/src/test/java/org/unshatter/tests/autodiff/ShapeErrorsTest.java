package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.autodiff.Statistics.CONSTANT;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;

/** Shapes that do not fit are refused with a message that names the operation and the shapes. */
class ShapeErrorsTest {

    private record Misuse(String operation, Function<Tensor[], Tensor> call, int[]... shapes) {
        @Override
        public String toString() {
            return operation + " of " + Arrays.deepToString(shapes);
        }
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void isRefusedByNameAndShapes(Misuse misuse) {
        Tensor[] inputs = Arrays.stream(misuse.shapes).map(Tensor::zeros).toArray(Tensor[]::new);
        String message = assertThrows(IllegalArgumentException.class, () -> misuse.call.apply(inputs)).getMessage();
        assertTrue(message.startsWith(misuse.operation + ": "), message);
        // The message names the inputs that do not fit together; of one that is wrong by itself, that one.
        assertTrue(Arrays.stream(misuse.shapes).anyMatch(s -> message.contains(Arrays.toString(s))), message);
        assertTrue(message.contains("expected"), message);
    }

    static List<Misuse> misuses() {
        return List.of(
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(2, 3), shape(2, 3)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(3), shape(3, 2)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(2, 3), shape(3, 2, 1)),
            new Misuse("matmul (A, B transposed)", t -> t[0].matmulTransposed(t[1]), shape(2, 3), shape(3, 2)),
            new Misuse("matmul (A, B transposed)", t -> t[0].matmulTransposed(t[1]), shape(2, 3), shape(3)),
            new Misuse("addBias", t -> t[0].addBias(t[1]), shape(2, 3), shape(2)),
            new Misuse("addBias", t -> t[0].addBias(t[1]), shape(2, 3), shape(1, 3)),
            new Misuse("addBias", t -> t[0].addBias(t[1]), shape(3), shape(3)),
            new Misuse("broadcasting", t -> t[0].add(t[1]), shape(2, 3), shape(3, 2)),
            new Misuse("broadcasting", t -> t[0].subtract(t[1]), shape(6), shape(3, 2)),
            new Misuse("broadcasting", t -> t[0].combine(2, t[1], 3), shape(2), shape(3)),
            new Misuse("crelu", t -> t[0].crelu(), shape(3)),
            new Misuse("center", t -> t[0].center(CONSTANT), shape(3)),
            new Misuse("batchNorm", t -> t[0].batchNorm(1, CONSTANT), shape()),
            new Misuse("slice", t -> t[0].slice(2, 0, 1), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(-1, 0, 1), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(0, 0, 1), shape()),
            new Misuse("slice", t -> t[0].slice(1, 0, 4), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(1, -1, 2), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(1, 2, 1), shape(2, 3)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(2, 3), shape(2, 4)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(2, 3), shape(1, 3), shape(2, 4)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(2, 3), shape(3)),
            new Misuse("concatenate", t -> Tensor.concatenate(2, t), shape(2, 3), shape(2, 3)),
            new Misuse("concatenate", t -> Tensor.concatenate(-1, t), shape(2, 3), shape(2, 3)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(), shape()));
    }

    @Test
    void twoShapesThatDoNotFitAreBothNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 3).matmul(Tensor.zeros(4, 5))).getMessage();
        assertTrue(message.contains("[2, 3] and [4, 5]"), message);
    }

    @Test
    void theBoundsOfASliceAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 3).slice(1, 2, 9)).getMessage();
        assertTrue(message.contains("from 2, to 9"), message);
    }

    @Test
    void nothingToConcatenateIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.concatenate(0)).getMessage();
        assertTrue(message.startsWith("concatenate: "), message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    void batchNormNeedsAPositiveFiniteEpsilon(double epsilon) {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 3).batchNorm(epsilon, CONSTANT)).getMessage();
        assertTrue(message.startsWith("batchNorm: epsilon is " + epsilon), message);
    }

    /** Taken for one of the two kinds, it would give a gradient that nobody asked for. */
    @Test
    void normalisationNeedsToKnowItsStatistics() {
        assertThrows(NullPointerException.class, () -> Tensor.zeros(2, 3).center(null));
        assertThrows(NullPointerException.class, () -> Tensor.zeros(2, 3).batchNorm(1, null));
    }

    private static int[] shape(int... shape) {
        return shape;
    }
}
