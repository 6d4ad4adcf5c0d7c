package org.unshatter.kernels.simd;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector species of this JVM. It is a constant, since C2 compiles vector code to registers only where the species is one,
 * and it lives in a class of its own, which is initialised only after {@link SimdKernels#create} has been told the width.
 */
final class Lanes {

    static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SimdKernels.bits));

    static final int LENGTH = SPECIES.length();

    private Lanes() {
    }
}
