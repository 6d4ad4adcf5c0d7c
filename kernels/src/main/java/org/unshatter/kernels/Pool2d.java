package org.unshatter.kernels;

/**
 * Pooling of {@link Images} and its gradients. The border takes no part in a maximum, and in an average only if asked to.
 *
 * <p>A maximum that several pixels share belongs to the first of them, row by row. NaN counts as larger than all numbers.
 *
 * <p>Outputs must not share elements with inputs. Every method throws {@link IllegalArgumentException} if an array is too short for its shape.
 */
public final class Pool2d {

    private Pool2d() {
    }

    /** y ← the largest pixel that each window sees. */
    public static void max(Pooling shape, float[] x, int xOffset, float[] y, int yOffset) {
        check(shape, x, xOffset, "x", y, yOffset, "y");
        Pooler.max(shape, x, xOffset, y, yOffset);
    }

    /**
     * dx ← the gradient of {@link #max} by x, or dx + the gradient.
     *
     * @param accumulate whether to add to dx; otherwise dx is only written
     */
    public static void gradientOfMax(Pooling shape, float[] x, int xOffset, float[] dy, int dyOffset, boolean accumulate, float[] dx, int dxOffset) {
        int length = shape.input().length();
        Check.run(length, x, xOffset, "x");
        check(shape, dx, dxOffset, "dx", dy, dyOffset, "dy");
        Check.disjoint(x, xOffset, length, "x", dx, dxOffset, length, "dx");
        Pooler.gradientOfMax(shape, x, xOffset, dy, dyOffset, accumulate, dx, dxOffset);
    }

    /** dy ← the derivative of {@link #max} in the direction dx: dx at the pixel that each maximum is. dy must not share elements with x or dx. */
    public static void tangentOfMax(Pooling shape, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        check(shape, x, xOffset, "x", dy, dyOffset, "dy");
        check(shape, dx, dxOffset, "dx", dy, dyOffset, "dy");
        Pooler.tangentOfMax(shape, x, xOffset, dx, dxOffset, dy, dyOffset);
    }

    /**
     * y ← the mean of what each window sees.
     *
     * @param border whether pixels of the border count, as zeros: then each sum is divided by the size of the window, otherwise by the
     *               number of pixels of the image in it
     */
    public static void average(Pooling shape, boolean border, float[] x, int xOffset, float[] y, int yOffset) {
        check(shape, x, xOffset, "x", y, yOffset, "y");
        Pooler.average(shape, border, x, xOffset, y, yOffset);
    }

    /**
     * dx ← the gradient of {@link #average} by x, or dx + the gradient.
     *
     * @param border     as there
     * @param accumulate whether to add to dx; otherwise dx is only written
     */
    public static void gradientOfAverage(Pooling shape, boolean border, float[] dy, int dyOffset, boolean accumulate, float[] dx, int dxOffset) {
        check(shape, dx, dxOffset, "dx", dy, dyOffset, "dy");
        Pooler.gradientOfAverage(shape, border, dy, dyOffset, accumulate, dx, dxOffset);
    }

    private static void check(Pooling shape, float[] x, int xOffset, String xName, float[] y, int yOffset, String yName) {
        int in = shape.input().length();
        int out = shape.output().length();
        Check.run(in, x, xOffset, xName);
        Check.run(out, y, yOffset, yName);
        Check.disjoint(x, xOffset, in, xName, y, yOffset, out, yName);
    }
}
