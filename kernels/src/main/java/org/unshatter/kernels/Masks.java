package org.unshatter.kernels;

import org.unshatter.kernels.scalar.ScalarSelectionKernels;

/**
 * Gradients that another value lets through or stops. They are written, not added, and what is stopped becomes 0, even NaN and infinities.
 *
 * <p>An output may be the same run as an input of its size (same array, same offset); runs that overlap otherwise give undefined results.
 * Every method throws {@link IllegalArgumentException} if a length is negative or a run does not fit its array.
 */
public final class Masks {

    private static final ScalarSelectionKernels KERNELS = Dispatch.KERNELS.selection();

    private Masks() {
    }

    /** dx ← dy where x &gt; a, 0 elsewhere, also where x is NaN: the gradient of max(x, a), with the derivative 0 at the kink. */
    public static void passAbove(int n, float a, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        check(n, x, xOffset, dy, dyOffset, dx, dxOffset);
        KERNELS.passAbove(n, a, x, xOffset, dy, dyOffset, dx, dxOffset);
    }

    /** dx ← dy where x &lt; a, 0 elsewhere, also where x is NaN: the gradient of min(x, a), with the derivative 0 at the kink. */
    public static void passBelow(int n, float a, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        check(n, x, xOffset, dy, dyOffset, dx, dxOffset);
        KERNELS.passBelow(n, a, x, xOffset, dy, dyOffset, dx, dxOffset);
    }

    /**
     * dx ← dy where x &gt; 0, slope·dy elsewhere: the gradient of {@link Activations#leakyRelu}.
     *
     * @throws IllegalArgumentException if the slope is not finite
     */
    public static void leaky(int n, float slope, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        check(n, x, xOffset, dy, dyOffset, dx, dxOffset);
        Check.finite(slope, "slope");
        KERNELS.leaky(n, slope, x, xOffset, dy, dyOffset, dx, dxOffset);
    }

    /**
     * Each row of dx ← dy₊ where x ≥ 0, −dy₋ elsewhere, with (dy₊ | dy₋) the two halves of the row of dy, 2·columns wide: the gradient of
     * concatenated rectifiers, see {@link Elementwise#addCreluGradient}. dx must not share elements with dy.
     */
    public static void crelu(int rows, int columns, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        checkCrelu(rows, columns, x, xOffset, dx, dxOffset, dy, dyOffset);
        for (int i = 0; i < rows; i++) {
            int wide = dyOffset + 2 * i * columns;
            KERNELS.crelu(columns, x, xOffset + i * columns, dy, wide, wide + columns, dx, dxOffset + i * columns);
        }
    }

    /**
     * Each row of dy, 2·columns wide, ← (dx where x ≥ 0, else 0 | 0 where x ≥ 0, else −dx): the derivative of concatenated rectifiers in the
     * direction dx, the transpose of {@link #crelu}. dy must not share elements with x or dx.
     */
    public static void creluTangent(int rows, int columns, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        checkCrelu(rows, columns, x, xOffset, dx, dxOffset, dy, dyOffset);
        Check.disjoint(x, xOffset, (long) rows * columns, "x", dy, dyOffset, 2L * rows * columns, "dy");
        for (int i = 0; i < rows; i++) {
            int wide = dyOffset + 2 * i * columns;
            KERNELS.creluTangent(columns, x, xOffset + i * columns, dx, dxOffset + i * columns, dy, wide, wide + columns);
        }
    }

    private static void check(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, dy, dyOffset, "dy");
        Check.run(n, dx, dxOffset, "dx");
    }

    private static void checkCrelu(int rows, int columns, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Check.dense(rows, columns, dx, dxOffset, "dx");
        Check.span(2L * rows * columns, dy, dyOffset, "dy");
        Check.disjoint(dx, dxOffset, (long) rows * columns, "dx", dy, dyOffset, 2L * rows * columns, "dy");
    }
}
