package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Seed;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tangents;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/** A segment that is computed twice changes nothing but time and memory: all derivatives have the same bits. */
class CheckpointTest {

    /** How segments are applied: as they are, or through {@link Tape#checkpoint}. */
    @FunctionalInterface
    private interface Segments {
        Tensor apply(Function<Tensor, Tensor> segment, Tensor x);
    }

    /** A net made of segments, of an input and parameters. */
    private record Net(String name, int[][] shapes, Body body) {

        @FunctionalInterface
        private interface Body {
            Tensor apply(Segments segments, Tensor... in);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Net net(String name, Net.Body body, int[]... shapes) {
        return new Net(name, shapes, body);
    }

    private static int[] shape(int... dims) {
        return dims;
    }

    static List<Net> nets() {
        Seed seed = Seed.of(3);
        int[] square = {5, 5};
        return List.of(
                net("one segment without variables", (s, in) -> s.apply(x -> x.tanh().multiply(x), in[0]).sum(), shape(3, 5)),
                net("variables inside the segments, one of them in both", (s, in) -> s.apply(x -> x.matmul(in[2]).tanh().matmul(in[1]),
                        s.apply(x -> x.linear(in[1], in[3]).crelu().slice(1, 0, 5), in[0])).sum(), shape(3, 5), square, square, shape(5)),
                net("segments within segments", (s, in) -> s.apply(x -> {
                    Tensor h = x.matmul(in[1]).sigmoid();
                    h = s.apply(y -> s.apply(z -> z.tanh().matmul(in[2]), y.multiply(x)).add(y), h);
                    return h.matmul(in[1]);
                }, in[0]).tanh().sum(), shape(3, 5), square, square),
                net("what is used inside, outside, and twice", (s, in) -> {
                    Tensor h = in[0].matmul(in[1]).tanh();
                    Tensor y = s.apply(x -> x.multiply(h).matmul(in[1]).add(in[0]), h);
                    return y.multiply(y).add(h).add(in[0]).mean();
                }, shape(3, 5), square),
                net("dropout", (s, in) -> s.apply(x -> x.matmul(in[1]).tanh().dropout(0.5, seed.split(1)).matmul(in[1]).dropout(0.1, seed.split(2)), in[0]).sum(),
                        shape(30, 5), square),
                net("batch norm, convolutions and a shortcut", (s, in) -> s.apply(x -> x.conv2d(in[1], null, Window.of(3).padding(1), 1)
                                .batchNorm(in[2], in[3], 0.1, Statistics.DIFFERENTIATED).relu().add(x),
                        s.apply(x -> x.batchNorm(in[2], in[3], 0.1, Statistics.CONSTANT).crelu().slice(1, 0, 2), in[0].images())).layerNorm(0.1).softplus().mean(),
                        shape(17, 2, 3, 3), shape(2, 2, 3, 3), shape(2), shape(2)),
                net("a segment that returns what it is given", (s, in) -> s.apply(x -> x, in[0].tanh()).sum(), shape(3, 5)),
                net("a segment that does not look at what it is given", (s, in) -> s.apply(x -> in[1].exp(), in[0]).add(in[0].tanh()).sum(), shape(3, 5), shape(3, 5)));
    }

    /** Loss, gradients by all inputs, the tangent of the loss where all move, and the tangents of the gradients: Hessian-vector products. */
    private static Tensor[] derivatives(Net net, boolean checkpoints, Tensor... inputs) {
        Tape tape = new Tape();
        Tensor[] variables = Arrays.stream(inputs).map(tape::variable).toArray(Tensor[]::new);
        Segments segments = checkpoints ? tape::checkpoint : Function::apply;
        Tensor loss = net.body().apply(segments, variables);
        Gradients gradients = tape.gradients(loss);
        Gradients differentiable = tape.differentiableGradients(loss);
        SplittableRandom random = new SplittableRandom(9);
        var tangents = tape.tangents(List.of(variables), Arrays.stream(inputs).map(x -> Data.random(random, x.shape())).toList());
        Stream<Tensor> first = Arrays.stream(variables).map(gradients::of);
        Stream<Tensor> second = Arrays.stream(variables).map(differentiable::of);
        Stream<Tensor> third = Arrays.stream(variables).map(differentiable::of).filter(g -> g != g.detach()).map(tangents::of);
        return Stream.of(Stream.of(loss, tangents.of(loss)), first, second, third).flatMap(s -> s).toArray(Tensor[]::new);
    }

