package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.autodiff.Statistics.CONSTANT;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

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
        String message = messageOf(() -> misuse.call.apply(inputs));
        assertTrue(message.startsWith(misuse.operation + ": "), message);
        // The message names the inputs that do not fit together; of one that is wrong by itself, that one.
        assertTrue(Arrays.stream(misuse.shapes).anyMatch(s -> message.contains(Arrays.toString(s))), message);
        assertTrue(message.contains("expected"), message);
    }

    static List<Misuse> misuses() {
        return Stream.of(products(), arithmetic(), features(), axes(), losses(), images()).flatMap(List::stream).toList();
    }

    private static List<Misuse> products() {
        String transposed = "matmul (A, B transposed)";
        return List.of(
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(2, 3), shape(2, 3)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(3), shape(3, 2)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(2, 3), shape(3, 2, 1)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(2, 3, 4), shape(3, 4, 5)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(2, 3, 4), shape(2, 3, 4)),
            new Misuse("matmul", t -> t[0].matmul(t[1]), shape(1, 2, 3, 4), shape(1, 2, 4, 5)),
            new Misuse("matmul (A transposed, B)", t -> t[0].matmul(true, t[1], false), shape(2, 3), shape(3, 2)),
            new Misuse("matmul (A transposed, B transposed)", t -> t[0].matmul(true, t[1], true), shape(2, 3), shape(2, 3)),
            new Misuse(transposed, t -> t[0].matmulTransposed(t[1]), shape(2, 3), shape(3, 2)),
            new Misuse(transposed, t -> t[0].matmulTransposed(t[1]), shape(2, 3), shape(3)),
            new Misuse("linear", t -> t[0].linear(t[1], t[2]), shape(3), shape(2, 3), shape(2)),
            new Misuse("linear", t -> t[0].linear(t[1], t[2]), shape(4, 3), shape(2, 4), shape(2)),
            new Misuse("linear", t -> t[0].linear(t[1], t[2]), shape(4, 3), shape(2, 3), shape(3)),
            new Misuse("linear", t -> t[0].linear(t[1], t[2]), shape(4, 3), shape(2, 3), shape(1, 2)));
    }

    private static List<Misuse> arithmetic() {
        return List.of(
            new Misuse("addBias", t -> t[0].addBias(t[1]), shape(2, 3), shape(2)),
            new Misuse("addBias", t -> t[0].addBias(t[1]), shape(2, 3), shape(1, 3)),
            new Misuse("addBias", t -> t[0].addBias(t[1]), shape(3), shape(3)),
            new Misuse("add", t -> t[0].add(t[1]), shape(2, 3), shape(3, 2)),
            new Misuse("subtract", t -> t[0].subtract(t[1]), shape(6), shape(3, 2)),
            new Misuse("combine", t -> t[0].combine(2, t[1], 3), shape(2), shape(3)),
            new Misuse("multiply", t -> t[0].multiply(t[1]), shape(2, 3, 1), shape(2, 4)),
            new Misuse("divide", t -> t[0].divide(t[1]), shape(0), shape(2)),
            new Misuse("expandTo", t -> t[0].expandTo(2, 4), shape(2, 3)),
            new Misuse("expandTo", t -> t[0].expandTo(3), shape(2, 3)),
            new Misuse("expandTo", t -> t[0].expandTo(3, 1), shape(3)));
    }

    private static List<Misuse> features() {
        return List.of(
            new Misuse("crelu", t -> t[0].crelu(), shape(3)),
            new Misuse("prelu", t -> t[0].prelu(t[1]), shape(3), shape(1)),
            new Misuse("prelu", t -> t[0].prelu(t[1]), shape(2, 3), shape(2)),
            new Misuse("prelu", t -> t[0].prelu(t[1]), shape(2, 3), shape(1, 3)),
            new Misuse("center", t -> t[0].center(CONSTANT), shape(3)),
            new Misuse("center", t -> t[0].center(CONSTANT), shape(2, 3, 4)),
            new Misuse("batchNorm", t -> t[0].batchNorm(1, CONSTANT), shape()),
            new Misuse("batchNorm", t -> t[0].batchNorm(t[1], t[2], 1, CONSTANT), shape(2, 3), shape(2), shape(3)),
            new Misuse("batchNorm", t -> t[0].batchNorm(t[1], t[2], 1, CONSTANT), shape(2, 3), shape(3), shape(1)),
            new Misuse("layerNorm", t -> t[0].layerNorm(1), shape(2, 3, 4)),
            new Misuse("layerNorm", t -> t[0].layerNorm(t[1], t[2], 1), shape(2, 3), shape(2), shape(3)),
            new Misuse("layerNorm", t -> t[0].layerNorm(t[1], t[2], 1), shape(2, 3), shape(3), shape(1)),
            new Misuse("layerNorm", t -> t[0].layerNorm(t[1], t[2], 1), shape(2, 3, 2, 2), shape(2), shape(3)));
    }

    private static List<Misuse> axes() {
        return List.of(
            new Misuse("sum", t -> t[0].sum(2), shape(2, 3)),
            new Misuse("sum", t -> t[0].sum(-1), shape(2, 3)),
            new Misuse("sumKeeping", t -> t[0].sumKeeping(0), shape()),
            new Misuse("mean", t -> t[0].mean(0, 0), shape(2, 3)),
            new Misuse("variance", t -> t[0].variance(1, 2), shape(2, 3)),
            new Misuse("maxAlong", t -> t[0].maxAlong(1), shape(3)),
            new Misuse("reshape", t -> t[0].reshape(4), shape(2, 3)),
            new Misuse("reshape", t -> t[0].reshape(4, -1), shape(2, 3)),
            new Misuse("reshape", t -> t[0].reshape(-1, -1), shape(2, 3)),
            new Misuse("transpose", t -> t[0].transpose(0, 0), shape(2, 3)),
            new Misuse("transpose", t -> t[0].transpose(0), shape(2, 3)),
            new Misuse("transpose", t -> t[0].transpose(1, 2), shape(2, 3)),
            new Misuse("transpose", t -> t[0].transpose(), shape(2, 3, 4)),
            new Misuse("slice", t -> t[0].slice(2, 0, 1), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(-1, 0, 1), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(0, 0, 1), shape()),
            new Misuse("slice", t -> t[0].slice(1, 0, 4), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(1, -1, 2), shape(2, 3)),
            new Misuse("slice", t -> t[0].slice(1, 2, 1), shape(2, 3)),
            new Misuse("pad", t -> t[0].pad(2, 1, 1), shape(2, 3)),
            new Misuse("pad", t -> t[0].pad(1, -1, 1), shape(2, 3)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(2, 3), shape(2, 4)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(2, 3), shape(1, 3), shape(2, 4)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(2, 3), shape(3)),
            new Misuse("concatenate", t -> Tensor.concatenate(2, t), shape(2, 3), shape(2, 3)),
            new Misuse("concatenate", t -> Tensor.concatenate(-1, t), shape(2, 3), shape(2, 3)),
            new Misuse("concatenate", t -> Tensor.concatenate(0, t), shape(), shape()),
            new Misuse("gatherRows", t -> t[0].gatherRows(t[1]), shape(2, 3), shape(2, 2)),
            new Misuse("gatherRows", t -> t[0].gatherRows(t[1]), shape(), shape(2)));
    }

    private static List<Misuse> losses() {
        return List.of(
            new Misuse("softmax", t -> t[0].softmax(), shape()),
            new Misuse("logSoftmax", t -> t[0].logSoftmax(), shape()),
            new Misuse("crossEntropy", t -> t[0].crossEntropy(t[1], 0), shape(3), shape(3)),
            new Misuse("crossEntropy", t -> t[0].crossEntropy(t[1], 0), shape(2, 3), shape(3)),
            new Misuse("crossEntropy", t -> t[0].crossEntropy(t[1], 0), shape(2, 3), shape(2, 1)),
            new Misuse("meanSquaredError", t -> t[0].meanSquaredError(t[1]), shape(2, 3), shape(3)),
            new Misuse("assignTo", t -> {
                t[0].assignTo(t[1]);
                return t[1];
            }, shape(2), shape(1, 2)));
    }

    private static List<Misuse> images() {
        Window window = Window.of(1);
        return List.of(
            new Misuse("images", t -> t[0].images(), shape(2, 3)),
            new Misuse("maxPool", t -> t[0].maxPool(window), shape(2, 3)),
            new Misuse("averagePool", t -> t[0].averagePool(window, false), shape(2, 3, 4)),
            new Misuse("globalAveragePool", t -> t[0].globalAveragePool(), shape(2, 3)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], null, window, 1), shape(2, 3), shape(1, 3, 1, 1)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], null, window, 1), shape(2, 3, 4, 4), shape(1, 3, 1)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], null, window, 1), shape(2, 3, 4, 4), shape(1, 2, 1, 1)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], null, window, 1), shape(2, 3, 4, 4), shape(1, 3, 2, 2)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], t[2], window, 1), shape(2, 3, 4, 4), shape(1, 3, 1, 1), shape(2)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], null, window, 2), shape(2, 4, 4, 4), shape(3, 2, 1, 1)),
            new Misuse("conv2d", t -> t[0].conv2d(t[1], null, window, 0), shape(2, 4, 4, 4), shape(3, 2, 1, 1)));
    }

    @Test
    void twoShapesThatDoNotFitAreBothNamed() {
        String message = messageOf(() -> Tensor.zeros(2, 3).matmul(Tensor.zeros(4, 5)));
        assertTrue(message.contains("[2, 3] and [4, 5]"), message);
    }

    @Test
    void theBoundsOfASliceAreNamed() {
        String message = messageOf(() -> Tensor.zeros(2, 3).slice(1, 2, 9));
        assertTrue(message.contains("from 2, to 9"), message);
    }

    @Test
    void nothingToConcatenateIsRefused() {
        String message = messageOf(() -> Tensor.concatenate(0));
        assertTrue(message.startsWith("concatenate: "), message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    void batchNormNeedsAPositiveFiniteEpsilon(double epsilon) {
        String message = messageOf(() -> Tensor.zeros(2, 3).batchNorm(epsilon, CONSTANT));
        assertTrue(message.startsWith("batchNorm: epsilon is " + epsilon), message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    void layerNormNeedsAPositiveFiniteEpsilon(double epsilon) {
        assertTrue(messageOf(() -> Tensor.zeros(2, 3).layerNorm(epsilon)).startsWith("layerNorm: epsilon is " + epsilon));
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 0.5f, 3, Float.NaN})
    void whatIsNoIndexIsRefusedWithItsPlace(float index) {
        Tensor indices = Tensor.of(new float[] {1, index}, 2);
        assertEquals("gatherRows: index 1 is " + index + ", expected a whole number from 0 to 2", messageOf(() -> Tensor.zeros(3, 2).gatherRows(indices)));
        assertEquals("crossEntropy, label: index 1 is " + index + ", expected a whole number from 0 to 2",
                messageOf(() -> Tensor.zeros(2, 3).crossEntropy(indices, 0)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void smoothingIsAShare(double smoothing) {
        assertTrue(messageOf(() -> Tensor.zeros(2, 3).crossEntropy(Tensor.zeros(2), smoothing)).startsWith("crossEntropy: smoothing is " + smoothing));
    }

    @Test
    void theBoundsOfAClampMustBeInOrder() {
        assertTrue(messageOf(() -> Tensor.zeros(3).clamp(1, 0.5f)).startsWith("clamp: low is 1.0"));
        assertTrue(messageOf(() -> Tensor.zeros(3).clamp(Float.NaN, 0)).startsWith("clamp: low is NaN"));
    }

    private static String messageOf(Executable refused) {
        return assertThrows(IllegalArgumentException.class, refused).getMessage();
    }

    @Test
    void aResultThatIsTooLongAlongAnAxis() {
        assertEquals("pad: shape [2, 3], expected a result of less than 2³¹ along an axis, not 2147483651",
                messageOf(() -> Tensor.zeros(2, 3).pad(1, Integer.MAX_VALUE, 1)));
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
