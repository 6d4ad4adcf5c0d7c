package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.NormKernel;
import org.unshatter.kernels.scalar.ScalarSelectionKernels;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/** Sums and maxima along the middle axis of [outer, length, inner]; the contract is that of {@link Reductions}, which has checked the arguments. */
final class AxisReduction {

    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final ScalarSelectionKernels SELECTION = Dispatch.KERNELS.selection();
    private static final NormKernel COLUMN = Dispatch.KERNELS.norm();
    private static final ThreadLocal<ColumnSums> SUMS = ThreadLocal.withInitial(ColumnSums::new);

    /** So many elements of a row are summed in single precision; longer rows go piece by piece. */
    private static final int RUN = 1 << 14;

    /** Columns whose maxima, and what goes with them, share the thread's {@link Scratch}. */
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
        for (int block = 0; block < ColumnSums.blocks(columns); block++) {
            int from = ColumnSums.from(block, columns);
            int width = ColumnSums.width(from, columns);
            if (sums == null) {
                COLUMN.sums(rows, width, x, at + from, columns, out, outAt + from);
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
        for (int l = 0; l < rows; l++) {
            SELECTION.enlarge(columns, x, at + l * stride, out, outAt);
        }
    }

    static void maxGradient(int outer, int length, int inner, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        float[] scratch = Scratch.take();
        for (int o = 0; o < outer; o++) {
            for (int i = 0, width; i < inner; i += width) {
                width = Math.min(WIDTH, inner - i);
                int at = o * length * inner + i;
                columnMaxima(length, width, x, xOffset + at, inner, scratch, 0);
                System.arraycopy(dy, dyOffset + o * inner + i, scratch, WIDTH, width);
                for (int l = 0; l < length; l++) {
                    int row = at + l * inner;
                    SELECTION.giveToLargest(width, x, xOffset + row, scratch, 0, scratch, WIDTH, dx, dxOffset + row);
                }
            }
        }
    }

    /** From the last row to the first: what an earlier one writes, stays. */
    static void maxTangent(int outer, int length, int inner, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        float[] largest = Scratch.take();
        for (int o = 0; o < outer; o++) {
            for (int i = 0, width; i < inner; i += width) {
                width = Math.min(WIDTH, inner - i);
                int at = o * length * inner + i;
                int to = dyOffset + o * inner + i;
                columnMaxima(length, width, x, xOffset + at, inner, largest, 0);
                Arrays.fill(dy, to, to + width, 0f);
                for (int l = length - 1; l >= 0; l--) {
                    int row = at + l * inner;
                    SELECTION.takeFromLargest(width, x, xOffset + row, largest, 0, dx, dxOffset + row, dy, to);
                }
            }
        }
    }
}
