package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.unshatter.kernels.scalar.DirectKernel;

/**
 * Tiles of six rows and of up to four vectors, the last of which may overlap the one before. Each row of A has an index of its own in the loop,
 * an addition for each broadcast, so a wide tile of few rows is the better one here: 24 accumulators, 4 vectors of B and
 * a broadcast fit 32 registers. Only a tile narrower than a vector has a mask: where a masked access reaches past the end of its array,
 * if only with lanes that are off, the JDK checks it lane by lane, out of line, with a mask on the heap.
 */
final class SimdDirectKernel implements DirectKernel {

    private static final int ROWS = 6;
    private static final int WIDEST = SimdKernels.bits == 512 ? 4 : 2;
    private static final int DEEPEST = SimdKernels.bits == 512 ? 192 : 64;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int deepest() {
        return DEEPEST;
    }

    @Override
    public int columns(int n) {
        int vectors = Math.ceilDiv(n, LENGTH);
        return Math.ceilDiv(vectors, Math.ceilDiv(vectors, WIDEST)) * LENGTH;
    }

    @Override
    public void multiply(int columns, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                         float[] c, int cOffset, int ldc) {
        int vectors = Math.ceilDiv(columns, LENGTH);
        int last = columns - LENGTH; // where the last vector begins, over a part of the one before if need be
        switch (vectors) {
            case 4 -> four(last, depth, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
            case 3 -> three(last, depth, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
            case 2 -> two(last, depth, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
            default -> one(columns, depth, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
        }
    }

    /** 6 × 4 vectors. */
    private static void four(int last, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                             float[] c, int cOffset, int ldc) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        FloatVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        FloatVector c20 = zero, c21 = zero, c22 = zero, c23 = zero;
        FloatVector c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        FloatVector c40 = zero, c41 = zero, c42 = zero, c43 = zero;
        FloatVector c50 = zero, c51 = zero, c52 = zero, c53 = zero;
        int a0 = aOffset, a1 = a0 + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda;
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = fromArray(SPECIES, b, bOffset);
            FloatVector b1 = fromArray(SPECIES, b, bOffset + LENGTH);
            FloatVector b2 = fromArray(SPECIES, b, bOffset + 2 * LENGTH);
            FloatVector b3 = fromArray(SPECIES, b, bOffset + last);
            FloatVector row0 = broadcast(SPECIES, a[a0 + p]);
            c00 = row0.fma(b0, c00);
            c01 = row0.fma(b1, c01);
            c02 = row0.fma(b2, c02);
            c03 = row0.fma(b3, c03);
            FloatVector row1 = broadcast(SPECIES, a[a1 + p]);
            c10 = row1.fma(b0, c10);
            c11 = row1.fma(b1, c11);
            c12 = row1.fma(b2, c12);
            c13 = row1.fma(b3, c13);
            FloatVector row2 = broadcast(SPECIES, a[a2 + p]);
            c20 = row2.fma(b0, c20);
            c21 = row2.fma(b1, c21);
            c22 = row2.fma(b2, c22);
            c23 = row2.fma(b3, c23);
            FloatVector row3 = broadcast(SPECIES, a[a3 + p]);
            c30 = row3.fma(b0, c30);
            c31 = row3.fma(b1, c31);
            c32 = row3.fma(b2, c32);
            c33 = row3.fma(b3, c33);
            FloatVector row4 = broadcast(SPECIES, a[a4 + p]);
            c40 = row4.fma(b0, c40);
            c41 = row4.fma(b1, c41);
            c42 = row4.fma(b2, c42);
            c43 = row4.fma(b3, c43);
            FloatVector row5 = broadcast(SPECIES, a[a5 + p]);
            c50 = row5.fma(b0, c50);
            c51 = row5.fma(b1, c51);
            c52 = row5.fma(b2, c52);
            c53 = row5.fma(b3, c53);
            bOffset += ldb;
        }
        c00.intoArray(c, cOffset);
        c01.intoArray(c, cOffset + LENGTH);
        c02.intoArray(c, cOffset + 2 * LENGTH);
        c03.intoArray(c, cOffset + last);
        c10.intoArray(c, cOffset + ldc);
        c11.intoArray(c, cOffset + ldc + LENGTH);
        c12.intoArray(c, cOffset + ldc + 2 * LENGTH);
        c13.intoArray(c, cOffset + ldc + last);
        c20.intoArray(c, cOffset + 2 * ldc);
        c21.intoArray(c, cOffset + 2 * ldc + LENGTH);
        c22.intoArray(c, cOffset + 2 * ldc + 2 * LENGTH);
        c23.intoArray(c, cOffset + 2 * ldc + last);
        c30.intoArray(c, cOffset + 3 * ldc);
        c31.intoArray(c, cOffset + 3 * ldc + LENGTH);
        c32.intoArray(c, cOffset + 3 * ldc + 2 * LENGTH);
        c33.intoArray(c, cOffset + 3 * ldc + last);
        c40.intoArray(c, cOffset + 4 * ldc);
        c41.intoArray(c, cOffset + 4 * ldc + LENGTH);
        c42.intoArray(c, cOffset + 4 * ldc + 2 * LENGTH);
        c43.intoArray(c, cOffset + 4 * ldc + last);
        c50.intoArray(c, cOffset + 5 * ldc);
        c51.intoArray(c, cOffset + 5 * ldc + LENGTH);
        c52.intoArray(c, cOffset + 5 * ldc + 2 * LENGTH);
        c53.intoArray(c, cOffset + 5 * ldc + last);
    }

    /** 6 × 3 vectors. */
    private static void three(int last, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                              float[] c, int cOffset, int ldc) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c02 = zero;
        FloatVector c10 = zero, c11 = zero, c12 = zero;
        FloatVector c20 = zero, c21 = zero, c22 = zero;
        FloatVector c30 = zero, c31 = zero, c32 = zero;
        FloatVector c40 = zero, c41 = zero, c42 = zero;
        FloatVector c50 = zero, c51 = zero, c52 = zero;
        int a0 = aOffset, a1 = a0 + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda;
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = fromArray(SPECIES, b, bOffset);
            FloatVector b1 = fromArray(SPECIES, b, bOffset + LENGTH);
            FloatVector b2 = fromArray(SPECIES, b, bOffset + last);
            FloatVector row0 = broadcast(SPECIES, a[a0 + p]);
            c00 = row0.fma(b0, c00);
            c01 = row0.fma(b1, c01);
            c02 = row0.fma(b2, c02);
            FloatVector row1 = broadcast(SPECIES, a[a1 + p]);
            c10 = row1.fma(b0, c10);
            c11 = row1.fma(b1, c11);
            c12 = row1.fma(b2, c12);
            FloatVector row2 = broadcast(SPECIES, a[a2 + p]);
            c20 = row2.fma(b0, c20);
            c21 = row2.fma(b1, c21);
            c22 = row2.fma(b2, c22);
            FloatVector row3 = broadcast(SPECIES, a[a3 + p]);
            c30 = row3.fma(b0, c30);
            c31 = row3.fma(b1, c31);
            c32 = row3.fma(b2, c32);
            FloatVector row4 = broadcast(SPECIES, a[a4 + p]);
            c40 = row4.fma(b0, c40);
            c41 = row4.fma(b1, c41);
            c42 = row4.fma(b2, c42);
            FloatVector row5 = broadcast(SPECIES, a[a5 + p]);
            c50 = row5.fma(b0, c50);
            c51 = row5.fma(b1, c51);
            c52 = row5.fma(b2, c52);
            bOffset += ldb;
        }
        c00.intoArray(c, cOffset);
        c01.intoArray(c, cOffset + LENGTH);
        c02.intoArray(c, cOffset + last);
        c10.intoArray(c, cOffset + ldc);
        c11.intoArray(c, cOffset + ldc + LENGTH);
        c12.intoArray(c, cOffset + ldc + last);
        c20.intoArray(c, cOffset + 2 * ldc);
        c21.intoArray(c, cOffset + 2 * ldc + LENGTH);
        c22.intoArray(c, cOffset + 2 * ldc + last);
        c30.intoArray(c, cOffset + 3 * ldc);
        c31.intoArray(c, cOffset + 3 * ldc + LENGTH);
        c32.intoArray(c, cOffset + 3 * ldc + last);
        c40.intoArray(c, cOffset + 4 * ldc);
        c41.intoArray(c, cOffset + 4 * ldc + LENGTH);
        c42.intoArray(c, cOffset + 4 * ldc + last);
        c50.intoArray(c, cOffset + 5 * ldc);
        c51.intoArray(c, cOffset + 5 * ldc + LENGTH);
        c52.intoArray(c, cOffset + 5 * ldc + last);
    }

