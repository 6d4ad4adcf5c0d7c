package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.Masks;
import org.unshatter.kernels.Optimizers;
import org.unshatter.kernels.Reductions;
import org.unshatter.kernels.Softmax;
import org.unshatter.kernels.Transposition;
import org.unshatter.kernels.Workers;

/** A vector that C2 does not keep in registers is boxed, some hundred times slower: the bytes allocated per call give it away. */
@EveryWidth
@Tag("allocation")
class AllocationTest {

    private static final int ROWS = 5;
    private static final int COLUMNS = 203;
    private static final int N = ROWS * COLUMNS;

    private static final float[] P = new float[3 * N];
    private static final float[] Q = new float[3 * N];
    private static final float[] R = new float[3 * N];
    private static final float[] S = new float[2 * N];
    private static volatile float result;
    private static volatile Object kept;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    private record Call(String name, Runnable body) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Call> everyPass() {
        return Stream.of(
                new Call("scale", () -> Elementwise.scale(N, 0.5f, P, 1, Q, 2)),
                new Call("axpy", () -> Elementwise.axpy(N, 0.5f, P, 1, Q, 2)),
                new Call("combine", () -> Elementwise.combine(N, 0.5f, P, 1, 0.25f, Q, 2, R, 3)),
                new Call("relu", () -> Elementwise.relu(N, P, 1, Q, 2)),
                new Call("addReluGradient", () -> Elementwise.addReluGradient(N, P, 1, Q, 2, R, 3)),
                new Call("crelu", () -> Elementwise.crelu(ROWS, COLUMNS, P, Q)),
                new Call("addCreluGradient", () -> Elementwise.addCreluGradient(ROWS, COLUMNS, P, Q, R)),
                new Call("addToRows", () -> Elementwise.addToRows(ROWS, COLUMNS, P, Q)),
                new Call("sum", () -> result = Reductions.sum(N, P, 1)),
                new Call("dot", () -> result = Reductions.dot(N, P, 1, Q, 2)),
                new Call("rowSums", () -> Reductions.rowSums(ROWS, COLUMNS, P, R)),
                new Call("columnSums", () -> Reductions.columnSums(ROWS, COLUMNS, P, R)),
                new Call("columnMeans", () -> Reductions.columnMeans(ROWS, COLUMNS, P, R)),
                new Call("multiply", () -> Elementwise.multiply(N, P, 1, Q, 2, R, 3)),
                new Call("addProduct", () -> Elementwise.addProduct(N, P, 1, Q, 2, R, 3)),
                new Call("max", () -> result = Reductions.max(N, P, 1)),
                new Call("rowMaxima", () -> Reductions.rowMaxima(ROWS, COLUMNS, P, R)));
    }

    static Stream<Call> everyFunction() {
        Stream<Call> softmax = Stream.of(
                new Call("softmax", () -> Softmax.softmax(ROWS, COLUMNS, P, 0, Q, 0)),
                new Call("addSoftmaxGradient", () -> Softmax.addSoftmaxGradient(ROWS, COLUMNS, P, 0, Q, 0, R, 0)),
                new Call("logSoftmax", () -> Softmax.logSoftmax(ROWS, COLUMNS, P, 0, Q, 0)),
                new Call("addLogSoftmaxGradient", () -> Softmax.addLogSoftmaxGradient(ROWS, COLUMNS, P, 0, Q, 0, R, 0)),
                new Call("logSumExp", () -> Softmax.logSumExp(ROWS, COLUMNS, P, 0, Q, 0)),
                new Call("addLogSumExpGradient", () -> Softmax.addLogSumExpGradient(ROWS, COLUMNS, P, 0, Q, 0, Q, 0, R, 0)));
        Stream<Call> functions = ElementwiseFunction.all().map(f -> new Call(f.name(), () -> f.pass().apply(N, P, 1, Q, 2)));
        return Stream.concat(Stream.concat(softmax, functions), Activation.all().flatMap(f -> Stream.of(
                new Call(f.name(), () -> f.pass().apply(N, P, 1, Q, 2)),
                new Call("gradient of " + f, () -> f.gradient().add(N, P, 1, Q, 2, R, 3)))));
    }

