package org.unshatter.tests.kernels;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Epilogue.Activation;

/** A product that ends with a bias, an activation or both, on small whole numbers: every sum is exact. */
record EpilogueCase(GemmCase product, Bias bias, Activation activation, boolean packed) {

    enum Bias { NONE, OF_COLUMNS, OF_ROWS }

    void checkExactly(Verdict verdict, RandomGenerator random, Class<?> test) {
        int m = product.m();
        int n = product.n();
        DoubleSupplier values = () -> random.nextInt(-4, 5);
        Guarded a = product.a().fill(values);
        Guarded b = product.b().fill(values);
        Guarded c = c();
        if (product.beta() == 0) {
            c.fill(Float.NaN);
        } else {
            c.fill(values);
        }
        Guarded shift = Guarded.run(bias == Bias.OF_ROWS ? m : n, 3).fill(() -> random.nextInt(-40, 41));
        Guarded shiftBefore = shift.copy();
        double[] expected = product.reference(a, b, c);
        if (packed) {
            product.run(a, product.pack(b), c, epilogue(shift));
        } else {
            product.run(a, b, c, epilogue(shift));
        }
        for (int i = 0; i < m * n; i++) {
            double value = expected[i] + switch (bias) {
                case NONE -> 0;
                case OF_COLUMNS -> shift.get(i % n);
                case OF_ROWS -> shift.get(i / n);
            };
            verdict.exact(activation == Activation.NONE ? value : Math.max(value, 0), c.get(i / n, i % n), this, i);
            if (activation == Activation.CRELU) {
                verdict.exact(Math.max(-value, 0), c.get(i / n, n + i % n), this + ", second half", i);
            }
        }
        shift.assertSameBits(shiftBefore, this, test);
        c.assertNothingAround(this, test);
    }

    private Epilogue epilogue(Guarded shift) {
        return switch (bias) {
            case NONE -> Epilogue.of(activation);
            case OF_COLUMNS -> Epilogue.columnBias(shift.array, shift.offset, activation);
            case OF_ROWS -> Epilogue.rowBias(shift.array, shift.offset, activation);
        };
    }

    private Guarded c() {
        int columns = activation == Activation.CRELU ? 2 * product.n() : product.n();
        return Guarded.matrix(product.m(), columns, 2 * product.slack(), Math.max(1, columns) + product.slack());
    }
}
