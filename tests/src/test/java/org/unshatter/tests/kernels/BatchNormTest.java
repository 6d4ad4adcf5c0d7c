package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.tests.kernels.NormCase.Kind;

/** Batch normalisation of images and its gradients equal their definition, as near as roundings allow. */
@EveryWidth
class BatchNormTest {

    private static final int RANDOM_SHAPES = 300;

    private final NormCheck check = new NormCheck(BatchNormTest.class);

    @Test
    void threeHundredRandomShapes() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(NormCase.random(Kind.BATCH, random), random);
        }
        check.conclude();
    }

    /** Whole blocks and parts of one; planes that are added up in one piece, in two with a rest of one pixel, in five. */
    static Stream<NormCase> largePlanes() {
        return Stream.of(NormCase.of(Kind.BATCH, 1, 2, 32, 32), NormCase.of(Kind.BATCH, 17, 2, 25, 41), NormCase.of(Kind.BATCH, 40, 3, 33, 34),
                NormCase.of(Kind.BATCH, 16, 1, 32, 64), NormCase.of(Kind.BATCH, 3, 2, 67, 63));
    }

    @ParameterizedTest
    @MethodSource("largePlanes")
    void planesOfAThousandPixelsAndMore(NormCase shape) {
        for (int i = 0; i < 4; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(shape.withRandomSettings(random), random);
        }
        check.conclude();
    }

    private void check(NormCase shape, RandomGenerator random) {
        NormOperands operands = NormOperands.random(shape, random, BatchNormTest.class);
        check.forward(operands);
        check.evaluate(operands, random);
        check.gradient(operands, random);
        check.gradientOfConstantStatistics(operands, random);
    }

    /** Negative control: the bound of the variance is narrow enough to tell a division by n from one by n − 1. */
    @Test
    void anotherDefinitionWouldBeSeen() {
        NormCase shape = NormCase.of(Kind.BATCH, 16, 2, 9, 9);
        NormOperands operands = NormOperands.random(shape, Seeds.stream(0), BatchNormTest.class);
        NormReference exact = operands.reference();
        NormBounds bounds = NormBounds.ofStatistics(exact);
        float[] variance = operands.forward().variance();
        for (int group = 0; group < shape.groups(); group++) {
            double unbiased = exact.variance()[group] * shape.size() / (shape.size() - 1);
            double magnitude = NormBounds.magnitude(bounds.variance(group));
            assertTrue(Verdict.within(exact.variance()[group], magnitude, variance[group]), "channel " + group + Seeds.again(BatchNormTest.class));
            assertFalse(Verdict.within(unbiased, magnitude, variance[group]), "channel " + group + Seeds.again(BatchNormTest.class));
        }
    }
}
