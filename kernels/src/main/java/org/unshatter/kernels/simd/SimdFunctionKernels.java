package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import org.unshatter.kernels.scalar.ScalarFunctionKernels;

/**
 * Whole vectors here, the tail in the scalar twin, where the formulas are explained; no helper takes or returns a vector, for the reason
 * given at {@link SimdVectorKernels}.
 */
final class SimdFunctionKernels extends ScalarFunctionKernels {

    /** Added to a small whole number k, it gives the bits of {@link #ROUNDER} + k. */
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(0x1.8p23f);
    private static final float ROUNDER = 0x1.8p23f;

    @Override
    public void divide(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).div(fromArray(SPECIES, y, yOffset + i)).intoArray(z, zOffset + i);
        }
        super.divide(n - whole, x, xOffset + whole, y, yOffset + whole, z, zOffset + whole);
    }

    @Override
    public void addScalar(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).add(a).intoArray(y, yOffset + i);
        }
        super.addScalar(n - whole, a, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void max(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).max(a).intoArray(y, yOffset + i);
        }
        super.max(n - whole, a, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void min(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).min(a).intoArray(y, yOffset + i);
        }
        super.min(n - whole, a, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void abs(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).abs().intoArray(y, yOffset + i);
        }
        super.abs(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void sign(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            v.add(0f).blend(1f, v.compare(GT, 0f)).blend(-1f, v.compare(LT, 0f)).intoArray(y, yOffset + i);
        }
        super.sign(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void sqrt(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).sqrt().intoArray(y, yOffset + i);
        }
        super.sqrt(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector rounder = broadcast(SPECIES, ROUNDER);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            VectorMask<Float> subnormal = v.compare(LT, Float.MIN_NORMAL);
            IntVector bits = v.blend(v.mul(TO_NORMAL), subnormal).reinterpretAsInts().sub(ROOT_HALF);
            FloatVector k = bits.lanewise(ASHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsFloats().sub(rounder);
            k = k.blend(k.sub(MANTISSA_BITS), subnormal);
            FloatVector f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsFloats().sub(1f);
            FloatVector g = f.fma(broadcast(SPECIES, G7), broadcast(SPECIES, G6)).fma(f, broadcast(SPECIES, G5))
                    .fma(f, broadcast(SPECIES, G4)).fma(f, broadcast(SPECIES, G3)).fma(f, broadcast(SPECIES, G2))
                    .fma(f, broadcast(SPECIES, G1)).fma(f, broadcast(SPECIES, G0));
            FloatVector log = g.fma(f, broadcast(SPECIES, -0.5f)).fma(f.mul(f), f);
            log = k.fma(broadcast(SPECIES, LN2_UPPER), k.fma(broadcast(SPECIES, LN2_LOWER), log));
            v.blend(log, v.compare(LT, Float.POSITIVE_INFINITY)).blend(Float.NaN, v.compare(LT, 0f))
                    .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f)).intoArray(y, yOffset + i);
        }
        super.log(n - whole, x, xOffset + whole, y, yOffset + whole);
    }
}
