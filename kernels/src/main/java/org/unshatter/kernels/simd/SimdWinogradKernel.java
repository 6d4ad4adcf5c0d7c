package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.unshatter.kernels.scalar.WinogradKernel;

/**
 * A vector is a pixel, or a part of one: along the rows there is a turn for each part. Rectified by a comparison and a blend, which leaves NaN as it is:
 * the maximum that Java defines takes six instructions.
 */
final class SimdWinogradKernel extends WinogradKernel {

    @Override
    public void inputColumns(int n, float[] x0, int at0, float[] x1, int at1, float[] x2, int at2, float[] x3, int at3,
                             float[] t, int tAt, int tRow) {
        for (int i = 0; i < n; i += LENGTH) {
            FloatVector v1 = fromArray(SPECIES, x1, at1 + i);
            FloatVector v2 = fromArray(SPECIES, x2, at2 + i);
            fromArray(SPECIES, x0, at0 + i).sub(v2).intoArray(t, tAt + i);
            v1.add(v2).intoArray(t, tAt + tRow + i);
            v2.sub(v1).intoArray(t, tAt + 2 * tRow + i);
            v1.sub(fromArray(SPECIES, x3, at3 + i)).intoArray(t, tAt + 3 * tRow + i);
        }
    }

    @Override
    public void rectifiedColumns(int n, float sign, float[] x0, int at0, float[] x1, int at1, float[] x2, int at2, float[] x3, int at3,
                                 float[] t, int tAt, int tRow) {
        FloatVector zero = zero(SPECIES);
        FloatVector s = broadcast(SPECIES, sign);
        for (int i = 0; i < n; i += LENGTH) {
            FloatVector v0 = fromArray(SPECIES, x0, at0 + i).mul(s);
            FloatVector v1 = fromArray(SPECIES, x1, at1 + i).mul(s);
            FloatVector v2 = fromArray(SPECIES, x2, at2 + i).mul(s);
            FloatVector v3 = fromArray(SPECIES, x3, at3 + i).mul(s);
            v0 = v0.blend(zero, v0.compare(VectorOperators.LT, zero));
            v1 = v1.blend(zero, v1.compare(VectorOperators.LT, zero));
            v2 = v2.blend(zero, v2.compare(VectorOperators.LT, zero));
            v3 = v3.blend(zero, v3.compare(VectorOperators.LT, zero));
            v0.sub(v2).intoArray(t, tAt + i);
            v1.add(v2).intoArray(t, tAt + tRow + i);
            v2.sub(v1).intoArray(t, tAt + 2 * tRow + i);
            v1.sub(v3).intoArray(t, tAt + 3 * tRow + i);
        }
    }

    @Override
    public void inputRows(int rows, int tiles, float[] t, int tAt, int tRow, float[] v, int vAt, int vPoint) {
        for (int row = 0; row < rows; row++) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                inputRow(tiles, t, tAt + row * tRow + lane, v, vAt + 4 * row * vPoint + lane, vPoint);
            }
        }
    }

    private static void inputRow(int tiles, float[] t, int in, float[] v, int out, int vPoint) {
        for (int j = 0; j < tiles; j++) {
            FloatVector t1 = fromArray(SPECIES, t, in + (2 * j + 1) * LANES);
            FloatVector t2 = fromArray(SPECIES, t, in + (2 * j + 2) * LANES);
            fromArray(SPECIES, t, in + 2 * j * LANES).sub(t2).intoArray(v, out + j * LANES);
            t1.add(t2).intoArray(v, out + vPoint + j * LANES);
            t2.sub(t1).intoArray(v, out + 2 * vPoint + j * LANES);
            t1.sub(fromArray(SPECIES, t, in + (2 * j + 3) * LANES)).intoArray(v, out + 3 * vPoint + j * LANES);
        }
    }

    @Override
    public void gradientColumns(int n, float[] d0, int at0, float[] d1, int at1, float[] t, int tAt, int tRow) {
        for (int i = 0; i < n; i += LENGTH) {
            FloatVector v0 = fromArray(SPECIES, d0, at0 + i);
            FloatVector v1 = fromArray(SPECIES, d1, at1 + i);
            v0.intoArray(t, tAt + i);
            v0.add(v1).intoArray(t, tAt + tRow + i);
            v0.sub(v1).intoArray(t, tAt + 2 * tRow + i);
            v1.intoArray(t, tAt + 3 * tRow + i);
        }
    }

    @Override
    public void gradientRows(int rows, int tiles, float[] t, int tAt, int tRow, float[] v, int vAt, int vPoint) {
        for (int row = 0; row < rows; row++) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                gradientRow(tiles, t, tAt + row * tRow + lane, v, vAt + 4 * row * vPoint + lane, vPoint);
            }
        }
    }

    private static void gradientRow(int tiles, float[] t, int in, float[] v, int out, int vPoint) {
        for (int j = 0; j < tiles; j++) {
            FloatVector t0 = fromArray(SPECIES, t, in + 2 * j * LANES);
            FloatVector t1 = fromArray(SPECIES, t, in + (2 * j + 1) * LANES);
            t0.intoArray(v, out + j * LANES);
            t0.add(t1).intoArray(v, out + vPoint + j * LANES);
            t0.sub(t1).intoArray(v, out + 2 * vPoint + j * LANES);
            t1.intoArray(v, out + 3 * vPoint + j * LANES);
        }
    }

    @Override
    public void outputRow(int tiles, int across, float[] m, int mAt, int mPoint, float[] z, int zAt, int zPlane) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int in = mAt + lane;
            int plane = zAt + lane;
            int out = plane;
            for (int j = 0, column = 0; j < tiles; j++) {
                FloatVector m1 = fromArray(SPECIES, m, in + mPoint + j * LANES);
                FloatVector m2 = fromArray(SPECIES, m, in + 2 * mPoint + j * LANES);
                fromArray(SPECIES, m, in + j * LANES).add(m1).add(m2).intoArray(z, out);
                m1.sub(m2).sub(fromArray(SPECIES, m, in + 3 * mPoint + j * LANES)).intoArray(z, out + LANES);
                if (++column == across) {
                    column = 0;
                    plane += zPlane;
                    out = plane;
                } else {
                    out += 2 * LANES;
                }
            }
        }
    }

    @Override
    public void outputColumns(int n, float[] z, int zAt, int zRow, float bias, float floor, float[] y0, int at0, float[] y1, int at1) {
        FloatVector b = broadcast(SPECIES, bias);
        FloatVector least = broadcast(SPECIES, floor);
        for (int i = 0; i < n; i += LENGTH) {
            FloatVector z1 = fromArray(SPECIES, z, zAt + zRow + i);
            FloatVector z2 = fromArray(SPECIES, z, zAt + 2 * zRow + i);
            FloatVector v0 = fromArray(SPECIES, z, zAt + i).add(z1).add(z2).add(b);
            FloatVector v1 = z1.sub(z2).sub(fromArray(SPECIES, z, zAt + 3 * zRow + i)).add(b);
            v0.blend(least, v0.compare(VectorOperators.LT, least)).intoArray(y0, at0 + i);
            v1.blend(least, v1.compare(VectorOperators.LT, least)).intoArray(y1, at1 + i);
        }
    }
}
