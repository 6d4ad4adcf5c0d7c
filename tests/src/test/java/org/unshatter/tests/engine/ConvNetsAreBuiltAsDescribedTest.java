package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.ConvNet;
import org.unshatter.arch.Family;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Network;
import org.unshatter.nn.Summary;

/** Filters, strides and skips stand where the papers have them, and parameters and operations are as many as they say. */
class ConvNetsAreBuiltAsDescribedTest {

    /**
     * He et al. 2016a, table 6, to two digits; and the exact figures that follow from its section 4.2: convolutions without bias, gain and shift for each
     * channel, padded shortcuts, a readout with bias. Multiply-adds ("FLOPs") as in He et al. 2018 on soft filter pruning, table 1: 4.06e7, 1.25e8, 2.53e8.
     */
    @ParameterizedTest
    @CsvSource({"20, 0.27, 269722, 4.06e7", "56, 0.85, 853018, 1.25e8", "110, 1.7, 1727962, 2.53e8"})
    void residualNetsHaveThePublishedSizes(int depth, double millions, long parameters, double multiplyAdds) {
        Summary summary = build("resnet,depth=" + depth).summary();
        assertEquals(parameters, summary.parameters());
        assertEquals(millions, summary.parameters() / 1e6, millions < 1 ? 0.005 : 0.05);
        assertEquals(multiplyAdds, summary.multiplyAdds(), 0.005 * multiplyAdds);
        assertEquals(2 * summary.multiplyAdds(), summary.flops());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 18, 34, 50, 66, 101, 102, 198, 1000})
    void depthCountsTheLayersOfWeights(int depth) {
        for (Family family : Family.values()) {
            List<String> layers = weights(build(ConvNet.thin(family, depth).inputs(3, 8, 8).toString()));
            assertEquals(depth, layers.size(), family.name());
            assertEquals(3, layers.stream().filter(layer -> layer.endsWith("/2")).count(), family.name());
        }
    }

    @Test
    void thinNetsDoubleTheirFiltersWhereTheyHalveTheImage() {
        assertEquals(List.of("8x3x3x3", "8x8x3x3", "16x8x3x3/2", "32x16x3x3/2", "64x32x3x3/2", "10x1024"), weights(build("thin-plain,depth=6")));
        assertEquals(List.of("8x3x3x3", "8x8x3x3", "8x8x3x3", "16x8x3x3/2", "16x16x3x3", "32x16x3x3/2", "32x32x3x3", "64x32x3x3/2", "64x64x3x3", "10x1024"),
                weights(build("thin-plain,depth=10")));
    }

    @Test
    void whatIsLeftOverGoesToTheLaterStages() {
        List<String> layers = weights(build("thin-plain,depth=9"));
        assertEquals(List.of("8x3x3x3", "8x8x3x3", "16x8x3x3/2", "16x16x3x3", "32x16x3x3/2", "32x32x3x3", "64x32x3x3/2", "64x64x3x3", "10x1024"), layers);
    }

    @Test
    void creluNetsHaveFewerFiltersAndAboutAsManyParameters() {
        assertEquals(List.of("6x3x3x3", "6x12x3x3", "11x12x3x3/2", "23x22x3x3/2", "45x46x3x3/2", "10x1440"), weights(build("thin-plain,depth=6,act=crelu")));
        for (int depth : new int[] {6, 18, 34, 66, 102, 198}) {
            double relu = build("thin-plain,depth=" + depth).summary().parameters();
            double crelu = build("thin-plain,depth=" + depth + ",act=crelu").summary().parameters();
            assertEquals(1, crelu / relu, depth == 6 ? 0.13 : 0.03, "depth " + depth);
            double unmatched = build("thin-plain,depth=" + depth + ",act=crelu,match=false").summary().parameters();
            assertTrue(unmatched > 1.9 * relu, "depth " + depth);
        }
    }

    @Test
    void aSkipSpansTwoLayersAcrossTheStages() {
        Network net = build("thin-residual,depth=6");
        assertEquals(2, blocks(net));
        List<String> shortcuts = new ArrayList<>();
        net.observe((name, layer, x, y) -> {
            if (name.contains("shortcut")) {
                shortcuts.add(name + " " + x.dim(1) + "x" + x.dim(2) + " to " + y.dim(1) + "x" + y.dim(2));
            }
        }, Tensor.zeros(1, 3, 32, 32));
        assertEquals(List.of("block1.shortcut 8x32 to 16x16", "block2.shortcut 16x16 to 64x4"), shortcuts);
    }

    private static long blocks(Network net) {
        return net.body().parts().keySet().stream().filter(name -> name.startsWith("block")).count();
    }

    /** New channels are zeros and old ones every other pixel. */
    @Test
    void aPaddedShortcutKeepsWhatItCan() {
        Network net = build("thin-residual,depth=7,beta=0,filters=2");
        List<Tensor> seen = new ArrayList<>();
        net.observe((name, layer, x, y) -> {
            if (name.equals("block2.shortcut")) {
                Collections.addAll(seen, x, y);
            }
        }, Laboratory.gaussian(1, 2, 3, 32, 32));
        Tensor x = seen.getFirst();
        Tensor y = seen.getLast();
        assertArrayEquals(new int[] {2, 16, 4, 4}, y.shape());
        int side = x.dim(2);
        int stride = side / 4;
        float[] from = x.toArray();
        float[] to = y.toArray();
        for (int i = 0; i < to.length; i++) {
            int n = i / 256;
            int c = i / 16 % 16;
            float expected = c >= x.dim(1) ? 0 : from[((n * x.dim(1) + c) * side + i / 4 % 4 * stride) * side + i % 4 * stride];
            assertEquals(expected, to[i], "element " + i);
        }
    }

    @Test
    void theReadoutAloneHasABiasUnlessAllHave() {
        assertEquals(List.of("readout.dense.bias"), biases("thin-plain,depth=6"));
        assertEquals(6, biases("thin-plain,depth=6,bias=true").size());
        assertEquals(List.of("first.bias", "readout.dense.bias"), biases("thin-plain,depth=6,firstbias=zeros"));
    }

    private static List<String> biases(String architecture) {
        return build(architecture).parameters().keySet().stream().filter(name -> name.endsWith("bias")).toList();
    }

    /** "filters×channels×height×width", "/2" behind a stride, in the order they are applied; shortcuts left out. */
    private static List<String> weights(Network net) {
        List<String> found = new ArrayList<>();
        int[] image = net.input();
        net.observe((name, layer, x, y) -> {
            if (!name.contains("shortcut") && layer instanceof Convolution c) {
                found.add(extents(c.weight()) + (c.window().strideX() == 2 ? "/2" : ""));
            } else if (layer instanceof Dense dense) {
                found.add(extents(dense.weight()));
            }
        }, Tensor.zeros(1, image[0], image[1], image[2]));
        return found;
    }

    private static String extents(Tensor weight) {
        return String.join("x", Arrays.stream(weight.shape()).mapToObj(Integer::toString).toList());
    }

    private static Network build(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(1, architecture));
    }
}
