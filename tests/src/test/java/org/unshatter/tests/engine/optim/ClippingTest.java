package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.optim.Clipping;

/** Clipping shortens what is too long, leaves the rest, and tells the length there was. */
class ClippingTest {

    private static final int N = 3 * 4096 + 123;

    @Test
    void theNormIsThatOfAllGradientsTogether() {
        Parameters parameters = gradients(1, 1);
        double norm = norm(parameters.gradients());
        float[] before = parameters.gradients().clone();
        assertEquals(norm, Clipping.none().apply(parameters), 1e-6 * norm);
        assertEquals(norm, Clipping.norm(norm * 1.001).apply(parameters), 1e-6 * norm);
        assertArrayEquals(before, parameters.gradients(), "what is short enough stays, to the bit");
    }

    @Test
    void longGradientsKeepTheirDirection() {
        Parameters parameters = gradients(2, 1);
        float[] before = parameters.gradients().clone();
        double norm = Clipping.norm(0.5).apply(parameters);
        assertEquals(0.5, norm(parameters.gradients()), 1e-6);
        for (int i = 0; i < before.length; i++) {
            assertEquals(before[i] * 0.5 / norm, parameters.gradients()[i], 1e-6 * Math.abs(before[i]), "element " + i);
        }
        assertEquals(0.5, Clipping.norm(0.5).apply(parameters), 1e-6, "clipped again");
        Clipping.norm(0.499).apply(parameters);
        assertEquals(0.499, norm(parameters.gradients()), 1e-6, "a little too long is too long");
    }

    /** Squares of these are beyond single precision on one side or the other. */
    @ParameterizedTest
    @ValueSource(floats = {1e-42f, 1e-30f, 1e-20f, 1e-15f, 1e-14f, 1e15f, 1e19f, 1e25f, 1e37f})
    void neitherShatteredNorExplodedGradientsDistortIt(float scale) {
        Parameters parameters = gradients(3, scale);
        double norm = norm(parameters.gradients());
        assertEquals(norm, Clipping.norm(1).apply(parameters), 1e-6 * norm);
        assertEquals(Math.min(1, norm), norm(parameters.gradients()), 1e-5 * Math.min(1, norm));
    }

    @Test
    void eachElementIsLimitedByItself() {
        Parameters parameters = gradients(4, 1);
        float[] before = parameters.gradients().clone();
        assertEquals(norm(before), Clipping.value(0.25).apply(parameters), 1e-6 * norm(before));
        int limited = 0;
        for (int i = 0; i < before.length; i++) {
            assertEquals(Math.clamp(before[i], -0.25f, 0.25f), parameters.gradients()[i], "element " + i);
            limited += Math.abs(before[i]) > 0.25 ? 1 : 0;
        }
        assertTrue(limited > N / 2 && limited < N, limited + " elements");
    }

    /** A limit of infinity over NaN would make all gradients NaN, and a clipped infinity would look like any long gradient. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotANumberIsNeitherHiddenNorSpread(float wrong) {
        for (Clipping clipping : List.of(Clipping.none(), Clipping.norm(0.1), Clipping.value(0.1))) {
            Parameters parameters = gradients(5, 1);
            parameters.gradients()[77] = wrong;
            float[] before = parameters.gradients().clone();
            double norm = clipping.apply(parameters);
            assertEquals(Float.isNaN(wrong) ? Double.NaN : Double.POSITIVE_INFINITY, norm, clipping.toString());
            assertArrayEquals(before, parameters.gradients(), clipping.toString());
        }
    }

    @Test
    void noGradientsHaveTheNormZero() {
        assertEquals(0, Clipping.norm(1).apply(Parameters.of(List.of())));
        assertEquals(0, Clipping.norm(1).apply(Parameters.of(List.of(Tensor.zeros(5)))));
    }

    @Test
    void theBitsDoNotDependOnThreads() {
        int threads = Workers.threads();
        try {
            Workers.setThreads(1);
            Parameters alone = gradients(6, 1);
            double norm = Clipping.norm(0.5).apply(alone);
            for (int each : new int[] {2, 5}) {
                Workers.setThreads(each);
                Parameters shared = gradients(6, 1);
                assertEquals(Double.doubleToRawLongBits(norm), Double.doubleToRawLongBits(Clipping.norm(0.5).apply(shared)));
                assertArrayEquals(alone.gradients(), shared.gradients());
            }
        } finally {
            Workers.setThreads(threads);
        }
    }

    @Test
    void itsTextReadsBack() {
        for (Clipping clipping : List.of(Clipping.none(), Clipping.norm(1), Clipping.norm(1e-3), Clipping.value(0.5))) {
            assertEquals(clipping, Clipping.parse(clipping.toString()));
        }
        assertEquals("[none, norm:1, value:5e-4]", List.of(Clipping.none(), Clipping.norm(1), Clipping.value(5e-4)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "all        | clipping is \"all\", expected none, norm:limit or value:limit",
        "norm       | clipping is \"norm\", expected none, norm:limit or value:limit",
        "none:1     | clipping is \"none:1\"",
        "norm:      | clipping is \"norm:\", expected a limit that is a finite number above 0",
        "norm:0     | clipping is \"norm:0\", expected a limit",
        "value:-1   | clipping is \"value:-1\", expected a limit",
        "value:NaN  | clipping is \"value:NaN\"",
        "norm:1e99  | clipping is \"norm:1e99\""
    })
    void whatCannotBeReadIsRefused(String text, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Clipping.parse(text)).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void limitsThatLimitNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Clipping.norm(0));
        assertThrows(IllegalArgumentException.class, () -> Clipping.value(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new Clipping(Clipping.Kind.NONE, 1));
    }

    private static Parameters gradients(long seed, float scale) {
        Parameters parameters = Parameters.of(List.of(Tensor.zeros(N), Tensor.zeros(17)));
        RandomGenerator random = RandomStreams.of(seed, "gradients");
        for (int i = 0; i < N; i++) {
            parameters.gradients()[i] = scale * random.nextFloat(-1, 1);
        }
        Arrays.fill(parameters.gradients(), parameters.offset(1), parameters.offset(1) + 17, scale);
        return parameters;
    }

    private static double norm(float[] x) {
        double squares = 0;
        for (float each : x) {
            squares += (double) each * each;
        }
        return Math.sqrt(squares);
    }
}
