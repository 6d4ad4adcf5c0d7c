package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Dense;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/** Depth counts the layers of rectifiers, and every matrix has the shape and the start that its place asks for. */
class DenseNetsAreBuiltAsDescribedTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void depthCountsTheRectifiers(int depth) {
        for (DenseNet family : List.of(DenseNet.plain(depth), DenseNet.residual(depth, 1, 1), DenseNet.highway(depth, 0.5))) {
            assertEquals(depth, all(build(family.width(4)), Nonlinearity.class).size());
            assertEquals(depth, all(build(family.withoutFirstLayer()), Nonlinearity.class).size(), "without a first layer");
        }
    }

    @Test
    void plainNetsEndInTheLastRectifiedLayer() {
        assertEquals(List.of("5x3+b", "5x5", "5x5", "2x5"), shapes(DenseNet.plain(3)));
        assertEquals(List.of(), all(build(DenseNet.plain(3)), Skip.class));
    }

    @Test
    void netsWithSkipsEndInALinearReadout() {
        for (DenseNet family : List.of(DenseNet.residual(3, 1, 1), DenseNet.highway(3, 0.5))) {
            assertEquals(List.of("5x3+b", "5x5", "5x5", "5x5", "2x5"), shapes(family));
            Sequence readout = assertInstanceOf(Sequence.class, build(family).body().parts().get("readout"));
            assertInstanceOf(Dense.class, readout.layers().getFirst());
            assertEquals(3, all(build(family), Skip.class).size());
        }
    }

    @Test
    void creluDoublesWhatALayerReads() {
        assertEquals(List.of("5x3+b", "5x10", "5x10", "2x10"), shapes(DenseNet.plain(3).activation(Activation.CRELU)));
        assertEquals(List.of("5x3+b", "5x10", "5x10", "5x10", "2x5"), shapes(DenseNet.residual(3, 1, 1).activation(Activation.CRELU)));
    }

    @Test
    void withoutAFirstLayerTheInputIsAsWideAsTheNet() {
        Network net = build(DenseNet.plain(2).width(6).withoutFirstLayer());
        assertEquals(List.of("6x6", "1x6"), describe(net));
        assertArrayEquals(new int[] {4, 1}, net.apply(Laboratory.gaussian(1, 4, 6)).shape());
    }

    @Test
    void skipsCarryTheWeightsOfTheirFormulas() {
        for (Skip skip : all(build(DenseNet.residual(4, 0.5, 0.3).width(3)), Skip.class)) {
            assertEquals(0.5f, skip.keep());
            assertEquals(0.15f, skip.gain(), 1e-8f);
        }
        for (Skip skip : all(build(DenseNet.highway(4, 0.6).width(3)), Skip.class)) {
            assertEquals(0.6f, skip.keep());
            assertEquals(0.8f, skip.gain(), 1e-7f);
        }
    }

    @Test
    void onlyTheFirstLayerHasABiasAndOnlyIfAsked() {
        List<Dense> layers = all(build(DenseNet.plain(3).width(4).firstLayer(Initializers.normal(1), Initializers.normal(1))), Dense.class);
        assertNotNull(layers.removeFirst().bias());
        layers.forEach(layer -> assertNull(layer.bias()));
        all(build(DenseNet.plain(3).width(4)), Dense.class).forEach(layer -> assertNull(layer.bias()));
    }

    @Test
    void aLooksLinearNetIsMirroredFromTheSecondMatrixToTheLast() {
        Network net = build(DenseNet.plain(3).inputs(4).width(4).outputs(2).activation(Activation.CRELU).initializer(Initializers.looksLinear()));
        List<Dense> layers = all(net, Dense.class);
        Dense first = layers.removeFirst();
        assertEquals(0, OrthogonalTest.deviation(first.weight().toArray(), 4, 4), 1e-5);
        for (Dense layer : layers) {
            for (int i = 0; i < layer.weight().dim(0); i++) {
                for (int j = 0; j < 4; j++) {
                    assertEquals(-layer.weight().toArray()[i * 8 + j], layer.weight().toArray()[i * 8 + 4 + j]);
                }
            }
        }
    }

    @Test
    void theReadoutHasAnInitialiserOfItsOwn() {
        for (DenseNet family : List.of(DenseNet.plain(2), DenseNet.residual(2, 1, 1))) {
            Dense readout = all(build(family.width(4).readout(Initializers.zeros())), Dense.class).getLast();
            assertEquals(4, readout.weight().size());
            for (float weight : readout.weight().toArray()) {
                assertTrue(weight == 0, "a weight is " + weight);
            }
        }
    }

    @Test
    void theSameStreamBuildsTheSameNet() {
        List<Dense> once = all(build(DenseNet.plain(3).width(4)), Dense.class);
        List<Dense> again = all(build(DenseNet.plain(3).width(4)), Dense.class);
        for (int i = 0; i < once.size(); i++) {
            assertArrayEquals(once.get(i).weight().toArray(), again.get(i).weight().toArray());
        }
    }

    private static Network build(DenseNet net) {
        return net.build(RandomStreams.of(1, "net"));
    }

    private static List<String> shapes(DenseNet net) {
        return describe(build(net.inputs(3).width(5).outputs(2).firstLayer(Initializers.lecun(), Initializers.normal(1))));
    }

    /** "outputs×inputs" of each matrix in order, "+b" where there is a bias. */
    private static List<String> describe(Network net) {
        return all(net, Dense.class).stream().map(d -> d.weight().dim(0) + "x" + d.weight().dim(1) + (d.bias() == null ? "" : "+b")).toList();
    }

    private static <T> List<T> all(Layer layer, Class<T> kind) {
        List<T> found = new ArrayList<>();
        if (kind.isInstance(layer)) {
            found.add(kind.cast(layer));
        }
        if (layer instanceof Network network) {
            return all(network.body(), kind);
        } else if (layer instanceof Sequence sequence) {
            sequence.layers().forEach(inner -> found.addAll(all(inner, kind)));
        } else if (layer instanceof Skip skip) {
            found.addAll(all(skip.branch(), kind));
        }
        return found;
    }
}