    /** 6 × 2 vectors. */
    private static void two(int last, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                            float[] c, int cOffset, int ldc) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        FloatVector c40 = zero, c41 = zero;
        FloatVector c50 = zero, c51 = zero;
        int a0 = aOffset, a1 = a0 + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda;
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = fromArray(SPECIES, b, bOffset);
            FloatVector b1 = fromArray(SPECIES, b, bOffset + last);
            FloatVector row0 = broadcast(SPECIES, a[a0 + p]);
            c00 = row0.fma(b0, c00);
            c01 = row0.fma(b1, c01);
            LoadOrder.keep();
            FloatVector row1 = broadcast(SPECIES, a[a1 + p]);
            c10 = row1.fma(b0, c10);
            c11 = row1.fma(b1, c11);
            LoadOrder.keep();
            FloatVector row2 = broadcast(SPECIES, a[a2 + p]);
            c20 = row2.fma(b0, c20);
            c21 = row2.fma(b1, c21);
            LoadOrder.keep();
            FloatVector row3 = broadcast(SPECIES, a[a3 + p]);
            c30 = row3.fma(b0, c30);
            c31 = row3.fma(b1, c31);
            LoadOrder.keep();
            FloatVector row4 = broadcast(SPECIES, a[a4 + p]);
            c40 = row4.fma(b0, c40);
            c41 = row4.fma(b1, c41);
            LoadOrder.keep();
            FloatVector row5 = broadcast(SPECIES, a[a5 + p]);
            c50 = row5.fma(b0, c50);
            c51 = row5.fma(b1, c51);
            bOffset += ldb;
        }
        c00.intoArray(c, cOffset);
        c01.intoArray(c, cOffset + last);
        c10.intoArray(c, cOffset + ldc);
        c11.intoArray(c, cOffset + ldc + last);
        c20.intoArray(c, cOffset + 2 * ldc);
        c21.intoArray(c, cOffset + 2 * ldc + last);
        c30.intoArray(c, cOffset + 3 * ldc);
        c31.intoArray(c, cOffset + 3 * ldc + last);
        c40.intoArray(c, cOffset + 4 * ldc);
        c41.intoArray(c, cOffset + 4 * ldc + last);
        c50.intoArray(c, cOffset + 5 * ldc);
        c51.intoArray(c, cOffset + 5 * ldc + last);
    }

    /** 6 × 1 vector. */
    private static void one(int columns, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                            float[] c, int cOffset, int ldc) {
        VectorMask<Float> last = SPECIES.indexInRange(0, columns);
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        int a0 = aOffset, a1 = a0 + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda;
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = fromArray(SPECIES, b, bOffset, last);
            FloatVector row0 = broadcast(SPECIES, a[a0 + p]);
            c00 = row0.fma(b0, c00);
            FloatVector row1 = broadcast(SPECIES, a[a1 + p]);
            c10 = row1.fma(b0, c10);
            FloatVector row2 = broadcast(SPECIES, a[a2 + p]);
            c20 = row2.fma(b0, c20);
            FloatVector row3 = broadcast(SPECIES, a[a3 + p]);
            c30 = row3.fma(b0, c30);
            FloatVector row4 = broadcast(SPECIES, a[a4 + p]);
            c40 = row4.fma(b0, c40);
            FloatVector row5 = broadcast(SPECIES, a[a5 + p]);
            c50 = row5.fma(b0, c50);
            bOffset += ldb;
        }
        c00.intoArray(c, cOffset, last);
        c10.intoArray(c, cOffset + ldc, last);
        c20.intoArray(c, cOffset + 2 * ldc, last);
        c30.intoArray(c, cOffset + 3 * ldc, last);
        c40.intoArray(c, cOffset + 4 * ldc, last);
        c50.intoArray(c, cOffset + 5 * ldc, last);
    }
}
