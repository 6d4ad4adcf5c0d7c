package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.unshatter.arch.DenseNet;
import org.unshatter.diagnostics.CorrelationLength;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.PowerSpectrum;
import org.unshatter.diagnostics.Whiteness;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Normalisation;
class ShatteredGradientsAreWhiteTest {

    private static final int SEEDS = 40;

    @Test
    void m() {
        for (int depth : new int[] {1, 2, 4,10,24,50}) for (Normalisation no : Normalisation.values()) {
        double[][] d = Laboratory.overSeeds(SEEDS, seed -> {
            GradientSignal s = Laboratory.gradient(Laboratory.onTheGrid(DenseNet.plain(depth)).normalisation(no).build(RandomStreams.of(seed, "net " + depth)));
            CorrelationLength c = CorrelationLength.of(s);
            return new double[] {PowerSpectrum.of(s).slope().value(), PowerSpectrum.of(s).slope(0,0.1).value(), Whiteness.of(s, 10).pValue(), c.eFolding(), c.integrated()};
        });
        StringBuilder b = new StringBuilder("D " + no + " " + depth);
        for (int k = 0; k < 5; k++) { double[] c = Laboratory.column(d, k); Arrays.sort(c); b.append(String.format(" | mean %.3g sd %.3g min %.2g q25 %.2g med %.2g max %.2g", Arrays.stream(c).average().orElse(0), org.unshatter.diagnostics.Estimate.of(c).stdErr() * Math.sqrt(40), c[0], c[10], c[20], c[39])); }
        System.out.println(b);
        }
    }
}