    static Stream<Call> everyUpdate() {
        return Stream.of(
                new Call("transpose", () -> Transposition.transpose(ROWS * 8, COLUMNS / 8, P, 1, COLUMNS / 8, Q, 2, ROWS * 8)),
                new Call("sgd", () -> Optimizers.sgd(N, 0.1, 0.1, P, 1, Q, 2)),
                new Call("momentum", () -> Optimizers.momentum(N, 0.1, 0.9, true, 0.1, P, 1, Q, 2, R, 3)),
                new Call("adam", () -> Optimizers.adam(N, 3, 0.1, 0.9, 0.99, 1e-8, 0.1, P, 1, Q, 2, R, 3, S, 4)),
                new Call("adamW", () -> Optimizers.adamW(N, 3, 0.1, 0.9, 0.99, 1e-8, 0.1, P, 1, Q, 2, R, 3, S, 4)),
                new Call("rmsProp", () -> Optimizers.rmsProp(N, 0.1, 0.9, 1e-8, 0.1, P, 1, Q, 2, R, 3)),
                new Call("rmsPropMomentum", () -> Optimizers.rmsPropMomentum(N, 0.1, 0.9, 1e-8, 0.5, 0.1, P, 1, Q, 2, R, 3, S, 4)));
    }

    static Stream<Call> everyMask() {
        return Stream.of(
                new Call("divide", () -> Elementwise.divide(N, P, 1, Q, 2, R, 3)),
                new Call("passAbove", () -> Masks.passAbove(N, 0.5f, P, 1, Q, 2, R, 3)),
                new Call("passBelow", () -> Masks.passBelow(N, 0.5f, P, 1, Q, 2, R, 3)),
                new Call("leaky", () -> Masks.leaky(N, 0.5f, P, 1, Q, 2, R, 3)),
                new Call("crelu mask", () -> Masks.crelu(ROWS, COLUMNS, P, 1, Q, 0, R, 3)),
                new Call("creluTangent", () -> Masks.creluTangent(ROWS, COLUMNS, P, 1, Q, 2, R, 0)),
                new Call("geluDerivative", () -> Activations.geluDerivative(N, P, 1, Q, 2)));
    }

    /** Along the last axis, and along one before it, in one piece and in several. */
    static Stream<Call> everyAxisReduction() {
        return Stream.of(new int[] {ROWS, COLUMNS, 1}, new int[] {1, ROWS, COLUMNS}, new int[] {3, 7, 45}, new int[] {1, 1025, 2})
                .flatMap(s -> Stream.of(
                        new Call("sum along " + Arrays.toString(s), () -> Reductions.sumAlong(s[0], s[1], s[2], P, 1, Q, 2)),
                        new Call("max along " + Arrays.toString(s), () -> Reductions.maxAlong(s[0], s[1], s[2], P, 1, Q, 2)),
                        new Call("gradient of max along " + Arrays.toString(s),
                                () -> Reductions.maxAlongGradient(s[0], s[1], s[2], P, 1, Q, 2, R, 3)),
                        new Call("derivative of max along " + Arrays.toString(s),
                                () -> Reductions.maxAlongTangent(s[0], s[1], s[2], P, 1, Q, 2, R, 3))));
    }

    static Stream<Call> everyPermutation() {
        int[] shape = {5, 7, 1, 29};
        return Stream.of(new int[] {0, 1, 2, 3}, new int[] {0, 3, 1, 2}, new int[] {1, 0, 2, 3}, new int[] {3, 2, 1, 0})
                .map(axes -> new Call("permute by " + Arrays.toString(axes), () -> Transposition.permute(shape, axes, P, 1, Q, 2)));
    }

    @ParameterizedTest
    @MethodSource({"everyPass", "everyFunction", "everyUpdate", "everyMask", "everyAxisReduction", "everyPermutation"})
    void passesAllocateNothing(Call call) {
        Allocation.assertNone(call, call.body);
    }

    @ParameterizedTest
    @CsvSource({"NO, NO, 40", "YES, YES, 40", "NO, NO, 520"})
    void aProductOnOneThreadAllocatesNothing(Transpose transposeA, Transpose transposeB, int k) {
        Workers.setThreads(1);
        GemmCase product = new GemmCase(transposeA, transposeB, 19, 67, k, 1, 0.5f, 0);
        Guarded a = product.a().fill(0.1f);
        Guarded b = product.b().fill(0.1f);
        Guarded c = product.c().fill(0.1f);
        Allocation.assertNone(product, () -> product.run(a, b, c));
    }

    /** Negative control: a call that allocates 16 floats, the size of a 512-bit vector, must be caught. */
    @Test
    void oneBoxedVectorPerCallWouldBeSeen() {
        double bytes = Allocation.perCall(1023, () -> kept = new float[16]);
        assertTrue(bytes >= 64, () -> bytes + " bytes per call");
    }
}
