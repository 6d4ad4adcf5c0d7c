package org.unshatter.paper;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;
import org.unshatter.theory.FiniteBatch;
import org.unshatter.theory.InfiniteWidth;
import org.unshatter.theory.Theorems;

/**
 * A kind of net that the theory speaks of: how it is built for a depth, what the paper says of it, and what the exact recursion says.
 *
 * @param rectifiedReadout whether the last layer of rectifiers stands before the readout, as in nets without skips
 * @param sameAtAllDepths  whether a deep net begins as a shallower one does, so that one net serves for all depths
 */
record TheoryNet(String name, IntFunction<DenseNet> family, boolean rectifiedReadout, boolean sameAtAllDepths, String source,
                 IntFunction<InfiniteWidth> theorem, IntFunction<InfiniteWidth> exact) {

    static final int SAMPLES = 256;

    static final List<TheoryNet> ALL = List.of(
            plain("plain", L -> DenseNet.plain(L).readout(Initializers.he()), "Theorem 1", InfiniteWidth::plain),
            plain("plain+BN", L -> DenseNet.plain(L).normalisation(Normalisation.BATCH).readout(Initializers.he()), "Theorem 1",
                    L -> FiniteBatch.plain(L, SAMPLES)),
            new TheoryNet("residual", L -> stream(DenseNet.residual(L, 1, 1)), false, true, "Theorem 2",
                    L -> new InfiniteWidth(Theorems.residualVariance(L), Theorems.residualCorrelation(L)), InfiniteWidth::residual),
            residualBatchNorm("residual+BN beta=1", 1),
            residualBatchNorm("residual+BN beta=0.1", 0.1),
            new TheoryNet("highway", L -> stream(DenseNet.highway(L, ToyNet.highwayGate(L))), false, false, "Corollary 1",
                    L -> new InfiniteWidth(Theorems.highwayVariance(), Theorems.highwayCorrelation(L, ToyNet.highwayGate(L))),
                    L -> InfiniteWidth.highway(L, ToyNet.highwayGate(L))),
            plain("CReLU", L -> crelu(L, Initializers.he()), "Theorem 1", L -> InfiniteWidth.crelu(L, Math.PI / 2)),
            new TheoryNet("CReLU looks-linear", L -> crelu(L, Initializers.looksLinear()), true, true, "The claim of section 5",
                    L -> new InfiniteWidth(1, Theorems.looksLinearCorrelation()), L -> InfiniteWidth.looksLinear(L, Math.PI / 2)));

    private static TheoryNet plain(String name, IntFunction<DenseNet> family, String source, IntFunction<InfiniteWidth> exact) {
        return new TheoryNet(name, family, true, true, source,
                L -> new InfiniteWidth(Theorems.plainVariance(), Theorems.plainCorrelation(L)), exact);
    }

    private static TheoryNet residualBatchNorm(String name, double beta) {
        return new TheoryNet(name, L -> stream(DenseNet.residual(L, 1, beta).normalisation(Normalisation.BATCH)), false, true, "Theorem 3",
                L -> new InfiniteWidth(Theorems.residualBatchNormVariance(L, beta), Theorems.residualBatchNormCorrelation(L, beta)),
                L -> FiniteBatch.residual(L, beta, SAMPLES));
    }

    /** Whether its gradient is the same for all inputs, and as large for all nets. */
    boolean linear() {
        return exact.apply(1).correlation() == 1;
    }

    /** The readout reads the stream, no unit of which is off: variance 1/N. */
    private static DenseNet stream(DenseNet net) {
        return net.readout(Initializers.lecun());
    }

    private static DenseNet crelu(int depth, Initializer initializer) {
        return DenseNet.plain(depth).activation(Activation.CRELU).initializer(initializer).readout(initializer);
    }

    /**
     * The moments of gradients of nets of the given depths, one draw: of the first so many layers of one net if these do not depend on the depth, else of a
     * net for each. Each is unbiased; those of different depths of one draw are not independent.
     *
     * @param depths ascending
     */
    GradientMoments[] measure(int[] depths, int width, RandomGenerator random) {
        Tensor inputs = Tensor.of(Initializers.normal(1).weights(SAMPLES, width, random), SAMPLES, width);
        if (sameAtAllDepths) {
            return measure(layers(depths[depths.length - 1], width, random), depths, inputs);
        }
        return Arrays.stream(depths).mapToObj(depth -> measure(layers(depth, width, random), new int[] {depth}, inputs)[0])
                .toArray(GradientMoments[]::new);
    }

    private List<Layer> layers(int depth, int width, RandomGenerator random) {
        return family.apply(depth).width(width).withoutFirstLayer().build(random).body().layers();
    }

    /** @param layers a net of at least the greatest depth; its last layer is the readout */
    private GradientMoments[] measure(List<Layer> layers, int[] depths, Tensor inputs) {
        Tape tape = new Tape();
        Tensor x = tape.variable(inputs);
        Tensor[] stream = new Tensor[layers.size()];
        stream[0] = x;
        for (int l = 1; l < stream.length; l++) {
            stream[l] = layers.get(l - 1).apply(stream[l - 1]);
        }
        return IntStream.of(depths).mapToObj(depth -> {
            Tensor output = layers.getLast().apply(stream[rectifiedReadout ? depth - 1 : depth]);
            return GradientMoments.of(tape.gradients(output).of(x));
        }).toArray(GradientMoments[]::new);
    }
}
