package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Blocks of 4 × 4 by vectors of 128 bits, as {@link Transpose8}. */
final class Transpose4 extends SimdTransposeKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;

    /** Exchanges neighbouring runs of so many lanes. */
    private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
    private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);

    /** The lanes on the right of each exchange. */
    private static final VectorMask<Float> RIGHT_1 = VectorMask.fromLong(SPECIES, 0xa);
    private static final VectorMask<Float> RIGHT_2 = VectorMask.fromLong(SPECIES, 0xc);

    Transpose4() {
        super(4);
    }

    @Override
    void block(float[] x, int from, int ldx, float[] y, int to, int ldy) {
        FloatVector r0 = fromArray(SPECIES, x, from);
        FloatVector r1 = fromArray(SPECIES, x, from + ldx);
        FloatVector r2 = fromArray(SPECIES, x, from + 2 * ldx);
        FloatVector r3 = fromArray(SPECIES, x, from + 3 * ldx);
        FloatVector t;
        t = r0; r0 = t.blend(r2.rearrange(SWAP_2), RIGHT_2); r2 = t.rearrange(SWAP_2).blend(r2, RIGHT_2);
        t = r1; r1 = t.blend(r3.rearrange(SWAP_2), RIGHT_2); r3 = t.rearrange(SWAP_2).blend(r3, RIGHT_2);
        t = r0; r0 = t.blend(r1.rearrange(SWAP_1), RIGHT_1); r1 = t.rearrange(SWAP_1).blend(r1, RIGHT_1);
        t = r2; r2 = t.blend(r3.rearrange(SWAP_1), RIGHT_1); r3 = t.rearrange(SWAP_1).blend(r3, RIGHT_1);
        r0.intoArray(y, to);
        r1.intoArray(y, to + ldy);
        r2.intoArray(y, to + 2 * ldy);
        r3.intoArray(y, to + 3 * ldy);
    }
}
