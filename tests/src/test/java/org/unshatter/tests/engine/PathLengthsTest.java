package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.PathLengths;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;
import org.unshatter.theory.InfiniteWidth;

/** The gradient by path length: by closed form, by following each path on its own, and by what all lengths add up to. */
class PathLengthsTest {

    @ParameterizedTest
    @CsvSource({"1, 0.5", "6, 0.5", "30, 0.1", "50, 1"})
    void ofALinearResidualNetItIsTheBinomialDistribution(int depth, double beta) {
        // x + β·c·x, L times: every path through k branches has the gradient (β·c)ᵏ.
        double c = 0.75;
        List<Layer> blocks = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            blocks.add(new Skip(new Dense(Tensor.of(new float[] {(float) c, 0, 0, (float) c}, 2, 2), null), 1, (float) beta));
        }
        PathLengths paths = PathLengths.of(Sequence.of(blocks.toArray(Layer[]::new)), Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        assertEquals(depth + 1, paths.parts().size());
        double binomial = 1;
        double partial = 0;
        for (PathLengths.Part part : paths.parts()) {
            int k = part.length();
            double expected = binomial * Math.pow((float) beta * c, k);
            partial += expected;
            assertEquals(Math.sqrt(2) * expected, part.norm(), 2e-5 * expected);
            assertEquals(Math.sqrt(2) * partial, part.partialNorm(), 2e-5 * partial);
            assertEquals(expected / Math.pow(1 + (float) beta * c, depth), part.share(), 2e-5);
            assertEquals(1, part.correlation(), 1e-6);
            binomial *= (double) (depth - k) / (k + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense-residual,depth=4,width=7,in=3,out=2,beta=0.6,alpha=0.9,norm=batch", "dense-highway,depth=5,width=6,in=3,out=2,gate=0.7",
        "dense-residual,depth=6,per=2,width=5,in=3,out=1,act=crelu,beta=0.8,norm=center", "dense-residual,depth=4,width=6,in=3,out=2,act=gelu,norm=layer",
        "conv-residual,depth=10,per=2,filters=2,in=2x5x4,out=3,norm=batch,stages=3,shortcut=projected,beta=0.7"})
    void itIsTheSumOverAllPaths(String architecture) {
        Network net = Architecture.parse(architecture).build(RandomStreams.of(3, architecture));
        Tensor x = Laboratory.gaussian(4, 5, net.input());
        PathLengths paths = PathLengths.of(net, x);
        int branches = PathLengths.longest(net);
        assertTrue(branches >= 3, "only " + branches + " branches");
        double[][] expected = byPath(net, x, branches);
        double largest = 0;
        for (double[] g : expected) {
            for (double value : g) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        for (int k = 0; k <= branches; k++) {
            float[] actual = paths.gradients().get(k).toArray();
            for (int i = 0; i < actual.length; i++) {
                assertEquals(expected[k][i], actual[i], 1e-5 * largest, "k = " + k + ", element " + i);
            }
            assertTrue(paths.parts().get(k).norm() > 1e-3 * largest, "nothing at k = " + k);
        }
    }

    /** One reverse pass for each of the 2ᴸ paths: every skip lets a gradient through only its branch or only its shortcut. */
    private static double[][] byPath(Network net, Tensor x, int branches) {
        double[][] sums = new double[branches + 1][x.size()];
        for (int path = 0; path < 1 << branches; path++) {
            int[] next = {0};
            float[] g = InputGradient.of(oneWay(net.body(), path, next), x).toArray();
            assertEquals(branches, next[0]);
            for (int i = 0; i < g.length; i++) {
                sums[Integer.bitCount(path)][i] += g[i];
            }
        }
        return sums;
    }

    /** The same values, but the derivative of one path. */
    private static Layer oneWay(Sequence body, int path, int[] next) {
        return x -> {
            Tensor y = x;
            for (Layer part : body.layers()) {
                if (part instanceof Skip skip) {
                    boolean branch = (path >> next[0]++ & 1) != 0;
                    Tensor kept = skip.shortcut().apply(branch ? y.detach() : y);
                    y = kept.combine(skip.keep(), skip.branch().apply(branch ? y : y.detach()), skip.gain());
                } else {
                    y = part.apply(y);
                }
            }
            return y;
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 24", "3, 24", "24, 24", "40, 24", "12, 50"})
    void allLengthsAndTheRestAddUpToTheGradient(int longest, int depth) {
        Network net = DenseNet.residual(depth, 1, 0.5).inputs(8).width(24).normalisation(Normalisation.BATCH)
                .build(RandomStreams.of(5, "sum"));
        Tensor x = Laboratory.gaussian(6, 16, 8);
        PathLengths paths = PathLengths.of(net, x, longest);
        Tensor gradient = InputGradient.of(net, x);
        double norm = norm(gradient);
        assertEquals(0, norm(paths.total().subtract(gradient)), 1e-5 * norm);
        assertEquals(longest + 1, paths.gradients().size());
        assertEquals(longest >= depth, norm(paths.rest()) == 0, "the rest is " + norm(paths.rest()));
        // A limit changes nothing below it.
        PathLengths all = PathLengths.of(net, x);
        for (int k = 0; k <= Math.min(longest, depth); k++) {
            assertArrayEquals(all.gradients().get(k).toArray(), paths.gradients().get(k).toArray());
        }
        assertEquals(1, all.parts().stream().mapToDouble(PathLengths.Part::share).sum(), 1e-5);
        assertEquals(all.parts().getLast().partialNorm(), norm / 4, 1e-5 * norm);
    }

    @Test
    void withoutBranchesEverythingIsAtZero() {
        Network net = DenseNet.residual(5, 1, 0).inputs(3).width(8).build(RandomStreams.of(7, "beta 0"));
        Tensor x = Laboratory.gaussian(8, 6, 3);
        PathLengths paths = PathLengths.of(net, x);
        assertEquals(0, norm(paths.gradients().getFirst().subtract(InputGradient.of(net, x))), 1e-6);
        assertEquals(1, paths.parts().getFirst().share(), 1e-6);
        for (PathLengths.Part part : paths.parts().subList(1, 6)) {
            assertEquals(0, part.norm());
            assertTrue(Double.isNaN(part.correlation()));
        }
        // A plain net has one path, through no branch.
        Network plain = DenseNet.plain(4).inputs(3).width(8).build(RandomStreams.of(9, "plain"));
        assertEquals(1, PathLengths.of(plain, x).parts().size());
    }

    @Test
    void aBranchWithinABranchCountsTwice() {
        Layer inner = new Skip(new Dense(Tensor.of(new float[] {2}, 1, 1), null), 1, 3);
        // 5·x + 7·(x + 3·2·x): 5 + 7t + 42t².
        PathLengths paths = PathLengths.of(new Skip(inner, 5, 7), Tensor.of(new float[] {1}, 1, 1));
        assertEquals(List.of(5f, 7f, 42f), paths.gradients().stream().map(Tensor::item).toList());
        assertEquals(3, PathLengths.of(inner, Tensor.zeros(1, 1), 0).rest().item() / 2);
    }

    /**
     * Without batch norm, C(i) of the paths through k branches is the number of these paths, and C(i, j) is the elementary symmetric polynomial of the
     * layers' 1 − θₗ/π, whose product is R of a plain net with these angles: each branch on the way shatters by that factor.
     */
    @Test
    void longPathsAreShatteredAndShortOnesAreNot() {
        int depth = 8;
        double[] factors = new double[depth];
        for (int l = 1; l <= depth; l++) {
            // R of depth L is that of depth L − 1 times (1 + factor)/2.
            double before = l == 1 ? 1 : InfiniteWidth.residual(l - 1).correlation();
            factors[l - 1] = 2 * InfiniteWidth.residual(l).correlation() / before - 1;
        }
        double[] symmetric = new double[depth + 1];
        symmetric[0] = 1;
        for (double factor : factors) {
            for (int k = depth; k > 0; k--) {
                symmetric[k] += factor * symmetric[k - 1];
            }
        }
        double[][] draws = Laboratory.overSeeds(24, seed -> {
            Network net = DenseNet.residual(depth, 1, 1).width(128).withoutFirstLayer().readout(Initializers.lecun()).build(RandomStreams.of(seed, "paths"));
            List<Tensor> g = PathLengths.of(net, Laboratory.gaussian(seed, 64, 128)).gradients();
            double[] moments = new double[2 * depth + 2];
            for (int k = 0; k <= depth; k++) {
                GradientMoments m = GradientMoments.of(g.get(k));
                moments[2 * k] = m.variance();
                moments[2 * k + 1] = m.covariance();
            }
            return moments;
        });
        double paths = 1;
        for (int k = 0; k <= depth; k++) {
            Interval.assertMean(paths, Laboratory.column(draws, 2 * k), 0.05 * paths, "C(i) of length " + k);
            Interval.assertMean(symmetric[k], Laboratory.column(draws, 2 * k + 1), 0.03 * paths, "C(i, j) of length " + k);
            paths *= (double) (depth - k) / (k + 1);
        }
        assertTrue(symmetric[depth] < 0.05, "the longest path is shattered");
    }

    @Test
    void learnedGatesAndNegativeLengthsAreRefused() {
        Network gated = Architecture.parse("dense-highway,depth=2,gate=learned:-1,width=4,in=2").build(RandomStreams.of(1, "gated"));
        Tensor x = Laboratory.gaussian(1, 3, 2);
        for (int longest : new int[] {2, 0}) {
            String message = assertThrows(IllegalArgumentException.class, () -> PathLengths.of(gated, x, longest)).getMessage();
            assertTrue(message.contains("Highway"), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> PathLengths.longest(gated)).getMessage().contains("Highway"));
        Network net = DenseNet.residual(2, 1, 1).inputs(2).width(4).build(RandomStreams.of(2, "net"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> PathLengths.of(net, x, -1)).getMessage().contains("longest is -1"));
        assertFalse(Double.isNaN(PathLengths.of(net, x).parts().getFirst().correlation()));
    }

    private static double norm(Tensor x) {
        double sum = 0;
        for (float value : x.toArray()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
