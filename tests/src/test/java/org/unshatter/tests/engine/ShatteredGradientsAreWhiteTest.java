package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.unshatter.arch.DenseNet;
import org.unshatter.diagnostics.CorrelationLength;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.PowerSpectrum;
import org.unshatter.diagnostics.Whiteness;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Normalisation;

/** Figure 1 of the paper, over many nets: which gradients are brown noise and which are white, by spectrum, whiteness and correlation length. */
class ShatteredGradientsAreWhiteTest {

    /** Slope, p-value and e-folding length of the gradients of many nets. */
    private record Nets(double[] slopes, double[] pValues, double[] lengths) {

        static Nets of(int nets, DenseNet architecture) {
            double[][] draws = Laboratory.overSeeds(nets, seed -> {
                GradientSignal signal = Laboratory.gradient(architecture.build(RandomStreams.of(seed, "figure 1")));
                double slope = PowerSpectrum.of(signal).slope().value();
                return new double[] {slope, Whiteness.of(signal, 10).pValue(), CorrelationLength.of(signal).eFolding()};
            });
            return new Nets(Laboratory.column(draws, 0), Laboratory.column(draws, 1), Laboratory.column(draws, 2));
        }

        double median() {
            double[] sorted = lengths.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        void assertWhite(double level, DoublePredicate share) {
            double white = Arrays.stream(pValues).filter(p -> p > level).count() / (double) pValues.length;
            assertTrue(share.test(white), "the share of nets with p above " + level + " is " + white);
        }
    }

    /** Not centred: that would move the kinks of all units to the middle of the grid. */
    @Test
    void ofOneLayerIsBrown() {
        Nets nets = Nets.of(24, Laboratory.onTheGrid(DenseNet.plain(1)));
        Interval.assertMean(-2, nets.slopes, 0.1, "slope");
        nets.assertWhite(1e-6, share -> share == 0);
        assertTrue(nets.median() > 20, "median length " + nets.median());
    }

    /** Slightly blue, in fact: neighbours are a little less alike than independent values (ACF(1) = −0.03 in Figure 2). */
    @Test
    void of24LayersIsAlmostWhite() {
        Nets nets = Nets.of(24, Laboratory.onTheGrid(DenseNet.plain(24)).normalisation(Normalisation.CENTER));
        Interval.assertMean(0, nets.slopes, 0.2, "slope");
        nets.assertWhite(0.01, share -> share > 0.75);
        assertTrue(nets.median() < 0.8, "median length " + nets.median());
    }

    @Test
    void of50LayersWithSkipConnectionsIsNearBrown() {
        Nets nets = Nets.of(10, Laboratory.onTheGrid(DenseNet.residual(50, 1, 0.1)).normalisation(Normalisation.BATCH));
        Estimate slope = Estimate.of(nets.slopes);
        assertTrue(slope.interval(4).high() < -1.25, () -> "slope " + slope);
        nets.assertWhite(1e-6, share -> share == 0);
        assertTrue(nets.median() > 5, "median length " + nets.median());
    }

    @Test
    void ofALooksLinearNetIsConstantAndHasNoSpectrum() {
        GradientSignal signal = Laboratory.gradient(Laboratory.onTheGrid(DenseNet.plain(10)).activation(Activation.CRELU)
                .initializer(Initializers.looksLinear()).readout(Initializers.looksLinear()).build(RandomStreams.of(1, "figure 1")));
        assertTrue(signal.rootMeanSquare() > 0);
        assertThrows(IllegalArgumentException.class, () -> PowerSpectrum.of(signal));
        assertThrows(IllegalArgumentException.class, () -> Whiteness.of(signal, 10));
        assertThrows(IllegalArgumentException.class, () -> CorrelationLength.of(signal));
    }
}
