package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.unshatter.kernels.scalar.ScalarEndKernel;

/** Down the rows, a vector of columns at a time: blocks are many rows high and two vectors wide. */
final class SimdEndKernel extends ScalarEndKernel {

    @Override
    public void addToRows(int rows, int columns, float[] bias, int biasAt, float floor, float[] c, int at, int ld) {
        int whole = SPECIES.loopBound(columns);
        FloatVector lowest = broadcast(SPECIES, floor);
        for (int j = 0; j < whole; j += LENGTH) {
            FloatVector shift = fromArray(SPECIES, bias, biasAt + j);
            int to = at + j;
            for (int i = 0; i < rows; i++) {
                fromArray(SPECIES, c, to).add(shift).max(lowest).intoArray(c, to);
                to += ld;
            }
        }
        super.addToRows(rows, columns - whole, bias, biasAt + whole, floor, c, at + whole, ld);
    }

    @Override
    public void rectify(int rows, int columns, float[] c, int at, int ld) {
        int whole = SPECIES.loopBound(columns);
        for (int j = 0; j < whole; j += LENGTH) {
            int to = at + j;
            for (int i = 0; i < rows; i++) {
                fromArray(SPECIES, c, to).max(0f).intoArray(c, to);
                to += ld;
            }
        }
        super.rectify(rows, columns - whole, c, at + whole, ld);
    }

    @Override
    public void mask(int rows, int columns, float[] y, int yAt, int ldy, float[] c, int at, int ld) {
        int whole = SPECIES.loopBound(columns);
        FloatVector zero = zero(SPECIES);
        for (int j = 0; j < whole; j += LENGTH) {
            int from = yAt + j;
            int to = at + j;
            for (int i = 0; i < rows; i++) {
                VectorMask<Float> on = fromArray(SPECIES, y, from).compare(VectorOperators.GT, 0f);
                zero.blend(fromArray(SPECIES, c, to), on).intoArray(c, to);
                from += ldy;
                to += ld;
            }
        }
        super.mask(rows, columns - whole, y, yAt + whole, ldy, c, at + whole, ld);
    }
}
