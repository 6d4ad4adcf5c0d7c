package org.unshatter.kernels.simd;

import jdk.incubator.vector.FloatVector;
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

    /**
     * The class of all vectors. A cast to it costs nothing and tells C2 what it may have missed: where many vectors are stored behind a loop, it sometimes
     * looked at a store before it knew what made the vector, and then boxed it.
     */
    static final Class<? extends FloatVector> TYPE = FloatVector.zero(SPECIES).getClass();

    private Lanes() {
    }
}
