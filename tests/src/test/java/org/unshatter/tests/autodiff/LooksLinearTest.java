package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/**
 * A CReLU layer with mirrored weights is linear: crelu(x)·[W | −W]ᵀ = max(x, 0)·Wᵀ − max(−x, 0)·Wᵀ = x·Wᵀ.
 * Balduzzi et al. 2017, section 5.
 */
class LooksLinearTest {

    private static final String SHAPES = "1, 1, 1\n 1, 7, 3\n 13, 37, 11\n 29, 131, 67\n";

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void oneHalfOfCreluIsZeroAndTheirDifferenceIsX(int rows, int in, int out) {
        Tensor x = Data.random(new SplittableRandom(out), rows, in);
        Tensor positive = x.crelu().slice(1, 0, in);
        Tensor negative = x.crelu().slice(1, in, 2 * in);
        for (int e = 0; e < x.size(); e++) {
            assertEquals(0, Math.min(positive.toArray()[e], negative.toArray()[e]), "element " + e + ", seed " + out);
            assertTrue(Math.max(positive.toArray()[e], negative.toArray()[e]) > 0, "element " + e + ", seed " + out);
        }
        assertArrayEquals(x.toArray(), positive.subtract(negative).toArray(), "seed " + out);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void mirroredWeightsGiveTheLinearLayerToErrorRatio(int rows, int in, int out) {
        for (long seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tensor x = Data.random(random, rows, in);
            Tensor w = Data.random(random, out, in);
            ErrorRatio.check("seed " + seed, References.matmulTransposed(rows, in, out, Data.doubles(x), Data.doubles(w)),
                    References.matmulTransposed(rows, in, out, Data.abs(Data.doubles(x)), Data.abs(Data.doubles(w))),
                    mirrored(x, w));
        }
    }

    /** Integers leave no rounding to hide behind. */
    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void mirroredWeightsGiveTheLinearLayerExactlyOnIntegers(int rows, int in, int out) {
        SplittableRandom random = new SplittableRandom(rows);
        Tensor x = Data.integers(random, rows, in);
        Tensor w = Data.integers(random, out, in);
        assertArrayEquals(withoutNegativeZeros(x.matmulTransposed(w)), withoutNegativeZeros(mirrored(x, w)), "seed " + rows);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void theGradientIsThatOfTheLinearLayerEvenWhereAnInputIsZero(int rows, int in, int out) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] data = Data.integers(random, rows, in).toArray();
        data[0] = 0;
        Tensor x = Tensor.of(data, rows, in);
        Tensor w = Data.integers(random, out, in);
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor linear = tape.gradients(variable.matmulTransposed(w)).of(variable);
        Tensor looksLinear = tape.gradients(mirrored(variable, w)).of(variable);
        assertArrayEquals(withoutNegativeZeros(linear), withoutNegativeZeros(looksLinear), "seed " + rows);
    }

    private static float[] withoutNegativeZeros(Tensor x) {
        return x.add(Tensor.zeros(x.shape())).toArray();
    }

    private static Tensor mirrored(Tensor x, Tensor w) {
        return x.crelu().matmulTransposed(Tensor.concatenate(1, w, w.scale(-1)));
    }
}
