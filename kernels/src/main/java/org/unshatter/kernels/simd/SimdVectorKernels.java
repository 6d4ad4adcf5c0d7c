package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Whole vectors here, the tail of fewer than {@link Lanes#LENGTH} elements in the scalar twin.
 *
 * <p>No helper takes or returns a vector: the JDK's own vector methods are always inlined, ours only while C2's budget for
 * the method lasts, and a vector that crosses a call is boxed. Nor is a sum that a loop carries ever a receiver, for the reason given at
 * {@link SlideKernel4}.
 */
final class SimdVectorKernels extends ScalarVectorKernels {

    @Override
    public void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector a = broadcast(SPECIES, factor);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).mul(a).intoArray(y, yOffset + i);
        }
        super.scale(n - whole, factor, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void axpy(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector a = broadcast(SPECIES, factor);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).fma(a, fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
        }
        super.axpy(n - whole, factor, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void combine(int n, float a, float[] x, int xOffset, float b, float[] y, int yOffset, float[] z, int zOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector av = broadcast(SPECIES, a);
        FloatVector bv = broadcast(SPECIES, b);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).fma(av, fromArray(SPECIES, y, yOffset + i).mul(bv)).intoArray(z, zOffset + i);
        }
        super.combine(n - whole, a, x, xOffset + whole, b, y, yOffset + whole, z, zOffset + whole);
    }

    @Override
    public void multiply(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).mul(fromArray(SPECIES, y, yOffset + i)).intoArray(z, zOffset + i);
        }
        super.multiply(n - whole, x, xOffset + whole, y, yOffset + whole, z, zOffset + whole);
    }

    @Override
    public void shift(int n, float[] x, int xOffset, float a, float b, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).sub(a).sub(b).intoArray(y, yOffset + i);
        }
        super.shift(n - whole, x, xOffset + whole, a, b, y, yOffset + whole);
    }

    @Override
    public void relu(int n, float sign, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = SPECIES.loopBound(n);
        FloatVector s = broadcast(SPECIES, sign);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).mul(s).max(0f).intoArray(y, yOffset + i);
        }
        super.relu(n - whole, sign, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void addReluGradient(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> on = fromArray(SPECIES, x, xOffset + i).compare(VectorOperators.GT, 0f);
            FloatVector sum = fromArray(SPECIES, dx, dxOffset + i);
            sum.blend(sum.add(fromArray(SPECIES, dy, dyOffset + i)), on).intoArray(dx, dxOffset + i);
        }
        super.addReluGradient(n - whole, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void addCreluGradient(int n, float[] x, int xOffset, float[] dy, int dyOffset, int dyNegative, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> positive = fromArray(SPECIES, x, xOffset + i).compare(VectorOperators.GE, 0f);
            FloatVector gradient = fromArray(SPECIES, dy, dyNegative + i).neg().blend(fromArray(SPECIES, dy, dyOffset + i), positive);
            fromArray(SPECIES, dx, dxOffset + i).add(gradient).intoArray(dx, dxOffset + i);
        }
        super.addCreluGradient(n - whole, x, xOffset + whole, dy, dyOffset + whole, dyNegative + whole, dx, dxOffset + whole);
    }

    @Override
    public void addProduct(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector sum = fromArray(SPECIES, z, zOffset + i);
            fromArray(SPECIES, x, xOffset + i).fma(fromArray(SPECIES, y, yOffset + i), sum).intoArray(z, zOffset + i);
        }
        super.addProduct(n - whole, x, xOffset + whole, y, yOffset + whole, z, zOffset + whole);
    }

    /** A maximum is the same in any order, so here reduceLanes will do. */
    @Override
    public float max(int n, float[] x, int xOffset) {
        FloatVector lowest = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector m0 = lowest, m1 = lowest;
        int i = 0;
        for (; i <= n - 2 * LENGTH; i += 2 * LENGTH) {
            m0 = fromArray(SPECIES, x, xOffset + i).max(m0);
            m1 = fromArray(SPECIES, x, xOffset + i + LENGTH).max(m1);
        }
        for (; i <= n - LENGTH; i += LENGTH) {
            m0 = fromArray(SPECIES, x, xOffset + i).max(m0);
        }
        return Math.max(lowest.max(m0).max(m1).reduceLanes(VectorOperators.MAX), super.max(n - i, x, xOffset + i));
    }

    /** Four partial sums per lane, combined pairwise, then lane by lane in order: reduceLanes promises no order, this does. */
    @Override
    public float sum(int n, float[] x, int xOffset) {
        FloatVector zero = zero(SPECIES);
        FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        int i = 0;
        for (; i <= n - 4 * LENGTH; i += 4 * LENGTH) {
            s0 = fromArray(SPECIES, x, xOffset + i).add(s0);
            s1 = fromArray(SPECIES, x, xOffset + i + LENGTH).add(s1);
            s2 = fromArray(SPECIES, x, xOffset + i + 2 * LENGTH).add(s2);
            s3 = fromArray(SPECIES, x, xOffset + i + 3 * LENGTH).add(s3);
        }
        for (; i <= n - LENGTH; i += LENGTH) {
            s0 = fromArray(SPECIES, x, xOffset + i).add(s0);
        }
        FloatVector total = zero.add(s0).add(s1).add(zero.add(s2).add(s3));
        float sum = 0;
        for (int lane = 0; lane < LENGTH; lane++) {
            sum += total.lane(lane);
        }
        return sum + super.sum(n - i, x, xOffset + i);
    }

    @Override
    public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
        FloatVector zero = zero(SPECIES);
        FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        int i = 0;
        for (; i <= n - 4 * LENGTH; i += 4 * LENGTH) {
            s0 = fromArray(SPECIES, x, xOffset + i).fma(fromArray(SPECIES, y, yOffset + i), s0);
            s1 = fromArray(SPECIES, x, xOffset + i + LENGTH).fma(fromArray(SPECIES, y, yOffset + i + LENGTH), s1);
            s2 = fromArray(SPECIES, x, xOffset + i + 2 * LENGTH).fma(fromArray(SPECIES, y, yOffset + i + 2 * LENGTH), s2);
            s3 = fromArray(SPECIES, x, xOffset + i + 3 * LENGTH).fma(fromArray(SPECIES, y, yOffset + i + 3 * LENGTH), s3);
        }
        for (; i <= n - LENGTH; i += LENGTH) {
            s0 = fromArray(SPECIES, x, xOffset + i).fma(fromArray(SPECIES, y, yOffset + i), s0);
        }
        FloatVector total = zero.add(s0).add(s1).add(zero.add(s2).add(s3));
        float sum = 0;
        for (int lane = 0; lane < LENGTH; lane++) {
            sum += total.lane(lane);
        }
        return sum + super.dot(n - i, x, xOffset + i, y, yOffset + i);
    }
}
