package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.ScalarSelectionKernels;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/** Sums and maxima along the middle axis of [outer, length, inner]; the contract is that of {@link Reductions}, which has checked the arguments. */
final class AxisReduction {

    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final ScalarSelectionKernels SELECTION = Dispatch.KERNELS.selection();
    private static final ThreadLocal<ColumnSums> SUMS = ThreadLocal.withInitial(ColumnSums::new);

    /** So many elements of a row are summed in single precision; longer rows go piece by piece. */
    private static final int RUN = 1 << 12;

    /** Columns whose maxima, and what is left to give to them, share the thread's {@link Scratch}. */
    private static final int WIDTH = Scratch.LENGTH / 2;

    private AxisReduction() {
    }

    static void sum(int outer, int length, int inner, float[] x, int xOffset, float[] out, int outOffset) {
        for (int o = 0; o < outer; o++) {
            int at = xOffset + o * length * inner;
            if (inner == 1) {
                out[outOffset + o] = rowSum(length, x, at);
            } else {
                columnSums(length, inner, x, at, out, outOffset + o * inner);
            }
        }
    }

    private static float rowSum(int n, float[] x, int at) {
        double sum = 0;
        for (int i = 0; i < n; i += RUN) {
            sum += VECTOR.sum(Math.min(RUN, n - i), x, at + i);
        }
        return (float) sum;
    }

    private static void columnSums(int rows, int columns, float[] x, int at, float[] out, int outAt) {
        ColumnSums sums = rows > ColumnSums.ROWS ? SUMS.get() : null;
        for (int block = 0; block < ColumnBlocks.count(columns); block++) {
            int from = ColumnBlocks.from(block, columns);
            int width = ColumnBlocks.to(block, columns) - from;
            if (sums == null) {
                ColumnSums.sums(rows, width, x, at + from, columns, out, outAt + from);
            } else {
                sums.clear(width);
                sums.add(rows, width, width, x, at + from, columns);
                for (int j = 0; j < width; j++) {
                    out[outAt + from + j] = (float) sums.first[j];
                }
            }
        }
    }

    static void max(int outer, int length, int inner, float[] x, int xOffset, float[] out, int outOffset) {
        for (int o = 0; o < outer; o++) {
            int at = xOffset + o * length * inner;
            if (inner == 1) {
                out[outOffset + o] = VECTOR.max(length, x, at);
            } else {
                columnMaxima(length, inner, x, at, inner, out, outOffset + o * inner);
            }
        }
    }

    private static void columnMaxima(int rows, int columns, float[] x, int at, int stride, float[] out, int outAt) {
        Arrays.fill(out, outAt, outAt + columns, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < rows; i++) {
            SELECTION.enlarge(columns, x, at + i * stride, out, outAt);
        }
    }

    static void maxGradient(int outer, int length, int inner, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int o = 0; o < outer; o++) {
            int at = o * length * inner;
            if (inner == 1) {
                giveToFirst(length, x, xOffset + at, dy[dyOffset + o], dx, dxOffset + at);
            } else {
                giveToFirst(length, inner, x, xOffset + at, dy, dyOffset + o * inner, dx, dxOffset + at);
            }
        }
    }

    private static void giveToFirst(int n, float[] x, int xAt, float dy, float[] dx, int dxAt) {
        int first = firstLargest(n, x, xAt); // before dx is written, which may be x
        Arrays.fill(dx, dxAt, dxAt + n, 0f);
        if (first < n) {
            dx[dxAt + first] = dy;
        }
    }

    private static void giveToFirst(int rows, int columns, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        float[] scratch = Scratch.take();
        for (int j = 0, width; j < columns; j += width) {
            width = Math.min(WIDTH, columns - j);
            columnMaxima(rows, width, x, xAt + j, columns, scratch, 0);
            System.arraycopy(dy, dyAt + j, scratch, WIDTH, width);
            for (int i = 0; i < rows; i++) {
                int at = i * columns + j;
                SELECTION.giveToLargest(width, x, xAt + at, scratch, 0, scratch, WIDTH, dx, dxAt + at);
            }
        }
    }

    static void maxTangent(int outer, int length, int inner, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        for (int o = 0; o < outer; o++) {
            int at = o * length * inner;
            if (inner == 1) {
                int first = firstLargest(length, x, xOffset + at);
                dy[dyOffset + o] = first < length ? dx[dxOffset + at + first] : 0;
            } else {
                takeFromFirst(length, inner, x, xOffset + at, dx, dxOffset + at, dy, dyOffset + o * inner);
            }
        }
    }

    /** From the last row to the first: what an earlier one writes, stays. */
    private static void takeFromFirst(int rows, int columns, float[] x, int xAt, float[] dx, int dxAt, float[] dy, int dyAt) {
        float[] largest = Scratch.take();
        Arrays.fill(dy, dyAt, dyAt + columns, 0f);
        for (int j = 0, width; j < columns; j += width) {
            width = Math.min(Scratch.LENGTH, columns - j);
            columnMaxima(rows, width, x, xAt + j, columns, largest, 0);
            for (int i = rows - 1; i >= 0; i--) {
                int at = i * columns + j;
                SELECTION.takeFromLargest(width, x, xAt + at, largest, 0, dx, dxAt + at, dy, dyAt + j);
            }
        }
    }

    /** Where the first largest element is; n if there is none. */
    private static int firstLargest(int n, float[] x, int at) {
        return SELECTION.indexOfLargest(n, x, at, VECTOR.max(n, x, at));
    }
}
