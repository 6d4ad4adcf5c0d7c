package org.unshatter.kernels.simd;

import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.MicroKernel;

/**
 * A 6 × 2-vector tile: 12 accumulators, 2 vectors of B and one broadcast of A fit the 16 registers of AVX2 and SSE.
 * Written out, since C2 keeps vectors in registers only as locals, and k is not unrolled, since C2 stops inlining beyond
 * a number of nodes and would box every vector from there on.
 */
final class MicroKernel6 implements MicroKernel {

    private static final int ROWS = 6;
    private static final int COLUMNS = 2 * LENGTH;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(int depth, float[] a, int aOffset, float[] b, int bOffset,
                         boolean accumulate, float[] c, int cOffset, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector l0 = zero, r0 = zero;
        FloatVector l1 = zero, r1 = zero;
        FloatVector l2 = zero, r2 = zero;
        FloatVector l3 = zero, r3 = zero;
        FloatVector l4 = zero, r4 = zero;
        FloatVector l5 = zero, r5 = zero;
        for (int p = 0; p < depth; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bOffset);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bOffset + LENGTH);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aOffset]);
            l0 = a0.fma(left, l0);
            r0 = a0.fma(right, r0);
            LoadOrder.keep();
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aOffset + 1]);
            l1 = a1.fma(left, l1);
            r1 = a1.fma(right, r1);
            LoadOrder.keep();
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aOffset + 2]);
            l2 = a2.fma(left, l2);
            r2 = a2.fma(right, r2);
            LoadOrder.keep();
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aOffset + 3]);
            l3 = a3.fma(left, l3);
            r3 = a3.fma(right, r3);
            LoadOrder.keep();
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aOffset + 4]);
            l4 = a4.fma(left, l4);
            r4 = a4.fma(right, r4);
            LoadOrder.keep();
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aOffset + 5]);
            l5 = a5.fma(left, l5);
            r5 = a5.fma(right, r5);
            aOffset += ROWS;
            bOffset += COLUMNS;
        }
        if (accumulate) {
            l0 = FloatVector.fromArray(SPECIES, c, cOffset).add(l0);
            r0 = FloatVector.fromArray(SPECIES, c, cOffset + LENGTH).add(r0);
            l1 = FloatVector.fromArray(SPECIES, c, cOffset + ldc).add(l1);
            r1 = FloatVector.fromArray(SPECIES, c, cOffset + ldc + LENGTH).add(r1);
            l2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc).add(l2);
            r2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc + LENGTH).add(r2);
            l3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc).add(l3);
            r3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc + LENGTH).add(r3);
            l4 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * ldc).add(l4);
            r4 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * ldc + LENGTH).add(r4);
            l5 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * ldc).add(l5);
            r5 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * ldc + LENGTH).add(r5);
        }
        l0.intoArray(c, cOffset);
        r0.intoArray(c, cOffset + LENGTH);
        l1.intoArray(c, cOffset + ldc);
        r1.intoArray(c, cOffset + ldc + LENGTH);
        l2.intoArray(c, cOffset + 2 * ldc);
        r2.intoArray(c, cOffset + 2 * ldc + LENGTH);
        l3.intoArray(c, cOffset + 3 * ldc);
        r3.intoArray(c, cOffset + 3 * ldc + LENGTH);
        l4.intoArray(c, cOffset + 4 * ldc);
        r4.intoArray(c, cOffset + 4 * ldc + LENGTH);
        l5.intoArray(c, cOffset + 5 * ldc);
        r5.intoArray(c, cOffset + 5 * ldc + LENGTH);
    }

    @Override
    public void multiplyHalf(int depth, float[] a, int aOffset, float[] b, int bOffset,
                             boolean accumulate, float[] c, int cOffset, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector c4 = zero;
        FloatVector c5 = zero;
        for (int p = 0; p < depth; p++) {
            FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aOffset]);
            c0 = a0.fma(row, c0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aOffset + 1]);
            c1 = a1.fma(row, c1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aOffset + 2]);
            c2 = a2.fma(row, c2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aOffset + 3]);
            c3 = a3.fma(row, c3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aOffset + 4]);
            c4 = a4.fma(row, c4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aOffset + 5]);
            c5 = a5.fma(row, c5);
            aOffset += ROWS;
            bOffset += LENGTH;
        }
        if (accumulate) {
            c0 = FloatVector.fromArray(SPECIES, c, cOffset).add(c0);
            c1 = FloatVector.fromArray(SPECIES, c, cOffset + ldc).add(c1);
            c2 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc).add(c2);
            c3 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc).add(c3);
            c4 = FloatVector.fromArray(SPECIES, c, cOffset + 4 * ldc).add(c4);
            c5 = FloatVector.fromArray(SPECIES, c, cOffset + 5 * ldc).add(c5);
        }
        c0.intoArray(c, cOffset);
        c1.intoArray(c, cOffset + ldc);
        c2.intoArray(c, cOffset + 2 * ldc);
        c3.intoArray(c, cOffset + 3 * ldc);
        c4.intoArray(c, cOffset + 4 * ldc);
        c5.intoArray(c, cOffset + 5 * ldc);
    }
}
