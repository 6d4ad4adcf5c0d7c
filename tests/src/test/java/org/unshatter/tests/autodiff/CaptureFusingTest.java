package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;
import org.unshatter.tests.kernels.EveryWidth;

/** What a capture makes one operation of, and what must stay apart; the bits are the same in either case. */
@EveryWidth
class CaptureFusingTest {

    private static final int BATCH = 17;
    private static final Window THREE = Window.of(3).padding(1);

    /**
     * A function of inputs; those that are a batch of images lie in their layout.
     *
     * @param operations that are left of it
     */
    private record Fusing(String what, int operations, Function<Tensor[], Tensor[]> function, int[]... shapes) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static Fusing fusing(String what, int operations, Function<Tensor[], Tensor> function, int[]... shapes) {
        return new Fusing(what, operations, in -> new Tensor[] {function.apply(in)}, shapes);
    }

    private static int[] shape(int... dims) {
        return dims;
    }

    static List<Fusing> forward() {
        return List.of(
                fusing("a dense layer and its rectifier", 1, t -> t[0].linear(t[1], t[2]).relu(), shape(9, 7), shape(5, 7), shape(5)),
                fusing("a dense layer and CReLU", 1, t -> t[0].linear(t[1], t[2]).crelu(), shape(9, 7), shape(5, 7), shape(5)),
                fusing("a product and its rectifier", 1, t -> t[0].matmulTransposed(t[1]).relu(), shape(9, 7), shape(5, 7)),
                fusing("a convolution and its rectifier", 1, t -> t[0].conv2d(t[1], t[2], THREE, 1).relu(), shape(BATCH, 2, 4, 3), shape(3, 2, 3, 3), shape(3)),
                fusing("CReLU before a convolution", 1, t -> t[0].crelu().conv2d(t[1], null, THREE, 1), shape(BATCH, 2, 4, 3), shape(3, 4, 3, 3)),
                fusing("CReLU before two convolutions", 3, t -> {
                    Tensor h = t[0].crelu();
                    return h.conv2d(t[1], null, THREE, 1).add(h.conv2d(t[2], null, THREE, 1));
                }, shape(BATCH, 2, 4, 3), shape(3, 4, 3, 3), shape(3, 4, 3, 3)),
                fusing("batch norm of images and its rectifier", 1, t -> t[0].batchNorm(t[1], t[2], 0.01, Statistics.DIFFERENTIATED).relu(),
                        shape(BATCH, 2, 4, 3), shape(2), shape(2)),
                fusing("batch norm of a matrix and its rectifier", 1, t -> t[0].batchNorm(0.01, Statistics.CONSTANT).relu(), shape(9, 7)),
                fusing("pointwise operations", 1, t -> t[0].tanh().add(t[1]).multiply(t[0]).sigmoid().scale(3).subtract(t[1].exp()), shape(9, 70), shape(9, 70)),
                fusing("pointwise operations longer than a run of one thread", 1, t -> t[0].tanh().add(t[1]).multiply(t[0]).scale(3), shape(40_001), shape(40_001)),
                new Fusing("pointwise operations whose middle is a result", 1, t -> {
                    Tensor middle = t[0].tanh();
                    return new Tensor[] {middle.scale(2).exp(), middle};
                }, shape(1000)),
                fusing("what nobody needs", 1, t -> {
                    t[0].exp().matmul(t[0]);
                    return t[0].scale(2);
                }, shape(3, 3)));
    }

