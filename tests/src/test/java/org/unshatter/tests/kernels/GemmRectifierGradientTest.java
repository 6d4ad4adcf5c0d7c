package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.kernels.Gemm.Transpose.NO;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm;

/** The gradient of a rectifier at the end of a product, on each way through it. */
@EveryWidth
class GemmRectifierGradientTest {

    private final Verdict verdict = new Verdict(GemmRectifierGradientTest.class);
    private int cases;

    static Stream<GemmPath> everyPath() {
        return Stream.concat(GemmPath.alone().stream(), GemmPath.shared().stream());
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void theProductPassesWhereTheRectifierWasOn(GemmPath path) {
        for (float beta : new float[] {0, 1, -2}) {
            check(path.product().with(path.product().alpha(), beta));
        }
        verdict.conclude();
    }

    @Test
    void whatItMustSeeIsChecked() {
        Epilogue end = Epilogue.gradientOfRelu(new float[11], 0);
        String message = assertThrows(IllegalArgumentException.class,
                () -> Gemm.sgemm(NO, NO, 3, 4, 1, 1,
                        new float[3], 0, 1, new float[4], 0, 4, 0, new float[12], 0, 4, end)).getMessage();
        assertTrue(message.contains("y has 11 elements, expected at least 12"), message);
    }

    private void check(GemmCase product) {
        RandomGenerator random = Seeds.stream(cases++);
        DoubleSupplier values = () -> random.nextInt(-4, 5);
        Guarded a = product.a().fill(values);
        Guarded b = product.b().fill(values);
        Guarded c = Guarded.matrix(product.m(), product.n(), 2 * product.slack(), product.n() + product.slack());
        if (product.beta() == 0) {
            c.fill(Float.NaN);
        } else {
            c.fill(values);
        }
        float[] states = {1, 0, -0f, -3, 0.5f, Float.NaN, Float.POSITIVE_INFINITY};
        Guarded y = Guarded.run(product.m() * product.n(), 3).fill(() -> states[random.nextInt(states.length)]);
        Guarded before = y.copy();
        double[] expected = product.reference(a, b, c);
        product.run(a, b, c, Epilogue.gradientOfRelu(y.array, y.offset));
        for (int i = 0; i < expected.length; i++) {
            verdict.exact(y.get(i) > 0 ? expected[i] : 0, c.get(i / product.n(), i % product.n()), product, i);
        }
        y.assertSameBits(before, product, GemmRectifierGradientTest.class);
        c.assertNothingAround(product, GemmRectifierGradientTest.class);
    }
}
