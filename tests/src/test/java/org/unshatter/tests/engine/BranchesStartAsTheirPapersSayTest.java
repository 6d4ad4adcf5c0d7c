package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.JacobianSpectrum;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/** What ReZero, Fixup, branches weighted by depth, and learned gates promise of the net as a whole. */
class BranchesStartAsTheirPapersSayTest {

    /** Bachlechner et al. 2020, section 3: with the branches at 0 the net begins as its skips, all singular values are 1 at any depth. */
    @ParameterizedTest
    @ValueSource(strings = {"beta=rezero", "beta=skipinit,per=2", "beta=learned,norm=batch,act=gelu"})
    void reZeroBeginsAsTheIdentityAtAnyDepth(String options) {
        for (int depth : new int[] {2, 64, 512}) {
            String net = "dense-residual,depth=" + depth + ",width=16,in=16,out=16,first=dirac,readout=dirac,";
            double[] values = JacobianSpectrum.of(build(net + options), Laboratory.gaussian(1, 1, 16)).values();
            assertEquals(1, values[0], 1e-6);
            assertEquals(1, values[15], 1e-6);
        }
        double[] without = JacobianSpectrum.of(build("dense-residual,depth=2,width=16,in=16,out=16,first=dirac,readout=dirac"),
                Laboratory.gaussian(1, 1, 16)).values();
        assertTrue(without[0] > 1.3, "without it the largest is " + without[0]);
    }

    /** The multipliers have gradients from the first step on, or they could never leave 0. */
    @Test
    void reZeroCanLearn() {
        Network net = build("dense-residual,depth=8,width=16,in=16,out=3,beta=rezero");
        Tape tape = new Tape();
        Network onTape = net.mapParameters((name, value) -> tape.variable(value));
        Gradients gradients = tape.gradients(onTape.apply(Laboratory.gaussian(1, 4, 16)).meanSquaredError(Laboratory.gaussian(2, 4, 3)));
        long multipliers = onTape.parameters().entrySet().stream().filter(e -> e.getKey().endsWith("multiplier.factor"))
                .filter(e -> gradients.of(e.getValue()).item() != 0).count();
        assertEquals(8, multipliers);
    }

    /** Where a shape changes and there is no shortcut, a branch that began at 0 would let nothing through, forward or back. */
    @ParameterizedTest
    @ValueSource(strings = {"beta=rezero", "beta=skipinit,block=post", "init=fixup,readout=he"})
    void aBranchWithoutASkipLetsTheInputThrough(String options) {
        Network net = build("conv-residual,depth=8,stages=3,filters=4,in=2x8x8,shortcut=none," + options);
        Tensor x = Laboratory.gaussian(1, 4, 2, 8, 8);
        float[] outputs = net.apply(x).toArray();
        for (float output : outputs) {
            assertTrue(Math.abs(output) > 1e-6, () -> options + " gives " + Arrays.toString(outputs));
        }
        long multipliers = net.parameters().keySet().stream().filter(name -> name.endsWith("multiplier.factor")).count();
        assertEquals(options.startsWith("beta") ? 1 : 0, multipliers, "of three branches two stand alone");
    }

    /** m is the number of layers of the branch at hand: what is left over for the last one may be fewer. */
    @Test
    void fixupScalesAShorterBranchByItsOwnLayers() {
        Network net = build("dense-residual,depth=8,per=3,width=16,init=fixup");
        assertTrue(net.starts().get("block1.branch.dense1").endsWith("scaled by 0.7598 = 3^(-1/4)"), net.starts()::toString);
        assertTrue(net.starts().get("block3.branch.dense1").endsWith("scaled by 0.5774 = 3^(-1/2)"), net.starts()::toString);
        assertEquals("fixup: 0", build("dense-residual,depth=7,per=3,width=16,init=fixup").starts().get("block3.branch.dense"));
    }

