package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.ParameterGradients;
import org.unshatter.diagnostics.Readout;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Sequence;

/** The gradient of each sample's number by a parameter, whatever the samples see of each other. */
class ParameterGradientsTest {

    private static final int SAMPLES = 5;
    private static final double STEP = 1e-6;

    static Stream<String> independent() {
        return SmallNets.all().filter(net -> !net.matches(".*(norm=(center|batch)|stats=differentiated|norm=.*act=(linear|crelu),w|stages=3).*"));
    }

    static Stream<String> batch() {
        return SmallNets.all().filter(net -> net.matches(".*norm=(center|batch).*"))
                .filter(net -> net.matches("conv.*affine=true.*") || net.contains("act=relu"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("independent")
    void withoutStatisticsOfTheBatchTheyAreThoseOfSamplesAlone(String architecture) {
        Layer net = SmallNets.build(architecture);
        Tensor inputs = inputs(architecture);
        Readout readout = Readout.random(4);
        net.parameters().forEach((name, value) -> {
            float[] expected = Derivatives.perSample((parameters, x) -> readout.of(
                    net.mapParameters((other, kept) -> other.equals(name) ? parameters.getFirst() : kept).apply(x)), List.of(value), inputs)
                    .getFirst().toArray();
            double[][] found = ParameterGradients.of(net, readout, name, inputs).toArray();
            double largest = 0;
            for (float element : expected) {
                largest = Math.max(largest, Math.abs(element));
            }
            assertTrue(largest > 0, name + ": all 0");
            for (int i = 0; i < SAMPLES; i++) {
                double[] row = DoubleReference.toDouble(Arrays.copyOfRange(expected, i * value.size(), (i + 1) * value.size()));
                assertArrayEquals(row, found[i], 1e-5 * largest, name + ", sample " + i);
            }
        });
    }

    /** Held constant or not: the reference's differences hold them constant where the net's gradients do. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("batch")
    void withStatisticsOfTheBatchTheyAgreeWithFiniteDifferences(String architecture) {
        Layer net = SmallNets.build(architecture);
        Tensor inputs = inputs(architecture);
        DoubleReference reference = new DoubleReference(net);
        DoubleReference.Batch x = DoubleReference.Batch.of(inputs);
        int outputs = reference.apply(x).length / SAMPLES;
        boolean[] seen = new boolean[1];
        net.parameters().forEach((name, value) -> {
            double[][] found = ParameterGradients.of(net, Readout.output(outputs - 1), name, inputs).toArray();
            double[][] expected = differences(reference, x, outputs, reference.parameter(value));
            double largest = DoubleMatrices.largestElement(expected);
            seen[0] |= largest > 1e-3;
            for (int i = 0; i < SAMPLES; i++) {
                for (int p = 0; p < value.size(); p++) {
                    double tolerance = 1e-4 * Math.abs(expected[i][p]) + 1e-5 * Math.max(largest, 1);
                    assertEquals(expected[i][p], found[i][p], tolerance, name + ", sample " + i + ", " + p);
                }
            }
        });
        assertTrue(seen[0], "nothing but zeros was compared");
    }

    /** Of a batch of one, batch norm makes zeros: what a sample alone gives is not the gradient in its batch. */
    @Test
    void aSampleAloneWouldNotDo() {
        String architecture = "dense-plain,depth=3,width=7,in=3,norm=batch";
        Layer net = SmallNets.build(architecture);
        Tensor inputs = inputs(architecture);
        String name = "layer1.dense.weight";
        double[] inBatch = ParameterGradients.of(net, Readout.sum(), name, inputs).norms();
        double[] alone = ParameterGradients.of(net, Readout.sum(), name, inputs.slice(0, 0, 1)).norms();
        assertTrue(inBatch[0] > 1e-2, "in the batch " + inBatch[0]);
        assertEquals(0, alone[0], 1e-6);
    }

    /** A layer of the user's that takes statistics of the batch is not known to, and yet its gradients are right. */
    @ParameterizedTest
    @ValueSource(strings = {"CONSTANT", "DIFFERENTIATED"})
    void aLayerThatIsNotKnownIsLeftInItsBatch(String statistics) {
        Statistics s = Statistics.valueOf(statistics);
        Layer own = x -> x.batchNorm(1e-5, s);
        Layer known = new Normalise(Normalisation.BATCH, s);
        Tensor inputs = Laboratory.gaussian(1, 6, 4);
        assertAgree(sandwich(known), sandwich(own), inputs);
        assertAgree(Sequence.of(sandwich(known)), new Opaque(sandwich(known)), inputs);
    }

    /** A composite that only its maker knows. */
    private record Opaque(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return inner.apply(x);
        }

        @Override
        public Layer mapParameters(BiFunction<String, Tensor, Tensor> change) {
            return new Opaque(inner.mapParameters((name, value) -> change.apply("0." + name, value)));
        }
    }

    private static void assertAgree(Layer a, Layer b, Tensor inputs) {
        for (String name : a.parameters().keySet()) {
            double[][] x = ParameterGradients.of(a, Readout.sum(), name, inputs).toArray();
            double[][] y = ParameterGradients.of(b, Readout.sum(), name, inputs).toArray();
            assertTrue(DoubleMatrices.largestElement(x) > 0.1, name);
            for (int i = 0; i < x.length; i++) {
                assertArrayEquals(x[i], y[i], 1e-4, name + ", sample " + i);
            }
        }
    }

    private static Layer sandwich(Layer normalise) {
        return Sequence.of(new Dense(Laboratory.gaussian(2, 7, 4), null), normalise, Tensor::relu,
                new Dense(Laboratory.gaussian(3, 2, 7), Tensor.zeros(2)));
    }

    /** Each sample has its own label, though it is differentiated alone. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "batch"})
    void theRowsOfALossSumUpToTheGradientOfTheBatch(String norm) {
        String architecture = "dense-residual,depth=3,width=7,in=3,out=4,norm=" + norm;
        Layer net = SmallNets.build(architecture);
        Tensor inputs = Laboratory.gaussian(1, SAMPLES, 3);
        Readout loss = Readout.crossEntropy(3, 1, 0, 2, 2);
        net.parameters().forEach((name, value) -> {
            Tape tape = new Tape();
            Tensor[] variable = new Tensor[1];
            Tensor y = net.mapParameters((other, kept) -> other.equals(name) ? variable[0] = tape.variable(kept) : kept).apply(inputs);
            Tensor ofBatch = y.crossEntropy(Tensor.of(new float[] {3, 1, 0, 2, 2}, SAMPLES), 0);
            double[] whole = DoubleReference.toDouble(tape.gradients(ofBatch).of(variable[0]).toArray());
            GradientMatrix rows = ParameterGradients.of(net, loss, name, inputs);
            assertArrayEquals(whole, rows.mean(), 1e-5, name);
            assertTrue(rows.squaredDeviation() > 1e-3, name + ": all samples have the same gradient");
        });
    }

    @Test
    void anUnknownParameterIsRefused() {
        Layer net = sandwich(Tensor::tanh);
        assertRefused("parameter is \"weight\", expected one of [0.weight, 3.weight, 3.bias]", net, "weight", Tensor.zeros(2, 4));
        assertRefused("inputs is Tensor[0, 4]", net, "0.weight", Tensor.zeros(0, 4));
    }

    /** Nothing is computed: the net would not take these inputs. */
    @Test
    void whatDoesNotFitIsRefusedBeforehand() {
        Layer net = new Dense(Tensor.zeros(1_000_000, 1), null);
        String message = assertThrows(OutOfMemoryException.class, () -> ParameterGradients.of(net, Readout.sum(), "weight", Tensor.zeros(20_000, 3))).getMessage();
        assertTrue(message.startsWith("an array of 20000 gradients by the 1000000 elements of weight needs 80.00 GB, expected at most "), message);
    }

    private static void assertRefused(String expected, Layer net, String parameter, Tensor inputs) {
        String message = assertThrows(IllegalArgumentException.class, () -> ParameterGradients.of(net, Readout.sum(), parameter, inputs)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static Tensor inputs(String architecture) {
        return Laboratory.gaussian(2, SAMPLES, SmallNets.build(architecture).input());
    }

    /** Of each sample's last output by each element of a parameter. */
    private static double[][] differences(DoubleReference reference, DoubleReference.Batch x, int outputs, double[] varied) {
        double[][] differences = new double[SAMPLES][varied.length];
        for (int p = 0; p < varied.length; p++) {
            double value = varied[p];
            varied[p] = value + STEP;
            double[] above = reference.apply(x);
            varied[p] = value - STEP;
            double[] below = reference.apply(x);
            varied[p] = value;
            for (int i = 0; i < SAMPLES; i++) {
                differences[i][p] = (above[(i + 1) * outputs - 1] - below[(i + 1) * outputs - 1]) / (2 * STEP);
            }
        }
        return differences;
    }
}
