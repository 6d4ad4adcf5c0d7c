package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Network;

/** Gradients by every weight, bias and input agree with central differences of the double-precision reference. */
class GradientsByWeightsTest {

    private static final int SAMPLES = 5;

    /** In double, truncation and cancellation both stay below 1e-9 here, and no kink lies that near. */
    private static final double STEP = 1e-6;

    static Stream<String> nets() {
        return SmallNets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void agreeWithFiniteDifferences(String architecture) {
        Network net = SmallNets.build(architecture);
        Tape tape = new Tape();
        Network onTape = net.mapParameters((name, value) -> tape.variable(value));
        Tensor inputs = Laboratory.gaussian(2, SAMPLES, net.input());
        Tensor x = tape.variable(inputs);
        Tensor y = onTape.apply(x);
        Tensor seed = Laboratory.gaussian(3, SAMPLES, y.dim(1));
        Gradients gradients = tape.gradients(y, seed);

        DoubleReference reference = new DoubleReference(net);
        DoubleReference.Batch point = DoubleReference.Batch.of(inputs);
        double[] weights = DoubleReference.toDouble(seed.toArray());
        reference.apply(point);
        net.parameters().forEach((name, value) -> {
            double[] expected = differences(reference, point, weights, reference.parameter(value));
            compare(name, expected, gradients.of(onTape.parameters().get(name)), mayCancel(architecture, name));
        });
        compare("input", differences(reference, point, weights, point.values()), gradients.of(x), false);
    }

    /** A mean that is differentiated takes out again what a bias before it adds. */
    private static boolean mayCancel(String architecture, String parameter) {
        return architecture.matches(".*norm=(center|batch).*") && architecture.contains("stats=differentiated") && parameter.endsWith("bias");
    }

    private static double[] differences(DoubleReference reference, DoubleReference.Batch x, double[] weights, double[] varied) {
        double[] differences = new double[varied.length];
        for (int i = 0; i < varied.length; i++) {
            double value = varied[i];
            varied[i] = value + STEP;
            double above = product(weights, reference.apply(x));
            varied[i] = value - STEP;
            double below = product(weights, reference.apply(x));
            varied[i] = value;
            differences[i] = (above - below) / (2 * STEP);
        }
        return differences;
    }

    private static void compare(String what, double[] expected, Tensor gradient, boolean mayCancel) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        boolean cancelled = largest < 1e-6;
        assertTrue(mayCancel || !cancelled, () -> what + ": the largest difference is " + largest);
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
        Network net = DenseNet.residual(2, 1, 1).width(4).build(RandomStreams.of(1, "net"));
        Map<String, Tensor> before = net.parameters();
        net.mapParameters(parameter -> Tensor.zeros(parameter.shape()));
        net.parameters().forEach((name, value) -> assertSame(before.get(name), value));
    }
}