    @ParameterizedTest
    @MethodSource("nets")
    void derivativesHaveTheSameBitsAsWithoutCheckpoints(Net net) {
        Tensor[] inputs = Data.random(net.name().hashCode(), net.shapes());
        Bits.of(derivatives(net, false, inputs)).requireOf(net.name(), derivatives(net, true, inputs));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void soDoTheyWhereTheyAreCaptured(Net net) {
        Captured captured = Captured.of(in -> derivatives(net, true, in));
        for (int run = 0; run < 3; run++) {
            Tensor[] inputs = Data.random(run, net.shapes());
            Bits.of(derivatives(net, false, inputs)).requireOf(net.name() + ", run " + run, captured.run(inputs));
        }
    }

    @Test
    void aSegmentIsComputedOnceMoreForEachReversePass() {
        AtomicInteger calls = new AtomicInteger();
        Tape tape = new Tape();
        Tensor x = tape.variable(Tensor.scalar(2));
        Tensor y = tape.checkpoint(t -> {
            calls.incrementAndGet();
            return t.multiply(t);
        }, x);
        assertEquals(1, calls.get());
        assertEquals(4, tape.gradients(y).of(x).item());
        assertEquals(2, calls.get());
        assertEquals(4, tape.gradients(y).of(x).item());
        assertEquals(3, calls.get());
    }

    @Test
    void aSegmentWithoutVariablesHasNoGradientButAValue() {
        Tape tape = new Tape();
        Tensor x = tape.variable(Tensor.scalar(2));
        Tensor y = tape.checkpoint(t -> t.scale(3), Tensor.scalar(5));
        assertEquals(15, y.item());
        assertEquals(0, tape.gradients(y).of(x).item());
        assertEquals(0, tape.tangents(x, Tensor.scalar(1)).of(y).item());
    }

    /** The tape keeps the segment's operations no longer than that, nor do the tangents. */
    @Test
    void tangentsKeepNothingOfASegment() throws InterruptedException {
        List<WeakReference<Tensor>> inside = new ArrayList<>();
        Tape tape = new Tape();
        Tensor x = tape.variable(Tensor.of(new float[] {1, 2}, 2));
        Tensor y = tape.checkpoint(in -> {
            Tensor middle = in.tanh();
            inside.add(new WeakReference<>(middle));
            return middle.multiply(middle).scale(3);
        }, x);
        Tangents tangents = tape.tangents(x, Tensor.of(new float[] {1, 1}, 2));
        for (int i = 0; i < 50 && inside.stream().anyMatch(reference -> reference.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(2, inside.size(), "times that the segment was computed");
        assertTrue(inside.stream().allMatch(reference -> reference.get() == null), "the middle of the segment is still there");
        assertEquals(6 * Math.tanh(1) * (1 - Math.tanh(1) * Math.tanh(1)), tangents.of(y).get(0), 1e-6);
    }

    @Test
    void afterAnExceptionInASegmentTheTapeRecordsAgain() {
        Tape tape = new Tape();
        Tensor x = tape.variable(Tensor.scalar(2));
        UnaryOperator<Tensor> failing = t -> {
            throw new UnsupportedOperationException("not today");
        };
        assertThrows(UnsupportedOperationException.class, () -> tape.checkpoint(failing, x));
        assertArrayEquals(new float[] {3}, tape.gradients(x.scale(3)).of(x).toArray());
    }

    /** In the segment as it is computed again, not as it was. */
    @Test
    void anObserverInASegmentSeesEachGradientOnce() {
        Tape tape = new Tape();
        AtomicInteger calls = new AtomicInteger();
        Tensor x = tape.variable(Tensor.scalar(2));
        Tensor y = tape.checkpoint(t -> t.scale(3).observeGradient(g -> assertEquals(5 * calls.incrementAndGet(), g.item())).scale(5), x);
        assertEquals(0, calls.get());
        assertEquals(15, tape.gradients(y).of(x).item());
        assertEquals(1, calls.get());
    }
}
