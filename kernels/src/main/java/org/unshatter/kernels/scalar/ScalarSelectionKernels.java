package org.unshatter.kernels.scalar;

/**
 * Passes that let values through or stop them, as another value decides, in plain Java. What is stopped is not multiplied by 0 but replaced
 * by it, so that NaN and infinities are stopped as well. The arguments have been checked. The SIMD class overrides every method and leaves it only the tail.
 */
public class ScalarSelectionKernels {

    /** dx ← dy where x &gt; a, 0 elsewhere. */
    public void passAbove(int n, float a, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = x[xOffset + i] > a ? dy[dyOffset + i] : 0;
        }
    }

    /** dx ← dy where x &lt; a, 0 elsewhere. */
    public void passBelow(int n, float a, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = x[xOffset + i] < a ? dy[dyOffset + i] : 0;
        }
    }

    /** dx ← dy where x &gt; 0, slope·dy elsewhere. */
    public void leaky(int n, float slope, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            float g = dy[dyOffset + i];
            dx[dxOffset + i] = x[xOffset + i] > 0 ? g : slope * g;
        }
    }

    /** dx ← dy₊ where x ≥ 0, −dy₋ elsewhere. */
    public void crelu(int n, float[] x, int xOffset, float[] dy, int dyPositive, int dyNegative, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = x[xOffset + i] >= 0 ? dy[dyPositive + i] : -dy[dyNegative + i];
        }
    }

    /** dy₊ ← dx where x ≥ 0, 0 elsewhere; dy₋ ← 0 where x ≥ 0, −dx elsewhere. */
    public void creluTangent(int n, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyPositive, int dyNegative) {
        for (int i = 0; i < n; i++) {
            float g = dx[dxOffset + i];
            boolean positive = x[xOffset + i] >= 0;
            dy[dyPositive + i] = positive ? g : 0;
            dy[dyNegative + i] = positive ? 0 : -g;
        }
    }

    /** largest ← max(x, largest). */
    public void enlarge(int n, float[] x, int xOffset, float[] largest, int largestOffset) {
        for (int i = 0; i < n; i++) {
            largest[largestOffset + i] = Math.max(x[xOffset + i], largest[largestOffset + i]);
        }
    }

    /** Where the first is that is the largest, or NaN; n if there is none. */
    public int indexOfLargest(int n, float[] x, int xOffset, float largest) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            if (v == largest || v != v) {
                return i;
            }
        }
        return n;
    }

    /**
     * Where x is the largest, or NaN: dx ← left, left ← 0; elsewhere dx ← 0. A NaN makes the largest NaN, which nothing equals: then the first
     * NaN is meant.
     */
    public void giveToLargest(int n, float[] x, int xOffset, float[] largest, int largestOffset, float[] left, int leftOffset,
                              float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            boolean found = v == largest[largestOffset + i] || v != v;
            dx[dxOffset + i] = found ? left[leftOffset + i] : 0;
            left[leftOffset + i] = found ? 0 : left[leftOffset + i];
        }
    }

    /** Where x is the largest, or NaN: dy ← dx. */
    public void takeFromLargest(int n, float[] x, int xOffset, float[] largest, int largestOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            if (v == largest[largestOffset + i] || v != v) {
                dy[dyOffset + i] = dx[dxOffset + i];
            }
        }
    }
}
