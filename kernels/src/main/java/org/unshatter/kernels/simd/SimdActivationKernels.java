package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.unshatter.kernels.scalar.ScalarActivationKernels;

/**
 * Whole vectors here, the tail in the scalar twin, where the formulas are explained; no helper takes or returns a vector, for the reason
 * given at {@link SimdVectorKernels}. The JDK's vector EXP and TANH are not used: they give other bits once compiled than before.
 * Limits are set by compare and blend, which let NaN pass and are cheaper than min and max, which must look for it.
 */
final class SimdActivationKernels extends ScalarActivationKernels {

    @Override
    public void exp(int n, float[] x, int xOffset, float shift, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector rounder = broadcast(SPECIES, ROUNDER);
        FloatVector one = broadcast(SPECIES, 1f);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i).sub(shift);
            v = v.blend(EXP_HIGH, v.compare(GT, EXP_HIGH));
            v = v.blend(EXP_LOW, v.compare(LT, EXP_LOW));
            FloatVector rounded = v.fma(broadcast(SPECIES, LOG2_E), rounder);
            FloatVector k = rounded.sub(rounder);
            FloatVector r = k.fma(broadcast(SPECIES, -LN2_UPPER), v);
            r = k.fma(broadcast(SPECIES, -LN2_LOWER), r);
            FloatVector p = r.fma(broadcast(SPECIES, E6), broadcast(SPECIES, E5)).fma(r, broadcast(SPECIES, E4))
                    .fma(r, broadcast(SPECIES, E3)).fma(r, broadcast(SPECIES, E2)).fma(r, one).fma(r, one);
            IntVector exponents = rounded.reinterpretAsInts().sub(EXPONENTS);
            IntVector half = exponents.lanewise(ASHR, 1);
            IntVector otherHalf = exponents.sub(half);
            p.mul(half.lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats())
                    .mul(otherHalf.lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats()).intoArray(y, yOffset + i);
        }
        super.exp(n - whole, x, xOffset + whole, shift, y, yOffset + whole);
    }

    @Override
    public void probability(int n, float[] odds, int oddsOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector e = fromArray(SPECIES, odds, oddsOffset + i);
            e = e.blend(Float.MAX_VALUE, e.compare(GT, Float.MAX_VALUE));
            e.div(e.add(1f)).intoArray(y, yOffset + i);
        }
        super.probability(n - whole, odds, oddsOffset + whole, y, yOffset + whole);
    }

    @Override
    public void scaleMagnitude(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).abs().mul(factor).intoArray(y, yOffset + i);
        }
        super.scaleMagnitude(n - whole, factor, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void tanh(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector one = broadcast(SPECIES, 1f);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            FloatVector decay = fromArray(SPECIES, e, eOffset + i);
            FloatVector large = one.sub(decay).div(one.add(decay));
            FloatVector s = v.mul(v);
            FloatVector small = s.fma(broadcast(SPECIES, T4), broadcast(SPECIES, T3)).fma(s, broadcast(SPECIES, T2))
                    .fma(s, broadcast(SPECIES, T1)).fma(s, broadcast(SPECIES, T0)).fma(s, one).mul(v);
            large.blend(large.neg(), v.compare(LT, 0f)).blend(small, v.abs().compare(LT, TANH_SMALL)).intoArray(y, yOffset + i);
        }
        super.tanh(n - whole, x, xOffset + whole, e, eOffset + whole, y, yOffset + whole);
    }

    @Override
    public void softplus(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            FloatVector odds = fromArray(SPECIES, e, eOffset + i);
            FloatVector w = odds.div(odds.fma(broadcast(SPECIES, 0.5f), broadcast(SPECIES, 1f)));
            FloatVector s = w.mul(w);
            FloatVector log = s.fma(broadcast(SPECIES, L3), broadcast(SPECIES, L2)).fma(s, broadcast(SPECIES, L1))
                    .fma(s, broadcast(SPECIES, L0)).mul(s).fma(w, w);
            zero(SPECIES).blend(v, v.compare(GT, 0f)).add(log).intoArray(y, yOffset + i);
        }
        super.softplus(n - whole, x, xOffset + whole, e, eOffset + whole, y, yOffset + whole);
    }

    @Override
    public void gaussianExponent(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector t = fromArray(SPECIES, x, xOffset + i).abs();
            t = t.blend(GAUSSIAN_END, t.compare(GT, GAUSSIAN_END));
            t.mul(t).mul(-0.5f).intoArray(y, yOffset + i);
        }
        super.gaussianExponent(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void gelu(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            FloatVector t = v.abs();
            t = t.blend(GAUSSIAN_END, t.compare(GT, GAUSSIAN_END));
            FloatVector p = t.fma(broadcast(SPECIES, MILLS_P4), broadcast(SPECIES, MILLS_P3)).fma(t, broadcast(SPECIES, MILLS_P2))
                    .fma(t, broadcast(SPECIES, MILLS_P1)).fma(t, broadcast(SPECIES, MILLS_P0));
            FloatVector q = t.fma(broadcast(SPECIES, MILLS_Q5), broadcast(SPECIES, MILLS_Q4)).fma(t, broadcast(SPECIES, MILLS_Q3))
                    .fma(t, broadcast(SPECIES, MILLS_Q2)).fma(t, broadcast(SPECIES, MILLS_Q1)).fma(t, broadcast(SPECIES, 1f));
            FloatVector error = t.fma(t, t.mul(t).neg());
            FloatVector density = fromArray(SPECIES, e, eOffset + i);
            density = error.mul(-0.5f).fma(density, density);
            FloatVector tail = t.mul(p).div(q).mul(density);
            tail.neg().blend(v.sub(tail), v.compare(GE, 0f)).intoArray(y, yOffset + i);
        }
        super.gelu(n - whole, x, xOffset + whole, e, eOffset + whole, y, yOffset + whole);
    }

    @Override
    public void geluDerivative(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            FloatVector t = v.abs();
            t = t.blend(GAUSSIAN_END, t.compare(GT, GAUSSIAN_END));
            FloatVector p = t.fma(broadcast(SPECIES, MILLS_P4), broadcast(SPECIES, MILLS_P3)).fma(t, broadcast(SPECIES, MILLS_P2))
                    .fma(t, broadcast(SPECIES, MILLS_P1)).fma(t, broadcast(SPECIES, MILLS_P0));
            FloatVector q = t.fma(broadcast(SPECIES, MILLS_Q5), broadcast(SPECIES, MILLS_Q4)).fma(t, broadcast(SPECIES, MILLS_Q3))
                    .fma(t, broadcast(SPECIES, MILLS_Q2)).fma(t, broadcast(SPECIES, MILLS_Q1)).fma(t, broadcast(SPECIES, 1f));
            FloatVector error = t.fma(t, t.mul(t).neg());
            FloatVector density = fromArray(SPECIES, e, eOffset + i);
            density = error.mul(-0.5f).fma(density, density);
            FloatVector tail = t.fma(broadcast(SPECIES, -DENSITY_AT_ZERO), p.div(q)).mul(density);
            tail.blend(broadcast(SPECIES, 1f).sub(tail), v.compare(GE, 0f)).intoArray(y, yOffset + i);
        }
        super.geluDerivative(n - whole, x, xOffset + whole, e, eOffset + whole, y, yOffset + whole);
    }

    @Override
    public void leakyRelu(int n, float slope, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            v.mul(slope).blend(v, v.compare(GT, 0f)).intoArray(y, yOffset + i);
        }
        super.leakyRelu(n - whole, slope, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void addLeakyReluGradient(int n, float slope, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector g = fromArray(SPECIES, dy, dyOffset + i);
            g = g.mul(slope).blend(g, fromArray(SPECIES, x, xOffset + i).compare(GT, 0f));
            fromArray(SPECIES, dx, dxOffset + i).add(g).intoArray(dx, dxOffset + i);
        }
        super.addLeakyReluGradient(n - whole, slope, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void addTanhGradient(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector one = broadcast(SPECIES, 1f);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, y, yOffset + i);
            FloatVector derivative = one.sub(v).mul(one.add(v));
            derivative.fma(fromArray(SPECIES, dy, dyOffset + i), fromArray(SPECIES, dx, dxOffset + i)).intoArray(dx, dxOffset + i);
        }
        super.addTanhGradient(n - whole, y, yOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void addSigmoidGradient(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector one = broadcast(SPECIES, 1f);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, y, yOffset + i);
            one.sub(v).mul(v).fma(fromArray(SPECIES, dy, dyOffset + i), fromArray(SPECIES, dx, dxOffset + i)).intoArray(dx, dxOffset + i);
        }
        super.addSigmoidGradient(n - whole, y, yOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }
}