    static List<Fusing> backward() {
        return List.of(
                fusing("dense layers with a rectifier between", 3, t -> gradient(t[3], t[0], x -> x.linear(t[1], t[2]).relu().matmul(t[1])),
                        shape(9, 7), shape(5, 7), shape(5), shape(9, 7)),
                fusing("convolutions with a rectifier between", 3, t -> gradient(t[3], t[0], x -> x.conv2d(t[1], t[2], THREE, 1).relu().conv2d(t[1], null, THREE, 1)),
                        shape(BATCH, 2, 4, 3), shape(2, 2, 3, 3), shape(2), shape(BATCH, 2, 4, 3)),
                fusing("convolution, batch norm, rectifier", 4,
                        t -> gradient(t[4], t[0], x -> x.conv2d(t[1], null, THREE, 1).batchNorm(t[2], t[3], 0.01, Statistics.DIFFERENTIATED).relu()),
                        shape(BATCH, 2, 4, 3), shape(3, 2, 3, 3), shape(3), shape(3), shape(BATCH, 3, 4, 3)),
                fusing("a dense layer, batch norm, rectifier", 4,
                        t -> gradient(t[4], t[0], x -> x.matmulTransposed(t[1]).batchNorm(t[2], t[3], 0.01, Statistics.DIFFERENTIATED).relu()),
                        shape(9, 7), shape(5, 7), shape(5), shape(5), shape(9, 5)),
                fusing("convolutions with CReLU between", 3, t -> gradient(t[3], t[0], x -> x.conv2d(t[1], null, THREE, 1).crelu().conv2d(t[2], null, THREE, 1)),
                        shape(BATCH, 2, 4, 3), shape(2, 2, 3, 3), shape(3, 4, 3, 3), shape(BATCH, 3, 4, 3)),
                fusing("the weights of a convolution behind CReLU", 1, t -> gradient(t[2], t[1], w -> t[0].crelu().conv2d(w, null, THREE, 1)),
                        shape(BATCH, 2, 4, 3), shape(3, 4, 3, 3), shape(BATCH, 3, 4, 3)),
                fusing("a convolution beside a shortcut", 1, t -> gradient(t[2], t[0], x -> x.conv2d(t[1], null, THREE, 1).add(x)),
                        shape(BATCH, 2, 4, 3), shape(2, 2, 3, 3), shape(BATCH, 2, 4, 3)),
                // the gradient between the two is read for the last time as what is convolved and as what is added: it must not be overwritten
                fusing("convolutions beside shortcuts, one behind the other", 2, t -> gradient(t[2], t[0], x -> {
                    Tensor h = x.conv2d(t[1], null, THREE, 1).add(x);
                    return h.conv2d(t[1], null, THREE, 1).add(h);
                }), shape(BATCH, 2, 4, 3), shape(2, 2, 3, 3), shape(BATCH, 2, 4, 3)),
                fusing("a convolution beside a shortcut, both behind a rectifier", 2, t -> gradient(t[2], t[0], x -> {
                    Tensor h = x.relu();
                    return h.conv2d(t[1], null, THREE, 1).add(h);
                }), shape(BATCH, 2, 4, 3), shape(2, 2, 3, 3), shape(BATCH, 2, 4, 3)));
    }

    private static Tensor gradient(Tensor seed, Tensor at, UnaryOperator<Tensor> f) {
        Tape tape = new Tape();
        Tensor x = tape.variable(at);
        return tape.gradients(f.apply(x), seed).of(x);
    }

    static List<Fusing> apart() {
        return List.of(
                fusing("a rectifier whose layer is needed elsewhere", 3, t -> {
                    Tensor y = t[0].linear(t[1], t[2]);
                    return y.relu().tanh().matmul(true, y, false);
                }, shape(9, 7), shape(5, 7), shape(5)),
                new Fusing("a rectifier whose layer is a result", 2, t -> {
                    Tensor y = t[0].linear(t[1], t[2]);
                    return new Tensor[] {y, y.relu().tanh()};
                }, shape(9, 7), shape(5, 7), shape(5)),
                fusing("CReLU of a layer under another shape", 2, t -> t[0].linear(t[1], t[2]).reshape(3, 15).crelu(), shape(9, 7), shape(5, 7), shape(5)),
                fusing("a rectifier of a layer under another shape", 2, t -> t[0].linear(t[1], t[2]).reshape(45).relu(), shape(9, 7), shape(5, 7), shape(5)),
                fusing("CReLU before a convolution of groups", 2, t -> t[0].crelu().conv2d(t[1], null, THREE, 2), shape(BATCH, 2, 4, 3), shape(4, 2, 3, 3)),
                fusing("a maximum that is no rectifier", 2, t -> t[0].linear(t[1], t[2]).max(0.5f), shape(9, 7), shape(5, 7), shape(5)),
                fusing("two rectifiers", 2, t -> t[0].linear(t[1], t[2]).relu().relu(), shape(9, 7), shape(5, 7), shape(5)),
                fusing("pointwise operations on other shapes", 3, t -> t[0].tanh().sum(0).tanh(), shape(9, 7)));
    }

