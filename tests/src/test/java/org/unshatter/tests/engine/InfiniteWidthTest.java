package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.theory.InfiniteWidth;

/** The infinite-width results at numbers computed elsewhere, and by what must hold between them. */
class InfiniteWidthTest {

    /** Numbers with three decimals. */
    private static final double ROUNDED = 5.001e-4;

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"1 .500", "2 .302", "4 .142", "6 .080", "10 .034", "20 .008"})
    void plainFollowsTheArcCosineKernel(int depth, double correlation) {
        assertEquals(correlation, InfiniteWidth.plain(depth).correlation(), ROUNDED);
        assertEquals(1, InfiniteWidth.plain(depth).variance(), 1e-12);
    }

    @Test
    void theSecondAngleIsKnownInClosedForm() {
        // Orthogonal inputs leave a rectified layer at the angle arccos(1/π).
        double second = 1 - Math.acos(1 / Math.PI) / Math.PI;
        assertEquals(0.5 * second, InfiniteWidth.plain(2).correlation(), 1e-15);
        // Beside a skip connection: the mean of the cosines 0 and 1/π.
        double beside = 1 - Math.acos(0.5 / Math.PI) / Math.PI;
        assertEquals(0.75 * (1 + beside) / 2, InfiniteWidth.residual(2).correlation(), 1e-15);
    }

    @Test
    void plainDecaysLikeTheCubeOfTheDepth() {
        double ratio = InfiniteWidth.plain(4000).correlation() / InfiniteWidth.plain(2000).correlation();
        assertEquals(-3, Math.log(ratio) / Math.log(2), 0.05);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"1 .750 .76", "2 .582 .58", "4 .375 .36", "6 .259 .26", "10 .140 .165"})
    void residualFollowsTheKernelToo(int depth, double correlation, double simulated) {
        assertEquals(correlation, InfiniteWidth.residual(depth).correlation(), ROUNDED);
        // The simulation had few draws and a finite width.
        assertEquals(simulated, InfiniteWidth.residual(depth).correlation(), 0.03);
        assertEquals(Math.pow(2, depth), InfiniteWidth.residual(depth).variance(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "1 2 .610", "1 4 .455", "1 10 .275", "1 24 .156", "1 50 .094", "1 100 .057",
        "0.1 2 .990", "0.1 4 .981", "0.1 10 .953", "0.1 24 .895", "0.1 50 .807", "0.1 100 .684"})
    void residualWithBatchNormIsAProduct(double beta, int depth, double correlation) {
        assertEquals(correlation, InfiniteWidth.residualBatchNorm(depth, beta).correlation(), ROUNDED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1})
    void eachBranchRescalesByTheStreamBeforeIt(double beta) {
        for (int depth = 1; depth < 100; depth++) {
            double stream = 1 + beta * beta * (1 - 1 / Math.PI) * depth;
            double growth = InfiniteWidth.residualBatchNorm(depth + 1, beta).variance() / InfiniteWidth.residualBatchNorm(depth, beta).variance();
            assertEquals(1 + beta * beta / stream, growth, 1e-12 * growth);
        }
    }

    @Test
    void residualWithBatchNormDecaysByAKnownPower() {
        double ratio = InfiniteWidth.residualBatchNorm(200_000, 1).correlation() / InfiniteWidth.residualBatchNorm(100_000, 1).correlation();
        assertEquals(-Math.PI / (2 * (Math.PI - 1)), Math.log(ratio) / Math.log(2), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 50})
    void plainWithBatchNormHalvesTheCorrelationAndBlowsUpTheVariance(int depth) {
        InfiniteWidth here = InfiniteWidth.plainBatchNorm(depth);
        InfiniteWidth next = InfiniteWidth.plainBatchNorm(depth + 1);
        assertEquals(Math.scalb(1, -depth), here.correlation(), 0);
        assertEquals(Math.PI / (Math.PI - 1), next.variance() / here.variance(), 1e-12);
        assertEquals(1, InfiniteWidth.plainBatchNorm(1).variance(), 0);
    }

    @Test
    void theHighwayKeepsItsCorrelationAtAnyDepth() {
        for (int depth : new int[] {4, 10, 50, 100}) {
            InfiniteWidth highway = InfiniteWidth.highway(depth, Math.sqrt(1 - 1.0 / depth));
            assertTrue(highway.correlation() > 0.60 && highway.correlation() < 0.64, "R at L = " + depth + " is " + highway.correlation());
            assertEquals(1, highway.variance(), 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void aHighwayWithoutSkipIsPlainAndWithoutBranchIsTheIdentity(int depth) {
        assertEquals(InfiniteWidth.plain(depth), InfiniteWidth.highway(depth, 0));
        assertEquals(1, InfiniteWidth.highway(depth, 1).correlation(), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 30})
    void equalInputsHaveEqualGradients(int depth) {
        assertEquals(1, InfiniteWidth.plain(depth, 0).correlation(), 1e-12);
        assertEquals(1, InfiniteWidth.plainBatchNorm(depth, 0).correlation(), 1e-6);
        assertEquals(1, InfiniteWidth.residual(depth, 0.3, 0).correlation(), 1e-12);
        assertEquals(1, InfiniteWidth.residualBatchNorm(depth, 1, 0).correlation(), 1e-6);
        assertEquals(1, InfiniteWidth.highway(depth, 0.5, 0).correlation(), 1e-12);
        assertEquals(1, InfiniteWidth.looksLinear(depth, 2).correlation());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1.2, Math.PI / 2, 2, Math.PI})
    void oneLayerShowsTheAngleItself(double angle) {
        double both = 1 - angle / Math.PI;
        assertEquals(both, InfiniteWidth.plain(1, angle).correlation(), 1e-12);
        assertEquals(both, InfiniteWidth.crelu(1, angle).correlation(), 1e-12);
        assertEquals(both, InfiniteWidth.plainBatchNorm(1, angle).correlation(), 1e-12);
        assertEquals((1 + 0.25 * both) / 1.25, InfiniteWidth.residual(1, 0.5, angle).correlation(), 1e-12);
        assertEquals((1 + 0.25 * both) / 1.25, InfiniteWidth.residualBatchNorm(1, 0.5, angle).correlation(), 1e-12);
    }

    @Test
    void oppositeInputsMeetAgain() {
        // Nothing is on for both at first: the second angle is that of orthogonal units, κ(π) = 0, but the product stays 0.
        assertEquals(0, InfiniteWidth.plain(3, Math.PI).correlation(), 1e-12);
        // With a skip something passes.
        double second = 1 - Math.acos(-0.5) / Math.PI;
        assertEquals(0.5 * (1 + second) / 2, InfiniteWidth.residual(2, 1, Math.PI).correlation(), 1e-12);
    }

    @Test
    void batchNormLeavesSmallAnglesToGrowAndPlainNetsShrinkThem() {
        // Near a right angle the cosine is multiplied by κ'(0)/(1 − 1/π) = (1/2)/(1 − 1/π) = 0.733 per layer.
        double angle = Math.acos(1e-5);
        double first = 1 - angle / Math.PI;
        double second = InfiniteWidth.plainBatchNorm(2, angle).correlation() / first;
        assertEquals(0.5 + 0.5 / (1 - 1 / Math.PI) * 1e-5 / Math.PI, second, 1e-9);
        assertTrue(InfiniteWidth.plain(10, 0.5).correlation() > InfiniteWidth.plainBatchNorm(10, 0.5).correlation());
    }

    @Test
    void withoutAnAngleInputsAreOrthogonal() {
        double right = Math.PI / 2;
        assertEquals(InfiniteWidth.plain(9), InfiniteWidth.plain(9, right));
        assertEquals(InfiniteWidth.residual(9), InfiniteWidth.residual(9, 1, right));
        assertEquals(InfiniteWidth.residualBatchNorm(9, 0.3), InfiniteWidth.residualBatchNorm(9, 0.3, right));
        assertEquals(InfiniteWidth.highway(9, 0.3), InfiniteWidth.highway(9, 0.3, right));
        assertEquals(Math.pow(1.25, 9), InfiniteWidth.residual(9, 0.5, right).variance(), 1e-9);
    }

    @Test
    void wrongArgumentsAreRefused() {
        refused("depth is 0", () -> InfiniteWidth.plain(0));
        refused("angle is 3.2", () -> InfiniteWidth.plain(1, 3.2));
        refused("angle is NaN", () -> InfiniteWidth.looksLinear(1, Double.NaN));
        refused("angle is -0.1", () -> InfiniteWidth.plainBatchNorm(1, -0.1));
        refused("gamma1 is 1.1", () -> InfiniteWidth.highway(1, 1.1));
        refused("beta is Infinity", () -> InfiniteWidth.residual(1, Double.POSITIVE_INFINITY, 1));
    }

    private static void refused(String expected, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
