package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.ThinKernels;

/** Whole vectors here, the tail in the scalar twin. */
final class SimdThinKernels extends ThinKernels {

    @Override
    public void addFour(int n, float a0, float a1, float a2, float a3, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector v0 = broadcast(SPECIES, a0), v1 = broadcast(SPECIES, a1), v2 = broadcast(SPECIES, a2), v3 = broadcast(SPECIES, a3);
        int x1 = xOffset + ldx, x2 = x1 + ldx, x3 = x2 + ldx;
        for (int j = 0; j < whole; j += LENGTH) {
            FloatVector sum = v0.fma(fromArray(SPECIES, x, xOffset + j), fromArray(SPECIES, y, yOffset + j));
            sum = v1.fma(fromArray(SPECIES, x, x1 + j), sum);
            sum = v2.fma(fromArray(SPECIES, x, x2 + j), sum);
            v3.fma(fromArray(SPECIES, x, x3 + j), sum).intoArray(y, yOffset + j);
        }
        super.addFour(n - whole, a0, a1, a2, a3, x, xOffset + whole, ldx, y, yOffset + whole);
    }

    /** One partial sum per lane, then lane by lane in order, then the tail. */
    @Override
    public void dotFour(int n, float[] x, int xOffset, float[] y, int yOffset, int ldy, float[] out) {
        int whole = SPECIES.loopBound(n);
        FloatVector s0 = zero(SPECIES), s1 = s0, s2 = s0, s3 = s0;
        int y1 = yOffset + ldy, y2 = y1 + ldy, y3 = y2 + ldy;
        for (int j = 0; j < whole; j += LENGTH) {
            FloatVector xj = fromArray(SPECIES, x, xOffset + j);
            s0 = xj.fma(fromArray(SPECIES, y, yOffset + j), s0);
            s1 = xj.fma(fromArray(SPECIES, y, y1 + j), s1);
            s2 = xj.fma(fromArray(SPECIES, y, y2 + j), s2);
            s3 = xj.fma(fromArray(SPECIES, y, y3 + j), s3);
        }
        s0.intoArray(out, 0);
        s1.intoArray(out, LENGTH);
        s2.intoArray(out, 2 * LENGTH);
        s3.intoArray(out, 3 * LENGTH);
        float t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        for (int lane = 0; lane < LENGTH; lane++) {
            t0 += out[lane];
            t1 += out[LENGTH + lane];
            t2 += out[2 * LENGTH + lane];
            t3 += out[3 * LENGTH + lane];
        }
        super.dotFour(n - whole, x, xOffset + whole, y, yOffset + whole, ldy, out);
        out[0] += t0;
        out[1] += t1;
        out[2] += t2;
        out[3] += t3;
    }
}
