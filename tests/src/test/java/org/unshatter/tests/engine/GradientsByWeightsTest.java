package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Sequence;
import org.unshatter.tests.kernels.EveryWidth;

/** Gradients by every weight, bias and input agree with central differences of the double-precision reference. */
@EveryWidth
class GradientsByWeightsTest {

    private static final int SAMPLES = 5;

    /** In double, truncation and cancellation both stay below 1e-9 here, and no kink lies that near. */
    private static final double STEP = 1e-6;

    static Stream<Arguments> nets() {
        return SmallNets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void agreeWithFiniteDifferences(String name, Sequence net) {
        Tape tape = new Tape();
        List<Tensor> parameters = new ArrayList<>();
        List<Tensor> variables = new ArrayList<>();
        Layer onTape = net.mapParameters(parameter -> {
            parameters.add(parameter);
            variables.add(tape.variable(parameter));
            return variables.getLast();
        });
        assertEquals(parametersOf(name), parameters.size(), "parameters");

        Tensor inputs = Laboratory.gaussian(2, SAMPLES, SmallNets.INPUTS);
        Tensor x = tape.variable(inputs);
        Tensor seed = Laboratory.gaussian(3, SAMPLES, SmallNets.OUTPUTS);
        Gradients gradients = tape.gradients(onTape.apply(x), seed);

        DoubleReference reference = new DoubleReference(net);
        double[] point = DoubleReference.toDouble(inputs.toArray());
        double[] weights = DoubleReference.toDouble(seed.toArray());
        reference.apply(point, SAMPLES);
        for (int p = 0; p < parameters.size(); p++) {
            double[] expected = differences(reference, point, weights, reference.parameter(parameters.get(p)));
            // A normalisation that is differentiated takes out what the bias before it adds.
            boolean cancelled = p == 1 && name.matches("plain (CENTER|BATCH) DIFFERENTIATED .*");
            compare("parameter " + p, expected, gradients.of(variables.get(p)), cancelled);
        }
        compare("input", differences(reference, point, weights, point), gradients.of(x), false);
    }

    private static int parametersOf(String name) {
        // First layer with bias, one matrix for each rectified layer, and the readout, which in a plain net is one of these.
        return 2 + SmallNets.DEPTH + (name.startsWith("plain") ? 0 : 1);
    }

    private static double[] differences(DoubleReference reference, double[] x, double[] weights, double[] varied) {
        double[] differences = new double[varied.length];
        for (int i = 0; i < varied.length; i++) {
            double value = varied[i];
            varied[i] = value + STEP;
            double above = product(weights, reference.apply(x, SAMPLES));
            varied[i] = value - STEP;
            double below = product(weights, reference.apply(x, SAMPLES));
            varied[i] = value;
            differences[i] = (above - below) / (2 * STEP);
        }
        return differences;
    }

    private static void compare(String what, double[] expected, Tensor gradient, boolean cancelled) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertEquals(cancelled, largest < 1e-6, () -> what + ": the largest difference is " + largest);
        for (int i = 0; i < expected.length; i++) {
            // The relative error decides; the absolute one only excuses elements that cancel.
            double tolerance = cancelled ? 1e-5 : 1e-4 * Math.abs(expected[i]) + 1e-5 * largest;
            assertEquals(expected[i], gradient.toArray()[i], tolerance, what + ", element " + i);
        }
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void theNetItselfIsAValue() {
        Sequence net = DenseNet.residual(2, 1, 1).width(4).build(RandomStreams.of(1, "net"));
        List<Tensor> before = parameters(net);
        net.mapParameters(parameter -> Tensor.zeros(parameter.shape()));
        List<Tensor> after = parameters(net);
        for (int i = 0; i < before.size(); i++) {
            assertSame(before.get(i), after.get(i));
        }
    }

    private static List<Tensor> parameters(Sequence net) {
        List<Tensor> parameters = new ArrayList<>();
        net.mapParameters(parameter -> {
            parameters.add(parameter);
            return parameter;
        });
        return parameters;
    }
}
