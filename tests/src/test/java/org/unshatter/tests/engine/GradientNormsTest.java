package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientNorms;
import org.unshatter.diagnostics.GradientNorms.Verdict;
import org.unshatter.diagnostics.Readout;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/** Norms of gradients layer by layer, and what they say of a net. */
class GradientNormsTest {

    /** 3·ρ(2x + 1), at x = 1, 4 and −5, where it is 9, 27 and 0. */
    @Test
    void ofASmallNetAreThoseByHand() {
        Layer net = Sequence.of(new Dense(matrix(2), Tensor.of(new float[] {1}, 1)), Tensor::relu, new Dense(matrix(3), null));
        GradientNorms norms = GradientNorms.of(net, Readout.sum()::of, Tensor.of(new float[] {1, 4, -5}, 3, 1));
        assertMap(List.of("0.weight", "0.bias", "2.weight"), List.of(3.0 * (1 + 4), 3.0 * 2, 3.0 + 9), norms.weights());
        assertMap(List.of("0", "1", "2"), List.of(3 * Math.sqrt(2), 3 * Math.sqrt(3), Math.sqrt(3)), norms.outputs());
        assertEquals(6 * Math.sqrt(2), norms.input(), 1e-6);
        assertEquals(Math.sqrt(3), norms.output(), 1e-6);
        assertEquals(Math.log10(6 * Math.sqrt(2.0 / 3)), norms.decades(), 1e-6);
        assertEquals(Verdict.FINE, norms.verdict());
    }

    /** y = ½x + 4·(7x): the skip and the branch both bring something back. */
    @Test
    void behindASkipBothWaysAddUp() {
        Layer net = Sequence.of(new Dense(matrix(1), null), new Skip(Sequence.of(new Dense(matrix(7), null)), 0.5f, 4), new Dense(matrix(1), null));
        GradientNorms norms = GradientNorms.of(net, y -> y, Tensor.of(new float[] {1}, 1, 1));
        assertMap(List.of("0", "1.branch.0", "2"), List.of(28.5, 4.0, 1.0), norms.outputs());
        assertMap(List.of("0.weight", "1.branch.0.weight", "2.weight"), List.of(28.5, 4.0, 28.5), norms.weights());
    }

