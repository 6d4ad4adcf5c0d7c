package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.tests.kernels.NormCase.Kind;

/** Layer normalisation of images and its gradients equal their definition, as near as roundings allow. */
@EveryWidth
class LayerNormTest {

    private static final int RANDOM_SHAPES = 300;

    private final NormCheck check = new NormCheck(LayerNormTest.class);

    @Test
    void threeHundredRandomShapes() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(NormCase.random(Kind.LAYER, random), random);
        }
        check.conclude();
    }

    /** Images that are added up in one piece, in two with a rest of one pixel, in many; many channels of few pixels, and the reverse. */
    static Stream<NormCase> largeImages() {
        return Stream.of(NormCase.of(Kind.LAYER, 1, 4, 16, 16), NormCase.of(Kind.LAYER, 17, 25, 1, 41), NormCase.of(Kind.LAYER, 40, 3, 33, 34),
                NormCase.of(Kind.LAYER, 16, 1, 32, 64), NormCase.of(Kind.LAYER, 3, 2, 67, 63), NormCase.of(Kind.LAYER, 33, 1030, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("largeImages")
    void imagesOfAThousandNumbersAndMore(NormCase shape) {
        for (int i = 0; i < 4; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(shape.withRandomSettings(random), random);
        }
        check.conclude();
    }

    private void check(NormCase shape, RandomGenerator random) {
        NormOperands operands = NormOperands.random(shape, random, LayerNormTest.class);
        check.forward(operands);
        check.gradient(operands, random);
    }
}
