package org.unshatter.kernels;

import org.unshatter.kernels.scalar.ScalarFunctionKernels;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Elementwise passes over runs of floats or over row-major matrices without gaps.
 *
 * <p>An output may be the same run as an input (same array, same offset); runs that overlap otherwise give undefined results.
 * NaN in a value propagates; where NaN decides about a gradient, it counts as not positive.
 * Every method throws {@link IllegalArgumentException} if a length is negative or a run does not fit its array.
 */
public final class Elementwise {

    private static final ScalarVectorKernels KERNELS = Dispatch.KERNELS.vector();
    private static final ScalarFunctionKernels FUNCTIONS = Dispatch.KERNELS.function();

    private Elementwise() {
    }

    /** y ← a·x. */
    public static void scale(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        KERNELS.scale(n, a, x, xOffset, y, yOffset);
    }

    /** y ← a·x + y. */
    public static void axpy(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        KERNELS.axpy(n, a, x, xOffset, y, yOffset);
    }

    /** z ← a·x + b·y. */
    public static void combine(int n, float a, float[] x, int xOffset, float b, float[] y, int yOffset, float[] z, int zOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        Check.run(n, z, zOffset, "z");
        KERNELS.combine(n, a, x, xOffset, b, y, yOffset, z, zOffset);
    }

    /** z ← x·y, element by element. */
    public static void multiply(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        Check.run(n, z, zOffset, "z");
        KERNELS.multiply(n, x, xOffset, y, yOffset, z, zOffset);
    }

    /** z ← z + x·y, element by element; the gradient of {@link #multiply} by either factor is such a pass. */
    public static void addProduct(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        Check.run(n, z, zOffset, "z");
        KERNELS.addProduct(n, x, xOffset, y, yOffset, z, zOffset);
    }

    /** z ← x / y, element by element. */
    public static void divide(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        Check.run(n, z, zOffset, "z");
        FUNCTIONS.divide(n, x, xOffset, y, yOffset, z, zOffset);
    }

    /** y ← x + a. */
    public static void addScalar(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.addScalar(n, a, x, xOffset, y, yOffset);
    }

    /** y ← max(x, a); NaN if either is. */
    public static void max(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.max(n, a, x, xOffset, y, yOffset);
    }

    /** y ← min(x, a); NaN if either is. */
    public static void min(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.min(n, a, x, xOffset, y, yOffset);
    }

    /** y ← |x|. */
    public static void abs(int n, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.abs(n, x, xOffset, y, yOffset);
    }

    /** y ← 1, 0 or −1, as x is positive, ±0 or negative. */
    public static void sign(int n, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.sign(n, x, xOffset, y, yOffset);
    }

    /** y ← √x, correctly rounded. */
    public static void sqrt(int n, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.sqrt(n, x, xOffset, y, yOffset);
    }

    /**
     * y ← log x, the natural logarithm; of 0, −∞. The largest error measured, over every seventh float, is 0.93 ulp. The last few elements of
     * a run, fewer than a vector has, may be rounded differently from the others, as those of {@link Activations}.
     */
    public static void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        FUNCTIONS.log(n, x, xOffset, y, yOffset);
    }

    /**
     * y ← x to the power of {@code exponent}, which may be any double; zeros, infinities, NaN and negative x are treated as
     * {@link Math#pow} does. Computed in double, one element after the other: the largest error measured is 0.500001 ulp. Whole exponents up to 64
     * are worked off by multiplications, ten times as fast as others.
     */
    public static void pow(int n, double exponent, float[] x, int xOffset, float[] y, int yOffset) {
        check(n, x, xOffset, y, yOffset);
        Power.pow(n, exponent, x, xOffset, y, yOffset);
    }

    /** y ← max(x, 0). */
    public static void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        KERNELS.relu(n, 1, x, xOffset, y, yOffset);
    }

    /** dx ← dx + dy where x &gt; 0; at the kink the derivative is 0. */
    public static void addReluGradient(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, dy, dyOffset, "dy");
        Check.run(n, dx, dxOffset, "dx");
        KERNELS.addReluGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    }

    /**
     * Concatenated rectifiers: each row of y (2·columns wide) ← (max(x, 0) | max(−x, 0)) of the row of x.
     * Source: Shang et al. 2016; Balduzzi et al. 2017, section 5.
     */
    public static void crelu(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Check.span(2L * rows * columns, y, yOffset, "y");
        Check.disjoint(x, xOffset, (long) rows * columns, "x", y, yOffset, 2L * rows * columns, "y");
        for (int i = 0; i < rows; i++) {
            KERNELS.relu(columns, 1, x, xOffset + i * columns, y, yOffset + 2 * i * columns);
            KERNELS.relu(columns, -1, x, xOffset + i * columns, y, yOffset + (2 * i + 1) * columns);
        }
    }

    /** As above, from the start of both arrays. */
    public static void crelu(int rows, int columns, float[] x, float[] y) {
        crelu(rows, columns, x, 0, y, 0);
    }

    /**
     * dx ← dx + dy₊ where x ≥ 0, dx − dy₋ where x &lt; 0, with (dy₊ | dy₋) the two halves of the row of dy.
     *
     * <p>At the kink the derivative is (1, 0), the limit from the right. It must not be (0, 0), as two rectifiers with derivative 0
     * would have it: that is no limit of derivatives, and a mirrored layer would lose the unit. Activations that are
     * exactly 0 do occur in single precision.
     *
     * <p>{@link Masks#crelu} writes where this adds; automatic differentiation takes that one.
     */
    public static void addCreluGradient(int rows, int columns, float[] x, float[] dy, float[] dx) {
        Check.dense(rows, columns, x, "x");
        Check.span(2L * rows * columns, dy, 0, "dy");
        Check.dense(rows, columns, dx, "dx");
        for (int i = 0; i < rows; i++) {
            KERNELS.addCreluGradient(columns, x, i * columns, dy, 2 * i * columns, (2 * i + 1) * columns, dx, i * columns);
        }
    }

    /** Every row of y ← row of y + bias, {@code columns} wide. */
    public static void addToRows(int rows, int columns, float[] bias, float[] y) {
        Check.dense(rows, columns, y, "y");
        Check.run(columns, bias, 0, "bias");
        for (int i = 0; i < rows; i++) {
            KERNELS.axpy(columns, 1, bias, 0, y, i * columns);
        }
    }

    private static void check(int n, float[] x, int xOffset, float[] y, int yOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
    }
}