    static Stream<String> nets() {
        return SmallNets.all().filter(net -> net.startsWith("conv") || net.contains("norm=batch"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void areThoseOfTheGradientsByAllParametersAndOfAllLayers(String architecture) {
        Layer net = SmallNets.build(architecture);
        Tensor inputs = Laboratory.gaussian(1, 4, SmallNets.build(architecture).input());
        GradientNorms norms = GradientNorms.of(net, Readout.random(2)::of, inputs);
        Tape tape = new Tape();
        SequencedMap<String, Tensor> variables = new LinkedHashMap<>();
        Tensor x = tape.variable(inputs);
        Tensor y = net.mapParameters((name, value) -> {
            variables.put(name, tape.variable(value));
            return variables.get(name);
        }).apply(x);
        Gradients gradients = tape.gradients(y, Readout.random(2).gradient(y.detach()));
        assertMap(List.copyOf(variables.keySet()), variables.values().stream().map(v -> norm(gradients.of(v))).toList(), norms.weights());
        assertEquals(norm(gradients.of(x)), norms.input(), 1e-6 * norms.input());
        List<String> layers = new ArrayList<>();
        net.observe((name, _, _, _) -> layers.add(name), inputs);
        assertEquals(layers, List.copyOf(norms.outputs().keySet()));
        assertTrue(norms.outputs().values().stream().anyMatch(v -> v > 0));
        assertEquals(norm(Readout.random(2).gradient(y.detach())), norms.output(), 1e-6);
        assertEquals(norms.output(), norms.outputs().lastEntry().getValue());
    }

    @ParameterizedTest
    @CsvSource({"1, FINE", "-2.99, FINE", "2.99, FINE", "-3.01, FADING", "-7.2, FADING", "-7.25, COLLAPSED", "-40, COLLAPSED", "3.01, EXPLODING",
        "30, EXPLODING", "40, EXPLODING"})
    void theVerdictIsByPowersOfTen(double decades, Verdict verdict) {
        Layer[] layers = new Layer[10];
        Arrays.fill(layers, new Dense(matrix((float) Math.pow(10, decades / 10)), null));
        GradientNorms norms = GradientNorms.of(Sequence.of(layers), y -> y, Tensor.of(new float[] {1}, 1, 1));
        assertEquals(verdict, norms.verdict(), norms.toString());
        if (Math.abs(decades) < 38) {
            assertEquals(decades, norms.decades(), 1e-4);
        }
    }

    /** Whatever its size, a gradient of the loss cancels from the verdict, until floats cannot hold it. */
    @ParameterizedTest
    @CsvSource({"1e-30, FINE", "1e30, FINE", "1e-40, COLLAPSED", "0, COLLAPSED"})
    void theSizeOfTheLossDoesNotMatterWhileFloatsHoldIt(float factor, Verdict verdict) {
        Layer net = Sequence.of(new Dense(matrix(1), null), new Dense(matrix(1), null));
        GradientNorms norms = GradientNorms.of(net, y -> y.scale(factor), Tensor.of(new float[] {1}, 1, 1));
        assertEquals(verdict, norms.verdict(), norms.toString());
        assertEquals(factor == 0 ? Double.NEGATIVE_INFINITY : 0, norms.decades());
    }

    @Test
    void aBranchThatHasNotBegunToLearnIsNoFault() {
        assertEquals(Verdict.FINE, of("dense-residual,depth=6,width=20,in=20,first=none,beta=learned:0", 8, 20).verdict());
        GradientNorms norms = of("dense-residual,depth=6,width=20,in=5,beta=learned:0", 8, 5);
        assertEquals(Verdict.FINE, norms.verdict());
        assertEquals(0, norms.weights().get("block1.branch.dense.weight"));
        assertTrue(norms.weights().get("block1.branch.multiplier.factor") > 0);
    }

    @Test
    void deepNetsAreJudgedAsTheyAreKnownToBe() {
        assertEquals(Verdict.FINE, of("dense-plain,depth=50,width=60,in=9", 30, 9).verdict());
        assertEquals(Verdict.COLLAPSED, of("dense-plain,depth=50,width=60,in=9,act=sigmoid", 30, 9).verdict());
        assertEquals(Verdict.EXPLODING, of("dense-plain,depth=50,width=60,in=9,norm=batch", 30, 9).verdict());
        assertEquals(Verdict.FINE, of("dense-residual,depth=50,width=60,in=9,norm=batch,beta=0.1", 30, 9).verdict());
        assertEquals(Verdict.COLLAPSED, of("dense-plain,depth=50,width=60,in=9,readout=zeros", 30, 9).verdict());
    }

    @Test
    void aFunctionWithoutParametersIsANet() {
        GradientNorms norms = GradientNorms.of(x -> x.scale(1e-4f), y -> y, Tensor.zeros(2, 3));
        assertMap(List.of(), List.of(), norms.weights());
        assertMap(List.of(""), List.of(Math.sqrt(6)), norms.outputs());
        assertEquals(Verdict.FADING, norms.verdict());
    }

    private static GradientNorms of(String architecture, int samples, int features) {
        Layer net = Architecture.parse(architecture).build(RandomStreams.of(1, "net"));
        return GradientNorms.of(net, Readout.sum()::of, Laboratory.gaussian(1, samples, features));
    }

    private static Tensor matrix(float only) {
        return Tensor.of(new float[] {only}, 1, 1);
    }

    private static double norm(Tensor x) {
        double[] v = DoubleReference.toDouble(x.toArray());
        return Math.sqrt(DoubleMatrices.dot(v, v));
    }

    private static void assertMap(List<String> names, List<Double> values, SequencedMap<String, Double> found) {
        assertEquals(names, List.copyOf(found.keySet()));
        for (int i = 0; i < names.size(); i++) {
            assertEquals(values.get(i), found.get(names.get(i)), 1e-6 * values.get(i) + 1e-9, names.get(i));
        }
    }
}