    /** Zhang et al. 2019, section 3: a step of SGD of rate η changes the function by Θ(η), at any depth. He's initialisation lets the change explode. */
    @Test
    void fixupMovesAtASpeedThatDoesNotDependOnDepth() {
        double shallow = change("fixup", 8);
        for (int depth : new int[] {32, 128, 512}) {
            assertEquals(1, change("fixup", depth) / shallow, 0.5, "depth " + depth);
        }
        double he = change("he", 32) / change("he", 8);
        assertTrue(!(he < 100), "He: " + he);
    }

    /** Mean over nets of ‖f after five steps − f‖. */
    private static double change(String init, int depth) {
        double[] changes = new double[8];
        for (int seed = 0; seed < changes.length; seed++) {
            Network net = Architecture.parse("dense-residual,depth=" + depth + ",per=2,width=32,in=32,out=4,init=" + init)
                    .build(RandomStreams.of(seed, "fixup"));
            Tensor x = Laboratory.gaussian(seed, 16, 32);
            Tensor target = Laboratory.gaussian(seed + 100, 16, 4);
            Tensor before = net.apply(x);
            Network trained = net;
            for (int step = 0; step < 5; step++) {
                trained = afterOneStep(trained, x, target, 0.05f);
            }
            Tensor difference = trained.apply(x).subtract(before);
            changes[seed] = Math.sqrt(difference.multiply(difference).sum().item());
        }
        return Estimate.of(changes).mean();
    }

    private static Network afterOneStep(Network net, Tensor x, Tensor target, float rate) {
        Tape tape = new Tape();
        Network onTape = net.mapParameters((name, value) -> tape.variable(value));
        Gradients gradients = tape.gradients(onTape.apply(x).meanSquaredError(target));
        return onTape.mapParameters((name, value) -> value.detach().combine(1, gradients.of(value), -rate));
    }

    /** With β = 1/√L the variance of the stream stays below e times the first one's, with 1/L near it; with 1 it doubles in every block. */
    @Test
    void branchesWeightedByDepthKeepTheStream() {
        assertEquals(Math.E, growth("1/sqrtL", 50), 0.4);
        assertEquals(1 + 1.0 / 50, growth("1/L", 50), 0.02);
        assertEquals(1024, growth("1", 10), 300);
    }

    /** Mean of ‖stream at the end‖² / ‖stream at the beginning‖² over nets whose readout is the identity. */
    private static double growth(String beta, int depth) {
        double[][] ratios = Laboratory.overSeeds(60, seed -> {
            Network net = Architecture.parse("dense-residual,depth=" + depth + ",width=64,in=64,out=64,first=dirac,readout=dirac,beta=" + beta)
                    .build(RandomStreams.of(seed, "growth"));
            Tensor x = Laboratory.gaussian(seed, 8, 64);
            Tensor y = net.apply(x);
            return new double[] {y.multiply(y).sum().item() / x.multiply(x).sum().item()};
        });
        return Estimate.of(Laboratory.column(ratios, 0)).mean();
    }

    /** Srivastava et al. 2015, section 2.2: a negative bias carries the input through; a positive one makes the net plain. */
    @Test
    void theBiasOfLearnedGatesDecidesBetweenSkipAndBranch() {
        Tensor x = Laboratory.gaussian(1, 8, 16);
        String net = "dense-highway,depth=20,width=16,in=16,out=16,first=dirac,readout=dirac,act=tanh,gate=learned:";
        assertArrayEquals(x.toArray(), build(net + "-40").apply(x).toArray(), 1e-5f);
        Network open = build(net + "40");
        Tensor y = x;
        for (int block = 1; block <= 20; block++) {
            y = y.tanh().matmulTransposed(open.parameters().get("block" + block + ".branch.dense.weight"));
        }
        assertArrayEquals(y.toArray(), open.apply(x).toArray(), 1e-4f);
    }

    private static Network build(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(1, "branches"));
    }
}
