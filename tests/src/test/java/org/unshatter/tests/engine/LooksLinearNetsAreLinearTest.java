package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.JacobianSpectrum;
import org.unshatter.diagnostics.Linearity;
import org.unshatter.diagnostics.Mirror;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Sequence;

/** At any depth a looks-linear net starts as the product of its linear maps, and so does a mirrored net of plain rectifiers; a He net does not. */
class LooksLinearNetsAreLinearTest {

    private static final int SAMPLES = 4;
    private static final float EPSILON = Math.ulp(1f);

    /**
     * Every layer keeps the norm and rounds in a direction of its own, so that errors grow like √depth: 16 units of rounding for each of them, in units of
     * what the last layer sums up. Measured: at most 0.7·√depth.
     */
    private static double tolerance(int depth) {
        return 16 * Math.sqrt(depth);
    }

    static Stream<Arguments> nets() {
        return Stream.of(10, 50, 198, 1000).flatMap(depth -> Stream.of(
                Arguments.of("dense-plain,depth=" + depth + ",width=64,in=64,out=10,act=crelu,init=looks-linear", depth),
                Arguments.of("dense-plain,depth=" + depth + ",width=64,in=32,out=10,init=mirrored", depth),
                Arguments.of("thin-plain,depth=" + depth + ",in=3x16x16,act=crelu,init=looks-linear", depth),
                Arguments.of("thin-plain,depth=" + depth + ",in=3x16x16,act=prelu:1,init=looks-linear", depth)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void theOutputIsTheProductOfTheLinearMaps(String architecture, int depth) {
        Network net = build(architecture);
        Tensor x = Laboratory.gaussian(1, SAMPLES, net.input());
        double ratio = new LinearMaps(net).errorRatio(x);
        assertTrue(ratio <= tolerance(depth), () -> "error ratio " + ratio);

        Linearity linearity = Linearity.of(net, x);
        assertTrue(linearity.within(tolerance(depth) * EPSILON), linearity::toString);
    }

    /** Skips leave a linear net linear, whatever they do where shapes change. */
    @ParameterizedTest
    @ValueSource(strings = {"act=crelu,init=looks-linear", "act=crelu,init=looks-linear,shortcut=projected", "act=crelu,init=looks-linear,shortcut=none",
        "act=prelu:1,init=looks-linear,block=post", "init=mirrored,shortcut=projected", "init=mirrored,shortcut=none",
        "init=mirrored,beta=rezero,shortcut=projected"})
    void soAreResidualNets(String options) {
        Network net = build("thin-residual,depth=10,in=3x16x16," + options);
        Linearity linearity = Linearity.of(net, Laboratory.gaussian(1, SAMPLES, net.input()));
        assertTrue(linearity.within(tolerance(10) * EPSILON), linearity::toString);
    }

    static Stream<Arguments> heNets() {
        return Stream.of(10, 50, 198, 1000).flatMap(depth -> Stream.of(
                Arguments.of("dense-plain,depth=" + depth + ",width=64,in=64,out=10", depth),
                Arguments.of("dense-plain,depth=" + depth + ",width=64,in=64,out=10,act=crelu", depth),
                Arguments.of("thin-plain,depth=" + depth + ",in=3x16x16", depth)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heNets")
    void heNetsAreNot(String architecture, int depth) {
        Network net = build(architecture);
        Tensor x = Laboratory.gaussian(1, SAMPLES, net.input());
        Linearity linearity = Linearity.of(net, x);
        // Convolutions lose at the border, so that 1000 layers give 0 for every input, of which linearity is NaN.
        assertFalse(linearity.within(0.01), linearity::toString);
        double ratio = new LinearMaps(net).errorRatio(x);
        assertFalse(ratio <= 1000 * tolerance(depth), () -> "error ratio " + ratio);
    }

    @ParameterizedTest
    @CsvSource({"'act=crelu,init=looks-linear', 64, 64", "init=mirrored, 128, 64"})
    void allSingularValuesOfAThousandLayersAreOne(String options, int width, int io) {
        Network net = build("dense-plain,depth=1000,width=" + width + ",in=" + io + ",out=" + io + "," + options);
        JacobianSpectrum spectrum = JacobianSpectrum.of(net, Laboratory.gaussian(2, 1, io));
        assertEquals(io, spectrum.values().length);
        assertEquals(1, spectrum.largest(), 1e-3);
        assertEquals(1, spectrum.smallest(), 1e-3);
    }

    @Test
    void thoseOfAHeNetAreNot() {
        JacobianSpectrum spectrum = JacobianSpectrum.of(build("dense-plain,depth=1000,width=64,in=64,out=64"), Laboratory.gaussian(2, 1, 64));
        assertTrue(spectrum.smallest() < 1e-3 * spectrum.largest(), () -> Arrays.toString(spectrum.values()));
    }

    @Test
    void everyLayerThatReadsCreluIsMirroredExactly() {
        Network net = build("thin-plain,depth=18,act=crelu,init=looks-linear");
        List<Mirror> mirrors = Mirror.of(net, Tensor.zeros(1, 3, 32, 32));
        assertEquals(17, mirrors.size(), "all but the first");
        assertTrue(mirrors.stream().allMatch(mirror -> mirror.normOfDelta() == 0 && mirror.normOfS() > 1 && mirror.ratio() == 0));
        for (Mirror mirror : Mirror.of(build("thin-plain,depth=18,act=crelu"), Tensor.zeros(1, 3, 32, 32))) {
            assertEquals(1, mirror.ratio(), 0.35, "two independent halves: " + mirror.layer());
        }
        assertEquals(List.of(), Mirror.of(build("thin-plain,depth=18"), Tensor.zeros(1, 3, 32, 32)));
    }

    /** W·crelu(x) = S·x + Δ·|x| for any weights. */
    @Test
    void aLayerIsTakenApartIntoALinearPartAndOneOfAbsoluteValues() {
        Tensor weight = Laboratory.gaussian(1, 5, 6);
        Tensor x = Laboratory.gaussian(2, 7, 3);
        Mirror mirror = Mirror.of("layer", weight);
        Tensor expected = x.crelu().matmulTransposed(weight);
        Tensor actual = x.matmulTransposed(mirror.s()).add(x.abs().matmulTransposed(mirror.delta()));
        assertArrayEquals(expected.toArray(), actual.toArray(), 1e-5f);
    }

    private static Network build(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(1, architecture));
    }

    /**
     * A plain net without its activations, each matrix W = [P | Q] that reads CReLU as the map S = (P − Q)/2 that it is meant to be; in double precision.
     * In a mirrored net the features u and −u stand side by side, and S reads u.
     */
    private static final class LinearMaps {
        private final Network net;
        /** |W||h| of the last layer: what its output is a sum of. */
        private double[] scale;

        LinearMaps(Network net) {
            this.net = net;
        }

        /** Largest |y − y*| / (ε·|W||h|) of all outputs. */
        double errorRatio(Tensor x) {
            float[] y = net.apply(x).toArray();
            DoubleReference.Batch h = DoubleReference.Batch.of(x);
            double[] expected = apply(net.body(), h, false).values();
            double worst = 0;
            for (int i = 0; i < y.length; i++) {
                double ratio = Math.abs(y[i] - expected[i]) / (EPSILON * scale[i]);
                worst = ratio <= worst ? worst : ratio; // a NaN wins
            }
            return worst;
        }

        private DoubleReference.Batch apply(Layer layer, DoubleReference.Batch x, boolean mirrored) {
            return switch (layer) {
                case Sequence sequence -> {
                    DoubleReference.Batch y = x;
                    boolean halves = mirrored;
                    for (Layer part : sequence.layers()) {
                        if (part instanceof Nonlinearity n) {
                            halves = n.activation().expansion() == 2 || net.architecture().contains("init=mirrored");
                        } else {
                            y = apply(part, y, halves);
                        }
                    }
                    yield y;
                }
                case Dense dense -> map(dense.weight(), 1, x, mirrored);
                case Convolution c -> map(c.weight(), c.window().strideX(), x, mirrored);
                case Flatten _ -> new DoubleReference.Batch(x.values(), x.samples(), x.channels() * x.pixels(), 1, 1);
                default -> x; // PReLU of slope 1
            };
        }

        /** The centre tap, at every stride-th pixel. */
        private DoubleReference.Batch map(Tensor weight, int stride, DoubleReference.Batch x, boolean mirrored) {
            float[] w = weight.toArray();
            int taps = weight.rank() == 4 ? 9 : 1;
            int read = w.length / weight.dim(0) / taps;
            DoubleReference.Batch y = x.like(weight.dim(0), Math.ceilDiv(x.height(), stride), Math.ceilDiv(x.width(), stride));
            scale = new double[y.values().length];
            for (int n = 0; n < x.samples(); n++) {
                for (int f = 0; f < y.channels(); f++) {
                    for (int p = 0; p < y.pixels(); p++) {
                        int to = y.at(n, f, p);
                        int from = p / y.width() * stride * x.width() + p % y.width() * stride;
                        for (int c = 0; c < (mirrored ? read / 2 : read); c++) {
                            int at = (f * read + c) * taps + taps / 2;
                            double s = mirrored ? (w[at] - (double) w[at + read / 2 * taps]) / 2 : w[at];
                            double product = s * x.values()[x.at(n, c, from)];
                            y.values()[to] += product;
                            scale[to] += Math.abs(product);
                        }
                    }
                }
            }
            return y;
        }
    }
}