    /** Both the normalisation and what has absorbed it make the statistics, which are read in between. */
    @Test
    void tangentsTakenBetweenBatchNormAndItsRectifierStay() {
        Function<Tensor[], Tensor[]> function = in -> {
            Tape tape = new Tape();
            Tensor x = tape.variable(in[0]);
            Tensor before = in[0].exp();
            Tensor normalised = x.batchNorm(0.01, Statistics.DIFFERENTIATED);
            Tensor tangent = tape.tangents(x, in[1].multiply(before.sum(0))).of(normalised);
            return new Tensor[] {tangent, normalised.relu(), before.multiply(tangent).sum()};
        };
        for (int[] shape : new int[][] {{9, 7}, {BATCH, 2, 4, 3}}) {
            Tensor[] inputs = Data.random(1, shape, shape);
            Bits.of(function.apply(inputs)).requireOf("shape " + Arrays.toString(shape), Captured.of(function).run(inputs));
        }
    }

    /** Forward and backward come before the weights change. The update itself joins the sum of the gradients of both layers; the assignment is one more. */
    @Test
    void aStepThatUpdatesItsOwnWeightsIsFusedAsWell() {
        Tensor weight = Data.random(1, new int[][] {{5, 5}})[0];
        Function<Tensor[], Tensor[]> gradient = in -> {
            Tape tape = new Tape();
            Tensor w = tape.variable(weight);
            return new Tensor[] {tape.gradients(in[0].matmul(w).relu().matmul(w).relu(), in[0]).of(w)};
        };
        Function<Tensor[], Tensor[]> step = in -> {
            weight.combine(1, gradient.apply(in)[0], -0.1f).assignTo(weight);
            return new Tensor[0];
        };
        Tensor x = Data.random(2, new int[][] {{9, 5}})[0];
        assertEquals(Captured.of(gradient).operations(x) + 1, Captured.of(step).operations(x));
    }

    @ParameterizedTest
    @MethodSource({"forward", "backward", "apart"})
    void whereElementsAreNotFiniteTheBitsAreTheSameAsWell(Fusing fusing) {
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE};
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tensor[] inputs = Arrays.stream(inputs(fusing)).map(t -> {
                float[] elements = t.toArray();
                for (int e = 0; e < elements.length; e++) {
                    elements[e] = random.nextInt(20) > 0 ? elements[e] : odd[random.nextInt(odd.length)];
                }
                Tensor changed = Tensor.of(elements, t.shape());
                return t.rank() == 4 && t.dim(0) == BATCH ? changed.images() : changed;
            }).toArray(Tensor[]::new);
            Bits.of(fusing.function().apply(inputs)).requireOf(fusing.what() + ", seed " + seed, Captured.of(fusing.function()).run(inputs));
        }
    }

    @ParameterizedTest
    @MethodSource({"forward", "backward", "apart"})
    void soManyOperationsAreLeftWithTheSameBits(Fusing fusing) {
        Captured captured = Captured.of(fusing.function());
        Tensor[] inputs = inputs(fusing);
        assertEquals(fusing.operations(), captured.operations(inputs), "operations");
        Bits.of(fusing.function().apply(inputs)).requireOf(fusing.what(), captured.run(inputs));
    }

    private static Tensor[] inputs(Fusing fusing) {
        return Arrays.stream(Data.random(fusing.what().hashCode(), fusing.shapes()))
                .map(t -> t.rank() == 4 && t.dim(0) == BATCH ? t.images() : t).toArray(Tensor[]::new);
    }
}
