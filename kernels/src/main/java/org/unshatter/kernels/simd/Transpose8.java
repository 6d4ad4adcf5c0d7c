package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of 8 × 8 by vectors of 256 bits, also where they could be wider: for large matrices 16 × 16 was now a fifth faster,
 * now as much slower, and is three times the code. Written out, since C2 keeps vectors in registers only as locals.
 */
final class Transpose8 extends SimdTransposeKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

    /** Exchanges neighbouring runs of so many lanes. */
    private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
    private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
    private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 4);

    /** The lanes on the right of each exchange. */
    private static final VectorMask<Float> RIGHT_1 = VectorMask.fromLong(SPECIES, 0xaa);
    private static final VectorMask<Float> RIGHT_2 = VectorMask.fromLong(SPECIES, 0xcc);
    private static final VectorMask<Float> RIGHT_4 = VectorMask.fromLong(SPECIES, 0xf0);

    Transpose8() {
        super(8);
    }

    @Override
    void block(float[] x, int from, int ldx, float[] y, int to, int ldy) {
        FloatVector r0 = fromArray(SPECIES, x, from);
        FloatVector r1 = fromArray(SPECIES, x, from + ldx);
        FloatVector r2 = fromArray(SPECIES, x, from + 2 * ldx);
        FloatVector r3 = fromArray(SPECIES, x, from + 3 * ldx);
        FloatVector r4 = fromArray(SPECIES, x, from + 4 * ldx);
        FloatVector r5 = fromArray(SPECIES, x, from + 5 * ldx);
        FloatVector r6 = fromArray(SPECIES, x, from + 6 * ldx);
        FloatVector r7 = fromArray(SPECIES, x, from + 7 * ldx);
        FloatVector t;
        t = r0; r0 = t.blend(r4.rearrange(SWAP_4), RIGHT_4); r4 = t.rearrange(SWAP_4).blend(r4, RIGHT_4);
        t = r1; r1 = t.blend(r5.rearrange(SWAP_4), RIGHT_4); r5 = t.rearrange(SWAP_4).blend(r5, RIGHT_4);
        t = r2; r2 = t.blend(r6.rearrange(SWAP_4), RIGHT_4); r6 = t.rearrange(SWAP_4).blend(r6, RIGHT_4);
        t = r3; r3 = t.blend(r7.rearrange(SWAP_4), RIGHT_4); r7 = t.rearrange(SWAP_4).blend(r7, RIGHT_4);
        t = r0; r0 = t.blend(r2.rearrange(SWAP_2), RIGHT_2); r2 = t.rearrange(SWAP_2).blend(r2, RIGHT_2);
        t = r1; r1 = t.blend(r3.rearrange(SWAP_2), RIGHT_2); r3 = t.rearrange(SWAP_2).blend(r3, RIGHT_2);
        t = r4; r4 = t.blend(r6.rearrange(SWAP_2), RIGHT_2); r6 = t.rearrange(SWAP_2).blend(r6, RIGHT_2);
        t = r5; r5 = t.blend(r7.rearrange(SWAP_2), RIGHT_2); r7 = t.rearrange(SWAP_2).blend(r7, RIGHT_2);
        t = r0; r0 = t.blend(r1.rearrange(SWAP_1), RIGHT_1); r1 = t.rearrange(SWAP_1).blend(r1, RIGHT_1);
        t = r2; r2 = t.blend(r3.rearrange(SWAP_1), RIGHT_1); r3 = t.rearrange(SWAP_1).blend(r3, RIGHT_1);
        t = r4; r4 = t.blend(r5.rearrange(SWAP_1), RIGHT_1); r5 = t.rearrange(SWAP_1).blend(r5, RIGHT_1);
        t = r6; r6 = t.blend(r7.rearrange(SWAP_1), RIGHT_1); r7 = t.rearrange(SWAP_1).blend(r7, RIGHT_1);
        r0.intoArray(y, to);
        r1.intoArray(y, to + ldy);
        r2.intoArray(y, to + 2 * ldy);
        r3.intoArray(y, to + 3 * ldy);
        r4.intoArray(y, to + 4 * ldy);
        r5.intoArray(y, to + 5 * ldy);
        r6.intoArray(y, to + 6 * ldy);
        r7.intoArray(y, to + 7 * ldy);
    }
}
