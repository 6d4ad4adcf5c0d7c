package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.ByOtherProcesses;

/** Figure 5 of the paper, as the program writes it: on CIFAR-10 where it lies beside the project in shared/data, else on the built-in images. */
@ByOtherProcesses
class GradientsByImagesShatterWithDepthTest {

    private static final List<Integer> DEPTHS = List.of(2, 4, 10, 24, 50);
    private static final String PLAIN = "plain, BN";
    private static final String RESIDUAL = "residual, BN, β = 0.1";

    @Test
    void plainNetsShatterFromTenLayersOn() {
        for (int depth : List.of(10, 24, 50)) {
            double rank = number("nets", PLAIN, depth, "relativeEffectiveRank");
            assertTrue(rank >= 0.45, () -> "relative effective rank at L = " + depth + " is " + rank);
        }
        assertTrue(number("nets", PLAIN, 2, "relativeEffectiveRank") < 0.05);
    }

    @Test
    void residualNetsKeepTheRankOfTheImages() {
        for (int depth : DEPTHS) {
            double rank = number("nets", RESIDUAL, depth, "relativeEffectiveRank");
            assertTrue(rank <= 0.05, () -> "relative effective rank at L = " + depth + " is " + rank);
        }
        double ofImages = ReproducedResults.number(figure(), "imagesRelativeEffectiveRank");
        assertTrue(ofImages > 1.0 / 256 && ofImages < 0.05, () -> "that of the images is " + ofImages);
    }

    @Test
    void theMeanOfAMinibatchTellsMoreOfAResidualNet() {
        double plain = number("nets", PLAIN, 50, "meanOverDeviation");
        double residual = number("nets", RESIDUAL, 50, "meanOverDeviation");
        assertTrue(residual >= 8 * plain, () -> "mean over deviation at L = 50: " + residual + " and " + plain);
        assertEquals(1 / Math.sqrt(256), plain, 0.01, "plain nets are at the ratio of noise");
    }

    /** Neither vanishing nor exploding: where batch norm makes gradients grow, all draws are measured none the less. */
    @Test
    void shatteringIsNotAQuestionOfSize() {
        double withNorm = number("nets", PLAIN, 50, "gradientNorm") / number("nets", PLAIN, 2, "gradientNorm");
        double without = number("nets", "plain, no BN", 50, "gradientNorm") / number("nets", "plain, no BN", 2, "gradientNorm");
        assertTrue(withNorm > 1000 && without > 0.1 && without < 1, () -> "from L = 2 to L = 50 norms grow by " + withNorm + " and " + without);
        assertTrue(number("nets", "plain, no BN", 50, "relativeEffectiveRank") > 0.4);
    }

    /** What a padded shortcut adds comes from branches alone, whatever β. */
    @Test
    void paddedShortcutsShatterAndProjectedOnesDoNot() {
        double padded = number("staged", "residual, padded", 50, "relativeEffectiveRank");
        double projected = number("staged", "residual, projected", 50, "relativeEffectiveRank");
        assertTrue(padded >= 10 * projected, () -> "relative effective rank at L = 50: " + padded + " and " + projected);
        assertTrue(padded >= 0.5 * number("staged", PLAIN, 50, "relativeEffectiveRank"), "hardly better than the plain net");
    }

    /** On CIFAR-10, of a draw or a few: within a factor. */
    @Test
    void theCurvesAreThoseOfAnIndependentSimulationInNumpy() {
        assumeTrue(figure().get("images").equals("cifar-10"), "there is no folder shared/data/cifar-10-batches-bin beside the project");
        near(PLAIN, "relativeEffectiveRank", 1.6, .022, .075, .60, .64, .56);
        near("plain, no BN", "relativeEffectiveRank", 1.6, .018, .032, .12, .54, .66);
        near(RESIDUAL, "relativeEffectiveRank", 1.6, .013, .013, .013, .015, .018);
        near("residual, BN, β = 1", "relativeEffectiveRank", 1.6, .023, .036, .071, .20, .35);
        near(PLAIN, "meanOverDeviation", 1.25, .63, .30, .083, .062, .063);
        near(RESIDUAL, "meanOverDeviation", 1.25, .99, .98, .94, .84, .75);
        near("residual, BN, β = 1", "meanOverDeviation", 1.25, .62, .46, .31, .18, .12);
    }

    private static void near(String label, String key, double factor, double... expected) {
        assertEquals(DEPTHS.size(), expected.length);
        for (int i = 0; i < expected.length; i++) {
            double value = number("nets", label, DEPTHS.get(i), key);
            String what = label + ", L = " + DEPTHS.get(i) + ": " + key + " is " + value + ", expected " + expected[i] + " within a factor of " + factor;
            assertTrue(Math.abs(Math.log(value / expected[i])) <= Math.log(factor), what);
        }
    }

    /** Mean |covariance| of different images by the variance: of independent directions in 3072 dimensions about √(2/(π·3072)) = 0.014. */
    @Test
    void thePicturesOfDeepPlainNetsAreADiagonal() {
        List<Map<?, ?>> pictures = ReproducedResults.maps(figure().get("pictures"));
        double[] off = pictures.stream().mapToDouble(picture -> mean(picture, 255)).toArray();
        String all = "plain 2, 50, residual 2, 50: " + Arrays.toString(off);
        assertTrue(off[0] > 0.15 && off[1] < 0.04 && off[2] > 0.3 && off[3] > 0.2, all);
        // k-means has put images with like gradients side by side
        assertTrue(mean(pictures.getFirst(), 1) > 1.1 * off[0], all);
    }

    /** Mean below the diagonal, up to so many places from it. */
    private static double mean(Map<?, ?> picture, int distance) {
        double[] lower = ReproducedResults.numbers(picture, "covariance");
        double sum = 0;
        int count = 0;
        for (int i = 0; i < 256; i++) {
            for (int j = Math.max(0, i - distance); j < i; j++) {
                sum += lower[i * (i + 1) / 2 + j];
                count++;
            }
        }
        return sum / count;
    }

    private static double number(String kind, String label, int depth, String key) {
        List<Map<?, ?>> found = ReproducedResults.maps(figure().get(kind)).stream()
                .filter(net -> net.get("label").equals(label) && net.get("depth").equals((double) depth)).toList();
        assertEquals(1, found.size(), "number of entries for " + label + ", L = " + depth);
        return ReproducedResults.number(found.getFirst(), key);
    }

    private static Map<?, ?> figure() {
        return ReproducedResults.full().figure("fig5");
    }
}
