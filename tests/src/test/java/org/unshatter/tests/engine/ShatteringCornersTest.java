package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.diagnostics.Shattering.Verdict;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/** Where the verdict has little to go by: gradients that vanish, explode or grow along a line, few inputs, few features. */
class ShatteringCornersTest {

    /** Size is said, correlation is not. */
    @ParameterizedTest
    @CsvSource({"0, COLLAPSED", "1e-9, COLLAPSED", "1e30, EXPLODED"})
    void whatHasCollapsedOrExplodedHasNoCorrelation(float factor, Verdict expected) {
        Shattering s = Shattering.examine(x -> x.multiply(x).scale(factor).scale(Math.max(1, factor)), Laboratory.gaussian(1, 80, 80));
        assertEquals(expected, s.verdict(), s::toString);
        assertTrue(Double.isNaN(s.nearby().mean()) && Double.isNaN(s.batchCorrelation()), s::toString);
        assertFalse(s.relativeRank().isPresent() || s.meanOverDeviation().isPresent() || s.spectralSlope().isPresent(), s::toString);
        assertTrue(expected == Verdict.EXPLODED ? !Double.isFinite(s.size()) : s.size() < 1e-7, s::toString);
    }

    /** At both ends of the line all is well. */
    @Test
    void anExplosionInTheMiddleOfALineIsSeen() {
        UnaryOperator<Tensor> peak = x -> x.multiply(x).scale(-50).addScalar(100).exp().add(x);
        assertEquals(Verdict.CONSTANT, Shattering.examine(peak, Tensor.of(new float[] {2, 3}, 2, 1)).verdict(), "the control, away from the peak");
        Shattering across = Shattering.examine(peak, Tensor.of(new float[] {-2, 2}, 2, 1));
        assertEquals(Verdict.EXPLODED, across.verdict(), across::toString);
        assertEquals(1, across.size(), 1e-6);
    }

    /** eˣ has the slopes of a geometric sequence, each a multiple of the one before; those of tanh are small at both ends of the line. */
    @Test
    void gradientsThatGrowOrShrinkAlongALineAreAlikeAllTheSame() {
        for (float end : new float[] {1, 20, 40}) {
            Shattering s = Shattering.examine(Tensor::exp, Tensor.of(new float[] {-end, end}, 2, 1));
            assertEquals(1, s.nearby().mean(), 1e-6, () -> "to " + end);
            assertEquals(Verdict.BROWN, s.verdict());
        }
        Shattering s = Shattering.examine(Tensor::tanh, Tensor.of(new float[] {-1.5f, 1.5f}, 2, 1));
        assertTrue(s.nearby().mean() > 0.99 && s.nearby().mean() <= 1, s::toString);
    }

    /** A rectifier that is on for the last points only: all nearby pairs but those have a gradient of 0. */
    @Test
    void aGradientThatBeginsAtTheEndOfALineTellsNothing() {
        Shattering s = Shattering.examine(x -> x.addScalar(-0.99f).relu(), Tensor.of(new float[] {0, 1}, 2, 1));
        assertEquals(0, s.nearby().mean());
        assertEquals(Verdict.SHATTERED, s.verdict());
    }

    /** (1/√samples + 1/√features)⁻² is 32 of 128 and 128, and of 50 and 800. */
    @ParameterizedTest
    @CsvSource({"128, 128", "50, 800", "3072, 40", "33, 137272"})
    void aRankTakesSoManySamples(int features, int samples) {
        assertEquals(samples, Shattering.samplesForRank(features).orElseThrow());
    }

    @Test
    void ofFewFeaturesNoNumberOfSamplesIsEnough() {
        assertTrue(Shattering.samplesForRank(32).isEmpty() && Shattering.samplesForRank(1).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> Shattering.samplesForRank(0));
    }

    @Test
    void twoOrThreeInputsMakeOneLine() {
        Tensor inputs = Laboratory.gaussian(1, 3, 1);
        Network net = Laboratory.onTheGrid(DenseNet.plain(2)).build(RandomStreams.of(1, "net"));
        assertEquals(1, Shattering.examine(net, inputs).nearby().draws());
        assertEquals(1, Shattering.examine(net, inputs.slice(0, 0, 2)).nearby().draws());
        assertEquals(2, Shattering.examine(net, Laboratory.gaussian(1, 4, 1)).nearby().draws());
    }

    @Test
    void whatHasNoLineIsRefused() {
        refused(Tensor.of(new float[] {1, 2, 3}, 1, 3), "inputs", "at least 2 samples");
        refused(Tensor.of(new float[] {1, 2, 3}, 3), "inputs", "[samples, …]");
        refused(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 5, 6}, 4, 2), "inputs", "sample 2", "sample 3", "same point");
        refused(Tensor.of(new float[] {1, Float.NaN}, 2, 1), "inputs", "sample 0", "sample 1", "NaN");
    }

    private static void refused(Tensor inputs, String... words) {
        String message = assertThrows(IllegalArgumentException.class, () -> Shattering.examine(x -> x.multiply(x), inputs)).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "without " + word + ": " + message);
        }
    }
}
