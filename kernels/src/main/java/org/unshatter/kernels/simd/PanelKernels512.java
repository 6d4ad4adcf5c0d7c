package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.SPECIES_256;
import static jdk.incubator.vector.FloatVector.SPECIES_512;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.IntVector;

/**
 * At 512 bits also the panels of A, 8 wide, and transposition in registers: AVX-512 picks lanes from two vectors in one instruction.
 *
 * <p>A transposition of rows of 16 goes by doubling: first it interleaves single elements of two rows, then pairs of elements of
 * two such results, then fours, then eights. {@code LOW} and {@code HIGH} hold the lanes for the lower and the upper half of each result.
 * The elements pass as ints: lanes of a float vector are chosen by floats, which would be converted at every use.
 */
final class PanelKernels512 extends SimdPanelKernels {

    private static final int LANES = 16;
    private static final IntVector LOW1 = interleaving(1, 0), HIGH1 = interleaving(1, 1);
    private static final IntVector LOW2 = interleaving(2, 0), HIGH2 = interleaving(2, 1);
    private static final IntVector LOW4 = interleaving(4, 0), HIGH4 = interleaving(4, 1);
    private static final IntVector LOW8 = interleaving(8, 0), HIGH8 = interleaving(8, 1);

    /** Lanes that interleave groups of {@code size} of one half of two vectors; lanes from 16 on are the second vector's. */
    private static IntVector interleaving(int size, int half) {
        int[] lanes = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            int group = i / size;
            lanes[i] = half * LANES / 2 + group / 2 * size + i % size + (group % 2) * LANES;
        }
        return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
    }

    /** Panels of A by fours: so the cache lines of the source, which are wider than a panel, are used while they are at hand. */
    @Override
    public void copyPanels(int depth, int panels, int panel, float[] from, int source, int stride, float[] to, int target) {
        int fours = panel == 8 ? panels / 4 : 0;
        for (int i = 0; i < fours; i++) {
            copyFour(depth, from, source, stride, to, target);
            source += 32;
            target += 32 * depth;
        }
        super.copyPanels(depth, panels - 4 * fours, panel, from, source, stride, to, target);
    }

    private static void copyFour(int depth, float[] from, int source, int stride, float[] to, int target) {
        for (int p = 0; p < depth; p++) {
            fromArray(SPECIES_256, from, source).intoArray(to, target);
            fromArray(SPECIES_256, from, source + 8).intoArray(to, target + 8 * depth);
            fromArray(SPECIES_256, from, source + 16).intoArray(to, target + 16 * depth);
            fromArray(SPECIES_256, from, source + 24).intoArray(to, target + 24 * depth);
            source += stride;
            target += 8;
        }
    }

    @Override
    public void copy(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        if (wide != 8) {
            super.copy(depth, wide, panel, from, source, stride, to, target);
            return;
        }
        for (int p = 0; p < depth; p++) {
            fromArray(SPECIES_256, from, source).intoArray(to, target);
            source += stride;
            target += panel;
        }
    }

    @Override
    public void transpose(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        int whole = depth / LANES * LANES;
        if (wide == 8 && panel == 8) {
            transpose8(whole, from, source, stride, to, target);
        } else if (wide % LANES == 0) {
            for (int j = 0; j < wide; j += LANES) {
                transpose16(whole, panel, from, source + j * stride, stride, to, target + j);
            }
        } else {
            whole = 0;
        }
        super.transpose(depth - whole, wide, panel, from, source + whole, stride, to, target + whole * panel);
    }

    /** Eight rows: three doublings give vectors of two steps of depth each. */
    private static void transpose8(int depth, float[] from, int source, int stride, float[] to, int target) {
        IntVector low1 = LOW1, high1 = HIGH1, low2 = LOW2, high2 = HIGH2, low4 = LOW4, high4 = HIGH4;
        for (int p = 0; p < depth; p += LANES) {
            int row = source + p;
            IntVector r0 = fromArray(SPECIES_512, from, row).reinterpretAsInts();
            IntVector r1 = fromArray(SPECIES_512, from, row + stride).reinterpretAsInts();
            IntVector r2 = fromArray(SPECIES_512, from, row + 2 * stride).reinterpretAsInts();
            IntVector r3 = fromArray(SPECIES_512, from, row + 3 * stride).reinterpretAsInts();
            IntVector r4 = fromArray(SPECIES_512, from, row + 4 * stride).reinterpretAsInts();
            IntVector r5 = fromArray(SPECIES_512, from, row + 5 * stride).reinterpretAsInts();
            IntVector r6 = fromArray(SPECIES_512, from, row + 6 * stride).reinterpretAsInts();
            IntVector r7 = fromArray(SPECIES_512, from, row + 7 * stride).reinterpretAsInts();
            IntVector s0 = low1.selectFrom(r0, r1), s1 = high1.selectFrom(r0, r1);
            IntVector s2 = low1.selectFrom(r2, r3), s3 = high1.selectFrom(r2, r3);
            IntVector s4 = low1.selectFrom(r4, r5), s5 = high1.selectFrom(r4, r5);
            IntVector s6 = low1.selectFrom(r6, r7), s7 = high1.selectFrom(r6, r7);
            r0 = low2.selectFrom(s0, s2);
            r1 = high2.selectFrom(s0, s2);
            r2 = low2.selectFrom(s1, s3);
            r3 = high2.selectFrom(s1, s3);
            r4 = low2.selectFrom(s4, s6);
            r5 = high2.selectFrom(s4, s6);
            r6 = low2.selectFrom(s5, s7);
            r7 = high2.selectFrom(s5, s7);
            low4.selectFrom(r0, r4).reinterpretAsFloats().intoArray(to, target);
            high4.selectFrom(r0, r4).reinterpretAsFloats().intoArray(to, target + LANES);
            low4.selectFrom(r1, r5).reinterpretAsFloats().intoArray(to, target + 2 * LANES);
            high4.selectFrom(r1, r5).reinterpretAsFloats().intoArray(to, target + 3 * LANES);
            low4.selectFrom(r2, r6).reinterpretAsFloats().intoArray(to, target + 4 * LANES);
            high4.selectFrom(r2, r6).reinterpretAsFloats().intoArray(to, target + 5 * LANES);
            low4.selectFrom(r3, r7).reinterpretAsFloats().intoArray(to, target + 6 * LANES);
            high4.selectFrom(r3, r7).reinterpretAsFloats().intoArray(to, target + 7 * LANES);
            target += 8 * LANES;
        }
    }

    /** Sixteen rows: a fourth doubling gives vectors of one step of depth each. */
    private static void transpose16(int depth, int panel, float[] from, int source, int stride, float[] to, int target) {
        IntVector low1 = LOW1, high1 = HIGH1, low2 = LOW2, high2 = HIGH2, low4 = LOW4, high4 = HIGH4, low8 = LOW8, high8 = HIGH8;
        for (int p = 0; p < depth; p += LANES) {
            int row = source + p;
            IntVector r0 = fromArray(SPECIES_512, from, row).reinterpretAsInts();
            IntVector r1 = fromArray(SPECIES_512, from, row + stride).reinterpretAsInts();
            IntVector r2 = fromArray(SPECIES_512, from, row + 2 * stride).reinterpretAsInts();
            IntVector r3 = fromArray(SPECIES_512, from, row + 3 * stride).reinterpretAsInts();
            IntVector r4 = fromArray(SPECIES_512, from, row + 4 * stride).reinterpretAsInts();
            IntVector r5 = fromArray(SPECIES_512, from, row + 5 * stride).reinterpretAsInts();
            IntVector r6 = fromArray(SPECIES_512, from, row + 6 * stride).reinterpretAsInts();
            IntVector r7 = fromArray(SPECIES_512, from, row + 7 * stride).reinterpretAsInts();
            IntVector r8 = fromArray(SPECIES_512, from, row + 8 * stride).reinterpretAsInts();
            IntVector r9 = fromArray(SPECIES_512, from, row + 9 * stride).reinterpretAsInts();
            IntVector r10 = fromArray(SPECIES_512, from, row + 10 * stride).reinterpretAsInts();
            IntVector r11 = fromArray(SPECIES_512, from, row + 11 * stride).reinterpretAsInts();
            IntVector r12 = fromArray(SPECIES_512, from, row + 12 * stride).reinterpretAsInts();
            IntVector r13 = fromArray(SPECIES_512, from, row + 13 * stride).reinterpretAsInts();
            IntVector r14 = fromArray(SPECIES_512, from, row + 14 * stride).reinterpretAsInts();
            IntVector r15 = fromArray(SPECIES_512, from, row + 15 * stride).reinterpretAsInts();
            IntVector s0 = low1.selectFrom(r0, r1), s1 = high1.selectFrom(r0, r1);
            IntVector s2 = low1.selectFrom(r2, r3), s3 = high1.selectFrom(r2, r3);
            IntVector s4 = low1.selectFrom(r4, r5), s5 = high1.selectFrom(r4, r5);
            IntVector s6 = low1.selectFrom(r6, r7), s7 = high1.selectFrom(r6, r7);
            IntVector s8 = low1.selectFrom(r8, r9), s9 = high1.selectFrom(r8, r9);
            IntVector s10 = low1.selectFrom(r10, r11), s11 = high1.selectFrom(r10, r11);
            IntVector s12 = low1.selectFrom(r12, r13), s13 = high1.selectFrom(r12, r13);
            IntVector s14 = low1.selectFrom(r14, r15), s15 = high1.selectFrom(r14, r15);
            r0 = low2.selectFrom(s0, s2);
            r1 = high2.selectFrom(s0, s2);
            r2 = low2.selectFrom(s1, s3);
            r3 = high2.selectFrom(s1, s3);
            r4 = low2.selectFrom(s4, s6);
            r5 = high2.selectFrom(s4, s6);
            r6 = low2.selectFrom(s5, s7);
            r7 = high2.selectFrom(s5, s7);
            r8 = low2.selectFrom(s8, s10);
            r9 = high2.selectFrom(s8, s10);
            r10 = low2.selectFrom(s9, s11);
            r11 = high2.selectFrom(s9, s11);
            r12 = low2.selectFrom(s12, s14);
            r13 = high2.selectFrom(s12, s14);
            r14 = low2.selectFrom(s13, s15);
            r15 = high2.selectFrom(s13, s15);
            s0 = low4.selectFrom(r0, r4);
            s1 = high4.selectFrom(r0, r4);
            s2 = low4.selectFrom(r1, r5);
            s3 = high4.selectFrom(r1, r5);
            s4 = low4.selectFrom(r2, r6);
            s5 = high4.selectFrom(r2, r6);
            s6 = low4.selectFrom(r3, r7);
            s7 = high4.selectFrom(r3, r7);
            s8 = low4.selectFrom(r8, r12);
            s9 = high4.selectFrom(r8, r12);
            s10 = low4.selectFrom(r9, r13);
            s11 = high4.selectFrom(r9, r13);
            s12 = low4.selectFrom(r10, r14);
            s13 = high4.selectFrom(r10, r14);
            s14 = low4.selectFrom(r11, r15);
            s15 = high4.selectFrom(r11, r15);
            low8.selectFrom(s0, s8).reinterpretAsFloats().intoArray(to, target);
            high8.selectFrom(s0, s8).reinterpretAsFloats().intoArray(to, target + panel);
            low8.selectFrom(s1, s9).reinterpretAsFloats().intoArray(to, target + 2 * panel);
            high8.selectFrom(s1, s9).reinterpretAsFloats().intoArray(to, target + 3 * panel);
            low8.selectFrom(s2, s10).reinterpretAsFloats().intoArray(to, target + 4 * panel);
            high8.selectFrom(s2, s10).reinterpretAsFloats().intoArray(to, target + 5 * panel);
            low8.selectFrom(s3, s11).reinterpretAsFloats().intoArray(to, target + 6 * panel);
            high8.selectFrom(s3, s11).reinterpretAsFloats().intoArray(to, target + 7 * panel);
            low8.selectFrom(s4, s12).reinterpretAsFloats().intoArray(to, target + 8 * panel);
            high8.selectFrom(s4, s12).reinterpretAsFloats().intoArray(to, target + 9 * panel);
            low8.selectFrom(s5, s13).reinterpretAsFloats().intoArray(to, target + 10 * panel);
            high8.selectFrom(s5, s13).reinterpretAsFloats().intoArray(to, target + 11 * panel);
            low8.selectFrom(s6, s14).reinterpretAsFloats().intoArray(to, target + 12 * panel);
            high8.selectFrom(s6, s14).reinterpretAsFloats().intoArray(to, target + 13 * panel);
            low8.selectFrom(s7, s15).reinterpretAsFloats().intoArray(to, target + 14 * panel);
            high8.selectFrom(s7, s15).reinterpretAsFloats().intoArray(to, target + 15 * panel);
            target += LANES * panel;
        }
    }
}
