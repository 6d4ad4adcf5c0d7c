package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.ActivationPattern;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Window;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Sequence;

/** Activation, co-activation and runs of patterns written down by hand, and which layers of a net have any. */
class ActivationPatternTest {

    /** One text for each unit, one character for each input. */
    private static ActivationPattern pattern(String... units) {
        return ActivationPattern.of("by hand", 1, features(units), true);
    }

    /** On is 0.5, off is −2. */
    private static Tensor features(String... units) {
        int inputs = units[0].length();
        float[] x = new float[inputs * units.length];
        for (int unit = 0; unit < units.length; unit++) {
            for (int input = 0; input < inputs; input++) {
                x[input * units.length + unit] = units[unit].charAt(input) == '1' ? 0.5f : -2;
            }
        }
        return Tensor.of(x, inputs, units.length);
    }

    @Test
    void aPatternByHand() {
        ActivationPattern pattern = pattern("11110000", "10000000", "00000000", "11111111", "11011011");
        assertEquals(5, pattern.units());
        assertEquals(8, pattern.inputs());
        assertArrayEquals(new int[] {4, 1, 0, 8, 6}, pattern.counts());
        assertEquals((4 + 1 + 0 + 8 + 6) / 40.0, pattern.activation(), 1e-15);
        // Of 28 pairs: 6, 0, 0, 28, 15.
        assertEquals((6 + 28 + 15) / 140.0, pattern.coactivation(), 1e-15);
        assertEquals(1, pattern.dead());
        assertEquals(1, pattern.alwaysOn());
        // Runs: 4 4 | 1 7 | 8 | 8 | 2 1 2 1 2.
        assertArrayEquals(new long[] {0, 3, 3, 0, 2, 0, 0, 1, 2}, pattern.runs());
        assertEquals(40.0 / 11, pattern.contiguity(), 1e-15);
        assertEquals((4 + 4 + 8 + 8 + 8 / 5.0) / 5, pattern.contiguityOfUnits(), 1e-14);
        assertEquals(BitSet.valueOf(new long[] {0b11011011}), pattern.onFor(4));
        assertEquals(BitSet.valueOf(new long[] {0b00000001}), pattern.onFor(1), "the first input is bit 0");
    }

    @Test
    void twoInputsAreTheFewest() {
        ActivationPattern pattern = pattern("11", "01", "00");
        assertEquals(1.0 / 3, pattern.coactivation());
        assertArrayEquals(new long[] {0, 2, 2}, pattern.runs());
    }

