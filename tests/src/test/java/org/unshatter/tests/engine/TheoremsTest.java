package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.theory.Theorems;

/** The closed forms of the paper, at the numbers it works out and by the products they come from. */
class TheoremsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 50})
    void plainAndResidualAreGeometric(int depth) {
        assertEquals(1, Theorems.plainVariance());
        double halves = 1;
        double threeQuarters = 1;
        double twos = 1;
        for (int l = 0; l < depth; l++) {
            halves *= 0.5;
            threeQuarters *= 0.75;
            twos *= 2;
        }
        close(Theorems.residualCovariance(depth), Theorems.residualCorrelation(depth) * Theorems.residualVariance(depth));
        close(halves, Theorems.plainCorrelation(depth));
        close(threeQuarters, Theorems.residualCorrelation(depth));
        close(twos, Theorems.residualVariance(depth));
    }

    @Test
    void theWorkedFiguresOfTheorem3() {
        assertEquals(0.7, Theorems.residualBatchNormCorrelation(100, 0.1), 0.05);
        assertEquals(0.1, Theorems.residualBatchNormCorrelation(100, 1), 0.005);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 2})
    void theVarianceOfTheorem3IsATelescopingProduct(double beta) {
        double product = 1;
        for (int depth = 1; depth <= 100; depth++) {
            close(product, Theorems.residualBatchNormVariance(depth, beta));
            product *= 1 + beta * beta / (beta * beta * (depth - 1) + 1);
        }
    }

    @Test
    void theCovarianceOfTheorem3ByHandAndAtItsAsymptote() {
        close(1, Theorems.residualBatchNormCovariance(1, 0.7));
        close(1.245, Theorems.residualBatchNormCovariance(2, 0.7));
        close(1.5 * 1.25, Theorems.residualBatchNormCovariance(3, 1));
        // ~ β√L: four times the depth, twice the covariance.
        assertEquals(2, Theorems.residualBatchNormCovariance(400_000, 1) / Theorems.residualBatchNormCovariance(100_000, 1), 1e-4);
    }

    @Test
    void theCorrelationOfTheorem3BeforeItsAsymptote() {
        close(1, Theorems.residualBatchNormProduct(1, 0.3));
        close(1.5 * 1.25 / 3, Theorems.residualBatchNormProduct(3, 1));
        // Π(1 + 1/(2l)), l = 1 … L − 1, is Γ(L + 1/2)/(Γ(L)·Γ(3/2)) ~ √L·2/√π: more than the √L that the theorem takes it for.
        double ratio = Theorems.residualBatchNormProduct(400_000, 1) / Theorems.residualBatchNormCorrelation(400_000, 1);
        assertEquals(2 / Math.sqrt(Math.PI), ratio, 1e-5);
    }

    @Test
    void theGateOfCorollary1KeepsTheCorrelation() {
        assertEquals(1, Theorems.highwayVariance());
        for (int depth : new int[] {4, 10, 50, 100}) {
            double correlation = Theorems.highwayCorrelation(depth, Math.sqrt(1 - 1.0 / depth));
            assertTrue(correlation > 0.586 && correlation < Math.exp(-0.5), "R at L = " + depth + " is " + correlation);
        }
        close(Math.exp(-0.5), Theorems.highwayLimit());
        assertEquals(Theorems.highwayLimit(), Theorems.highwayCorrelation(100_000, Math.sqrt(1 - 1e-5)), 1e-5);
    }

    @Test
    void aHighwayWithoutSkipIsPlainAndWithoutBranchIsConstant() {
        close(Theorems.plainCorrelation(7), Theorems.highwayCorrelation(7, 0));
        close(1, Theorems.highwayCorrelation(7, 1));
    }

    @Test
    void aLooksLinearNetDoesNotShatter() {
        assertEquals(1, Theorems.looksLinearCorrelation());
    }

    @Test
    void whatIsNoNetIsRefused() {
        refused("depth is 0", () -> Theorems.plainCorrelation(0));
        refused("depth is -3", () -> Theorems.residualVariance(-3));
        refused("depth is 0", () -> Theorems.residualBatchNormProduct(0, 1));
        refused("beta is NaN", () -> Theorems.residualBatchNormVariance(2, Double.NaN));
        refused("gamma1 is 2.0", () -> Theorems.highwayCorrelation(10, 2));
    }

    private static void refused(String words, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(words) && message.contains("expected"), message);
    }

    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected));
    }
}
