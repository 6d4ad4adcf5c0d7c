package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tangents;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Gradients of gradients are what the tangents of gradients are; where a gradient has no gradient, it says so. */
class ReverseOverReverseTest {

    /** Their gradients are kernels of their own, of which there are tangents alone. */
    private static final String REFUSED = "(center|batchNorm|layerNorm|prelu)\\(.*";
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.OperationTable#smallCases")
    void agreesWithForwardOverReverse(OperationCase c) {
        Tape tape = new Tape();
        SplittableRandom random = new SplittableRandom(c.seed());
        List<Tensor> variables = new ArrayList<>(Arrays.stream(c.inputs()).map(tape::variable).toList());
        Tensor output = c.operation().apply(variables.toArray(Tensor[]::new));
        Tensor cotangent = tape.variable(Data.random(random, output.shape()));
        // ⟨vᵀJ, u⟩, a function of the inputs and of v
        Gradients gradients = tape.differentiableGradients(output.multiply(cotangent).sum());
        List<Tensor> directions = new ArrayList<>();
        Tensor slope = cotangent.sum().scale(0);
        for (Tensor variable : variables) {
            directions.add(Data.random(random, variable.shape()));
            slope = slope.add(gradients.of(variable).multiply(directions.getLast()).sum());
        }
        Tensor by = slope;
        if (c.method().matches(REFUSED)) {
            String message = assertThrows(UnsupportedOperationException.class, () -> tape.gradients(by)).getMessage();
            assertTrue(message.contains("forward over reverse"), message);
            return;
        }
        Gradients second = tape.gradients(by);
        Tangents tangents = tape.tangents(variables, directions);
        assertClose(c + ", by v", tangents.of(output), second.of(cotangent));
        for (Tensor variable : variables) {
            assertClose(c + ", by an input of shape " + Arrays.toString(variable.shape()), tangentOf(gradients.of(variable), tangents), second.of(variable));
        }
    }

    /** The gradient by a variable that the output does not depend on is on no tape. */
    private static Tensor tangentOf(Tensor gradient, Tangents tangents) {
        try {
            return tangents.of(gradient);
        } catch (IllegalArgumentException e) {
            return Tensor.zeros(gradient.shape());
        }
    }

    private static void assertClose(String what, Tensor expected, Tensor got) {
        double[] x = Data.doubles(expected);
        double[] y = Data.doubles(got);
        double largest = Arrays.stream(x).map(Math::abs).max().orElse(0);
        for (int e = 0; e < x.length; e++) {
            assertEquals(x[e], y[e], TOLERANCE * Math.max(largest, 0.1), what + ", element " + e);
        }
    }
}