    /** Of 40 inputs 5 % are 2. */
    @Test
    void unitsAreExtremeOnlyBeyondTheFraction() {
        int[] on = {0, 1, 2, 20, 38, 39, 40};
        ActivationPattern pattern = pattern(Arrays.stream(on).mapToObj(k -> "1".repeat(k) + "0".repeat(40 - k)).toArray(String[]::new));
        assertEquals(4.0 / 7, pattern.extreme(0.05));
        assertEquals(0, pattern.extreme(0));
        assertEquals(1, pattern.extreme(0.51));
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 0.5", "3, 4, 0.5", "64, 9, 0.1", "65, 9, 0.9", "130, 20, 0.5"})
    void countsEqualTheDefinitions(int inputs, int units, double probability) {
        RandomGenerator random = RandomStreams.of(inputs, "activation pattern");
        boolean[][] on = new boolean[units][inputs];
        String[] texts = new String[units];
        for (int unit = 0; unit < units; unit++) {
            StringBuilder text = new StringBuilder();
            for (int input = 0; input < inputs; input++) {
                on[unit][input] = random.nextDouble() < probability;
                text.append(on[unit][input] ? '1' : '0');
            }
            texts[unit] = text.toString();
        }
        double both = 0;
        double withSelf = 0;
        double pairs = 0;
        for (boolean[] unit : on) {
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < inputs; j++) {
                    both += i != j && unit[i] && unit[j] ? 1 : 0;
                    withSelf += unit[i] && unit[j] ? 1 : 0;
                    pairs += i != j ? 1 : 0;
                }
            }
        }
        long[] runs = new long[inputs + 1];
        for (String text : texts) {
            for (String run : text.split("(?<=1)(?=0)|(?<=0)(?=1)")) {
                runs[run.length()]++;
            }
        }
        ActivationPattern pattern = pattern(texts);
        assertEquals(both / pairs, pattern.coactivation(), 1e-14);
        assertNotEquals(withSelf / units / inputs / inputs, pattern.coactivation(), 1e-9, "pairs of an input with itself must not count");
        assertArrayEquals(runs, pattern.runs());
        for (int unit = 0; unit < units; unit++) {
            for (int input = 0; input < inputs; input++) {
                assertEquals(on[unit][input], pattern.onFor(unit).get(input), "unit " + unit + ", input " + input);
            }
        }
    }

    @Test
    void onIsAboveZero() {
        Tensor x = Tensor.of(new float[] {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, -1}, 2, 4);
        assertArrayEquals(new int[] {1, 0, 2, 0}, ActivationPattern.of("edge", 1, x, false).counts());
    }

    /** What a net computes is compared to be above 0 here as well, but from outside, through what the observer sees. */
    @ParameterizedTest
    @ValueSource(strings = {"dense-plain,depth=3", "dense-residual,depth=3,norm=batch,beta=0.5", "dense-highway,depth=3,per=2,gate=learned:-1",
        "dense-residual,depth=4,per=2,block=post,norm=batch", "dense-plain,depth=3,act=leaky:0.1", "dense-plain,depth=3,act=prelu:0.3",
        "dense-plain,depth=3,act=crelu", "conv-residual,depth=5,filters=2,in=2x5x4,norm=batch,per=2", "thin-plain,depth=6,in=3x8x8,act=crelu"})
    void everyLayerOfRectifiersIsSeen(String architecture) {
        Network net = SmallNets.build(architecture.startsWith("dense") ? architecture + ",width=7,in=3" : architecture);
        Tensor x = Laboratory.gaussian(1, 6, net.input());
        List<String> names = new ArrayList<>();
        List<int[]> counts = new ArrayList<>();
        net.observe((name, layer, in, out) -> {
            if (name.substring(name.lastIndexOf('.') + 1).startsWith("act")) {
                names.add(name);
                counts.add(positive(in));
            }
        }, x);
        assertFalse(names.isEmpty());
        List<ActivationPattern> patterns = ActivationPattern.of(net, x);
        assertEquals(names, patterns.stream().map(ActivationPattern::name).toList());
        for (int i = 0; i < patterns.size(); i++) {
            assertEquals(i + 1, patterns.get(i).depth());
            assertArrayEquals(counts.get(i), patterns.get(i).counts(), names.get(i));
            assertTrue(patterns.get(i).activation() > 0 && patterns.get(i).activation() < 1, names.get(i));
        }
    }

    private static int[] positive(Tensor x) {
        int units = x.size() / x.dim(0);
        int[] counts = new int[units];
        float[] values = x.toArray();
        for (int i = 0; i < values.length; i++) {
            counts[i % units] += values[i] > 0 ? 1 : 0;
        }
        return counts;
    }

    @Test
    void layersAreNumberedInTheOrderTheyAreComputed() {
        List<ActivationPattern> patterns = ActivationPattern.of(SmallNets.build("dense-residual,depth=3,width=4"), Laboratory.grid());
        assertEquals(List.of("block1.branch.act", "block2.branch.act", "block3.branch.act"), patterns.stream().map(ActivationPattern::name).toList());
        List<ActivationPattern> plain = ActivationPattern.of(SmallNets.build("dense-plain,depth=3,width=4"), Laboratory.grid());
        assertEquals(List.of("layer1.act", "layer2.act", "readout.act"), plain.stream().map(ActivationPattern::name).toList());
        assertEquals(List.of(1, 2, 3), plain.stream().map(ActivationPattern::depth).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "tanh", "sigmoid", "softplus", "gelu"})
    void whatIsNoRectifierHasNoPattern(String activation) {
        assertEquals(List.of(), ActivationPattern.of(SmallNets.build("dense-plain,depth=3,width=4,act=" + activation), Laboratory.grid()));
    }

    /** A unit of a CReLU is its positive half; the other half is on exactly where that is off, but for 0. */
    @Test
    void ofCreluThePositiveHalfCounts() {
        Tensor x = Laboratory.gaussian(4, 20, 5);
        List<BitSet> halves = new ArrayList<>();
        Layer crelu = Activation.CRELU.layer(5);
        crelu.observe((name, layer, in, out) -> {
            for (int half = 0; half < 10; half++) {
                BitSet on = new BitSet();
                for (int input = 0; input < 20; input++) {
                    on.set(input, out.toArray()[input * 10 + half] > 0);
                }
                halves.add(on);
            }
        }, x);
        ActivationPattern pattern = ActivationPattern.of(crelu, x, depth -> true).getFirst();
        assertEquals(5, pattern.units(), "not the 10 features that come out");
        for (int unit = 0; unit < 5; unit++) {
            assertEquals(halves.get(unit), pattern.onFor(unit));
            BitSet other = pattern.onFor(unit);
            other.flip(0, 20);
            assertEquals(halves.get(5 + unit), other);
        }
    }

    /** Two images of 1 × 2 pixels through filters 1 and −1 of one pixel. */
    @Test
    void eachPixelOfEachChannelIsAUnit() {
        Layer net = Sequence.of(new Convolution(Tensor.of(new float[] {1, -1}, 2, 1, 1, 1), null, Window.of(1)), Activation.RELU.layer(2));
        ActivationPattern pattern = ActivationPattern.of(net, Tensor.of(new float[] {3, -4, 5, 6}, 2, 1, 1, 2), depth -> true).getFirst();
        assertEquals("1", pattern.name());
        // Channel 1: pixel 1 is on for both, pixel 2 for the second; channel 2: never, and for the first.
        assertArrayEquals(new int[] {2, 1, 0, 1}, pattern.counts());
        assertEquals("{1}", pattern.onFor(1).toString());
        assertEquals("{0}", pattern.onFor(3).toString());
        assertEquals(0.25, pattern.coactivation());
    }

    @Test
    void onlyTheRastersAskedForAreKept() {
        List<ActivationPattern> patterns = ActivationPattern.of(SmallNets.build("dense-plain,depth=3,width=4"), Laboratory.grid(), depth -> depth == 2);
        assertEquals(patterns.get(1).counts()[3], patterns.get(1).onFor(3).cardinality());
        for (int other : new int[] {0, 2}) {
            String message = assertThrows(IllegalStateException.class, () -> patterns.get(other).onFor(0)).getMessage();
            assertTrue(message.contains(patterns.get(other).name()), message);
        }
        assertThrows(IndexOutOfBoundsException.class, () -> patterns.get(1).onFor(4));
    }

    @Test
    void whatIsHandedOutIsACopy() {
        ActivationPattern pattern = pattern("1100", "0101");
        pattern.counts()[0] = 99;
        pattern.runs()[1] = 99;
        pattern.onFor(0).clear();
        assertArrayEquals(new int[] {2, 2}, pattern.counts());
        assertEquals(4, pattern.runs()[1]);
        assertEquals(2, pattern.onFor(0).cardinality());
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[] withNan = {1, 2, 3, Float.NaN, 5, 6};
        refused(() -> ActivationPattern.of("layer7.act", 1, Tensor.of(withNan, 3, 2), false), "layer7.act", "NaN", "unit 1", "input 1");
        refused(() -> ActivationPattern.of("layer7.act", 1, Tensor.zeros(1, 5), false), "layer7.act", "at least 2 inputs");
        refused(() -> ActivationPattern.of("layer7.act", 1, Tensor.zeros(5), false), "layer7.act", "at least 2 inputs");
        refused(() -> ActivationPattern.of("layer7.act", 1, Tensor.zeros(5, 0), false), "layer7.act", "a unit");
        refused(() -> ActivationPattern.of("layer7.act", 0, Tensor.zeros(5, 2), false), "depth", "layer7.act", "0");
        Network net = Architecture.parse("dense-plain,depth=3,width=4").build(RandomStreams.of(1, "net"));
        refused(() -> ActivationPattern.of(net, Tensor.zeros(1, 1)), "layer1.act", "at least 2 inputs");
    }

    private static void refused(Runnable call, String... words) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "without " + word + ": " + message);
        }
    }

    /** A deep plain net: nothing is kept of a layer but counts, so that a thousand layers pass through little memory. */
    @Test
    void aThousandLayersHaveAThousandPatterns() {
        List<ActivationPattern> patterns = ActivationPattern.of(SmallNets.build("dense-plain,depth=1000,width=8"), Laboratory.grid());
        assertEquals(IntStream.rangeClosed(1, 1000).boxed().toList(), patterns.stream().map(ActivationPattern::depth).toList());
        for (ActivationPattern pattern : patterns) {
            long total = 0;
            for (int k = 0; k < pattern.runs().length; k++) {
                total += k * pattern.runs()[k];
            }
            assertEquals(8 * 256, total, "all runs together are all units on all inputs");
        }
    }
}
