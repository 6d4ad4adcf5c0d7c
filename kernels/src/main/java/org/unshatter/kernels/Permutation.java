package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.ScalarTransposeKernel;

/**
 * Exchanges axes. Axes of length 1 are left out, and those that stay neighbours become one; then the innermost two are copied or transposed
 * together, and a counter goes through all others.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing once its lists are long enough.
 */
final class Permutation {

    private static final ScalarTransposeKernel KERNEL = Dispatch.KERNELS.transpose();
    private static final ThreadLocal<Permutation> OWN = ThreadLocal.withInitial(Permutation::new);

    // of each axis of y that is left: its length, and the distance of neighbours along it in x and in y
    private int[] length = new int[8];
    private int[] xStep = new int[8];
    private int[] yStep = new int[8];
    private int[] index = new int[8];
    private int rank;

    private Permutation() {
    }

    /** The calling thread's. */
    static Permutation own() {
        return OWN.get();
    }

    /** The contract is that of {@link Transposition#permute}. */
    void permute(int[] shape, int[] axes, float[] x, int xOffset, float[] y, int yOffset) {
        if (length.length < shape.length) {
            length = new int[shape.length];
            xStep = new int[shape.length];
            yStep = new int[shape.length];
            index = new int[shape.length];
        }
        long elements = check(shape, axes);
        Check.span(elements, x, xOffset, "x");
        Check.span(elements, y, yOffset, "y");
        Check.disjoint(x, xOffset, elements, "x", y, yOffset, elements, "y");
        if (elements > 0) {
            simplify(shape, axes);
            copy(x, xOffset, y, yOffset);
        }
    }

    private long check(int[] shape, int[] axes) {
        if (axes.length != shape.length) {
            throw new IllegalArgumentException("axes has " + axes.length + " elements, expected " + shape.length + ", as many as shape");
        }
        Arrays.fill(index, 0);
        long elements = 1;
        for (int axis : axes) {
            if (axis < 0 || axis >= shape.length || index[axis]++ != 0) {
                throw new IllegalArgumentException("axes has " + axis + ", expected each of 0 to " + (shape.length - 1) + " once");
            }
        }
        boolean empty = false;
        for (int n : shape) {
            Check.atLeast(0, n, "shape");
            empty |= n == 0;
            elements = Math.min(elements * n, 1L << 31); // more than any array has; on from there it would overflow
        }
        return empty ? 0 : elements;
    }

    private void simplify(int[] shape, int[] axes) {
        rank = 0;
        int last = -1;
        for (int axis : axes) {
            if (shape[axis] == 1) {
                continue;
            }
            if (last >= 0 && follows(axis, last, shape)) {
                length[rank - 1] *= shape[axis];
            } else {
                length[rank++] = shape[axis];
            }
            last = axis;
            xStep[rank - 1] = step(axis, shape);
        }
        for (int i = rank - 1, step = 1; i >= 0; i--) {
            yStep[i] = step;
            step *= length[i];
        }
    }

    /** Whether x has nothing but axes of length 1 between the two. */
    private static boolean follows(int axis, int before, int[] shape) {
        if (axis < before) {
            return false;
        }
        for (int i = before + 1; i < axis; i++) {
            if (shape[i] != 1) {
                return false;
            }
        }
        return true;
    }

    private static int step(int axis, int[] shape) {
        int step = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            step *= shape[i];
        }
        return step;
    }

    private void copy(float[] x, int xOffset, float[] y, int yOffset) {
        if (rank == 0) {
            y[yOffset] = x[xOffset];
            return;
        }
        int last = rank - 1;
        int innermost = 0; // in x
        while (xStep[innermost] != 1) {
            innermost++;
        }
        Arrays.fill(index, 0, rank, 0);
        int from = xOffset;
        int to = yOffset;
        for (int axis = 0; axis >= 0; ) {
            if (innermost == last) {
                System.arraycopy(x, from, y, to, length[last]);
            } else {
                KERNEL.transpose(length[last], length[innermost], x, from, xStep[last], y, to, yStep[innermost]);
            }
            for (axis = last - 1; axis >= 0; axis--) {
                if (axis == innermost) {
                    continue;
                }
                from += xStep[axis];
                to += yStep[axis];
                if (++index[axis] < length[axis]) {
                    break;
                }
                from -= index[axis] * xStep[axis];
                to -= index[axis] * yStep[axis];
                index[axis] = 0;
            }
        }
    }
}
