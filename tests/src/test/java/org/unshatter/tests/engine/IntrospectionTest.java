package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.Linearity;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;
import org.unshatter.nn.Summary;

/** A net can be looked into: what its layers are called, what they make, how large they are and how they started. */
class IntrospectionTest {

    static Stream<String> nets() {
        return SmallNets.all();
    }

    @Test
    void aSummaryByHand() {
        Network net = build("conv-residual,depth=5,filters=4,in=3x6x5,out=7,norm=batch,affine=true,per=3,act=crelu,init=looks-linear");
        List<String> rows = net.summary().rows().stream()
                .map(row -> row.name() + " " + row.shape() + " " + row.parameters() + " " + row.multiplyAdds() + " " + row.bytes()).toList();
        assertEquals(List.of(
                "first [4, 6, 5] 108 3240 480",
                "block1.branch.norm1 [4, 6, 5] 8 0 480",
                "block1.branch.act1 [8, 6, 5] 0 0 960",
                "block1.branch.conv1 [4, 6, 5] 288 8640 480",
                "block1.branch.norm2 [4, 6, 5] 8 0 480",
                "block1.branch.act2 [8, 6, 5] 0 0 960",
                "block1.branch.conv2 [4, 6, 5] 288 8640 480",
                "block1.branch.norm3 [4, 6, 5] 8 0 480",
                "block1.branch.act3 [8, 6, 5] 0 0 960",
                "block1.branch.conv3 [4, 6, 5] 288 8640 480",
                "readout.norm [4, 6, 5] 8 0 480",
                "readout.act [8, 6, 5] 0 0 960",
                "readout.head [240] 0 0 960",
                "readout.dense [7] 1687 1680 28"), rows);
        assertEquals(2691, net.summary().parameters());
        assertEquals(2 * 30840, net.summary().flops());
        assertEquals(8668, net.summary().bytes());
        assertEquals("looks-linear: orthonormal columns of length 4, at the centre of the 3 × 3 window, the rest 0", net.summary().rows().getFirst().start());
        assertEquals("looks-linear: [W | −W], W with orthonormal rows of length 120", net.summary().rows().getLast().start());
        List<String> lines = net.summary().toString().lines().toList();
        assertEquals(16, lines.size());
        assertTrue(lines.getLast().matches("all +2,691 +61,680 +8,668"), lines.getLast());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void everyParameterBelongsToALayerOfTheSummary(String architecture) {
        Network net = build(architecture);
        Summary summary = net.summary();
        assertEquals(net.parameters().values().stream().mapToLong(Tensor::size).sum(), summary.parameters());
        for (String name : net.parameters().keySet()) {
            String layer = name.substring(0, name.lastIndexOf('.'));
            assertEquals(1, summary.rows().stream().filter(row -> row.name().equals(layer)).count(), name);
        }
        for (String layer : net.starts().keySet()) {
            assertTrue(net.parameters().containsKey(layer + ".weight"), layer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void observedNetsComputeTheSame(String architecture) {
        Network net = build(architecture);
        Tensor x = Laboratory.gaussian(1, 3, net.input());
        List<Tensor> outputs = new ArrayList<>();
        Tensor y = net.observe((name, layer, in, out) -> outputs.add(out), x);
        assertArrayEquals(net.apply(x).toArray(), y.toArray());
        assertSame(y, outputs.getLast());
    }

    @Test
    void otherValuesByName() {
        Network net = build("dense-residual,depth=3,width=4,bias=true");
        Network other = Architecture.parse(net.architecture()).build(RandomStreams.of(2, "other"));
        Tensor x = Laboratory.gaussian(1, 5, 1);
        assertArrayEquals(other.apply(x).toArray(), net.withParameters(other.parameters()).apply(x).toArray());

        Map<String, Tensor> values = new LinkedHashMap<>(net.parameters());
        values.remove("block2.branch.dense.bias");
        refused(net, values, "block2.branch.dense.bias is null, expected the shape [4]");
        values.put("block2.branch.dense.bias", Tensor.zeros(5));
        refused(net, values, "block2.branch.dense.bias is Tensor[5]");
        values.put("block2.branch.dense.bias", Tensor.zeros(4));
        values.put("block9.weight", Tensor.zeros(4));
        refused(net, values, "block9.weight, expected one of [first.weight, first.bias, block1");
    }

    private static void refused(Layer net, Map<String, Tensor> values, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> net.withParameters(values)).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    /** As docs/NETWORKS.md shows it. */
    record Squeeze(Tensor weight) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            Tensor means = x.globalAveragePool();
            Tensor gates = means.matmulTransposed(weight).sigmoid();
            return x.multiply(gates.reshape(x.dim(0), x.dim(1), 1, 1));
        }

        @Override
        public Squeeze mapParameters(BiFunction<String, Tensor, Tensor> change) {
            return new Squeeze(change.apply("weight", weight));
        }
    }

    @Test
    void aLayerOfOnesOwnIsALayerLikeOthers() {
        Layer net = Sequence.of(new Squeeze(Laboratory.gaussian(1, 2, 2)), new Skip(new Squeeze(Laboratory.gaussian(2, 2, 2)), 1, 0.5f));
        assertEquals(List.of("0.weight", "1.branch.weight"), List.copyOf(net.parameters().keySet()));
        Summary summary = Summary.of(net, 2, 3, 3);
        assertEquals(List.of("0", "1.branch"), summary.rows().stream().map(Summary.Row::name).toList());
        assertEquals(8, summary.parameters());
        Tensor x = Laboratory.gaussian(3, 4, 2, 3, 3);
        assertArrayEquals(new int[] {4, 2, 3, 3}, InputGradient.of(net, x).shape());
    }

    @Test
    void aFunctionOfTensorsIsALayerToo() {
        Layer square = x -> x.multiply(x);
        Layer net = Sequence.of(square, new Dense(Laboratory.gaussian(1, 2, 3), null));
        assertEquals(List.of("1.weight"), List.copyOf(net.parameters().keySet()));
        Layer anonymous = new Layer() {
            @Override
            public Tensor apply(Tensor x) {
                return x;
            }
        };
        assertEquals(List.of("function", "Dense", "function"), Summary.of(Sequence.of(net, anonymous), 3).rows().stream().map(Summary.Row::kind).toList(),
                "the name of its class would differ from run to run, or be empty");
        Linearity linearity = Linearity.of(net, Laboratory.gaussian(2, 8, 3));
        assertEquals(0, linearity.origin());
        assertTrue(linearity.oddness() > 2, linearity::toString); // an even function: f(−x) + f(x) = 2·f(x), the largest above the root mean square
        assertTrue(linearity.homogeneity() > 6, linearity::toString); // 9 − 3
    }

    @Test
    void linearityNoticesEachWayNotToBeLinear() {
        Tensor x = Laboratory.gaussian(1, 16, 5);
        assertTrue(Linearity.of(t -> t.scale(2), x).within(1e-6));
        Linearity shifted = Linearity.of(t -> t.addScalar(1), x);
        assertTrue(shifted.origin() > 0.1 && shifted.oddness() > 0.1 && !shifted.within(0.1), shifted::toString);
        Linearity even = Linearity.of(Tensor::abs, x);
        assertTrue(even.origin() == 0 && even.homogeneity() < 1e-6 && even.oddness() > 1, even::toString);
        Linearity cubic = Linearity.of(t -> t.multiply(t).multiply(t), x);
        assertTrue(cubic.oddness() == 0 && cubic.additivity() > 0.5, cubic::toString);
        Linearity nothing = Linearity.of(t -> t.scale(0), x);
        assertTrue(Double.isNaN(nothing.additivity()) && !nothing.within(1), nothing::toString);
        assertThrows(IllegalArgumentException.class, () -> Linearity.of(t -> t, Tensor.zeros(1, 5)));
    }

    private static Network build(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(1, architecture));
    }
}
