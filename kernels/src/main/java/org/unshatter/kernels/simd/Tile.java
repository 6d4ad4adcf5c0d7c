package org.unshatter.kernels.simd;

import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The write-back shared by the micro-kernels. */
final class Tile {

    private Tile() {
    }

    /** One row of a tile: C ← α·x + β·C, without reading C if β = 0. */
    static void store(float alpha, FloatVector left, FloatVector right, float beta, float[] c, int at) {
        FloatVector l = left.mul(alpha);
        FloatVector r = right.mul(alpha);
        if (beta != 0) {
            FloatVector b = FloatVector.broadcast(SPECIES, beta);
            l = FloatVector.fromArray(SPECIES, c, at).fma(b, l);
            r = FloatVector.fromArray(SPECIES, c, at + LENGTH).fma(b, r);
        }
        l.intoArray(c, at);
        r.intoArray(c, at + LENGTH);
    }
}
