package org.unshatter.tests.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Workers;

/** Each operation by itself: its value, tangent and gradients have the bits of an eager evaluation, in any run, for any input, on any number of threads. */
class CaptureOperationsTest {

    private static final int RUNS = 10;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.OperationTable#cases")
    void hasTheSameBitsCapturedAsEager(OperationCase c) {
        Captured captured = Captured.of(in -> evaluated(c, in));
        Tensor[] first = c.inputs();
        for (int run = 0; run < RUNS; run++) {
            Tensor[] inputs = moved(run, first);
            Workers.setThreads(1 + run % 2);
            Tensor[] results = captured.run(inputs);
            if (run < 2 || run == RUNS - 1) {
                Workers.setThreads(1);
                Bits.of(evaluated(c, inputs)).requireOf(c + ", run " + run + ", seed " + c.seed(), results);
            }
        }
    }

    /** The value, the gradients by all inputs, and the tangent where all of them move. */
    private static Tensor[] evaluated(OperationCase c, Tensor... inputs) {
        Tape tape = new Tape();
        List<Tensor> variables = Arrays.stream(inputs).map(tape::variable).toList();
        Tensor y = c.operation().apply(variables.toArray(Tensor[]::new));
        SplittableRandom random = new SplittableRandom(c.seed());
        Gradients gradients = tape.gradients(y, Data.random(random, y.shape()));
        List<Tensor> directions = Arrays.stream(inputs).map(x -> Data.random(random, x.shape())).toList();
        Stream<Tensor> derivatives = Stream.concat(variables.stream().map(gradients::of), Stream.of(tape.tangents(variables, directions).of(y)));
        return Stream.concat(Stream.of(y), derivatives).toArray(Tensor[]::new);
    }

    /** Other elements in each run: those of the first in other places, so that each stays one that the operation accepts. */
    private static Tensor[] moved(int by, Tensor... inputs) {
        return Arrays.stream(inputs).map(x -> {
            float[] elements = x.toArray();
            float[] moved = new float[elements.length];
            for (int e = 0; e < moved.length; e++) {
                moved[(e + by) % moved.length] = elements[e];
            }
            return Tensor.of(moved, x.shape());
        }).toArray(Tensor[]::new);
    }
}
