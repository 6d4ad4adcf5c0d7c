package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;
import org.unshatter.tests.kernels.EveryWidth;

/** A net computes what its records say: against plain loops in double precision, and against formulas by hand. */
@EveryWidth
class NetsEqualTheirDefinitionTest {

    private static final int SAMPLES = 9;

    /** Relative to the largest output: 40 roundings of 6·10⁻⁸; measured at most 6·10⁻⁷. */
    private static final double TOLERANCE = 2.4e-6;

    static Stream<String> nets() {
        return SmallNets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void everyFamilyAgreesWithLoops(String architecture) {
        Network net = SmallNets.build(architecture);
        Tensor x = Laboratory.gaussian(1, SAMPLES, net.input());
        double[] expected = new DoubleReference(net).apply(DoubleReference.Batch.of(x));
        float[] actual = net.apply(x).toArray();
        assertEquals(expected.length, actual.length);
        assertTrue(error(expected, actual) <= TOLERANCE, () -> "relative error " + error(expected, actual));

        // The same comparison notices a wrong weight.
        DoubleReference wrong = new DoubleReference(net);
        wrong.parameter(net.parameters().get("first.weight"))[0] += 0.01;
        double[] off = wrong.apply(DoubleReference.Batch.of(x));
        assertTrue(error(off, actual) > 4 * TOLERANCE, () -> "a wrong weight costs only " + error(off, actual));
    }

    private static double error(double[] expected, float[] actual) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
        }
        return worst / largest;
    }

    @Test
    void oneRectifierByHand() {
        // 3·ρ(2x − 1), with slope 6 to the right of the kink.
        Layer net = Sequence.of(dense(2, new float[] {-1}), Activation.RELU.layer(1), dense(3, null));
        check(net, new float[] {-1, 0, 1, 2}, new float[] {0, 0, 3, 9}, new float[] {0, 0, 6, 6});
    }

    @Test
    void aSkipByHand() {
        // x/2 + ρ(x)/4.
        check(new Skip(Activation.RELU.layer(1), 0.5f, 0.25f), new float[] {-4, 4}, new float[] {-2, 3}, new float[] {0.5f, 0.75f});
    }

    @Test
    void creluIsALinearPartAndAnAbsoluteValue() {
        // [P | Q] = [3 | 1] reads S·x + Δ·|x| with S = (P − Q)/2 = 1 and Δ = (P + Q)/2 = 2.
        Layer layer = Sequence.of(Activation.CRELU.layer(1), new Dense(Tensor.of(new float[] {3, 1}, 1, 2), null));
        check(layer, new float[] {-2, 2}, new float[] {2, 6}, new float[] {-1, 3});
    }

    private static Dense dense(float weight, float[] bias) {
        return new Dense(Tensor.of(new float[] {weight}, 1, 1), bias == null ? null : Tensor.of(bias, bias.length));
    }

    private static void check(Layer layer, float[] x, float[] values, float[] slopes) {
        Tensor inputs = Tensor.of(x, x.length, 1);
        assertArrayEquals(values, layer.apply(inputs).toArray(), 0);
        assertArrayEquals(slopes, InputGradient.of(layer, inputs).toArray(), 0);
    }
}
