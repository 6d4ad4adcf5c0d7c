package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.unshatter.kernels.scalar.ScalarSelectionKernels;

/** Whole vectors here, the tail in the scalar twin; no helper takes or returns a vector, for the reason given at {@link SimdVectorKernels}. */
final class SimdSelectionKernels extends ScalarSelectionKernels {

    @Override
    public void passAbove(int n, float a, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> on = fromArray(SPECIES, x, xOffset + i).compare(GT, a);
            zero(SPECIES).blend(fromArray(SPECIES, dy, dyOffset + i), on).intoArray(dx, dxOffset + i);
        }
        super.passAbove(n - whole, a, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void passBelow(int n, float a, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> on = fromArray(SPECIES, x, xOffset + i).compare(LT, a);
            zero(SPECIES).blend(fromArray(SPECIES, dy, dyOffset + i), on).intoArray(dx, dxOffset + i);
        }
        super.passBelow(n - whole, a, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void leaky(int n, float slope, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector g = fromArray(SPECIES, dy, dyOffset + i);
            g.mul(slope).blend(g, fromArray(SPECIES, x, xOffset + i).compare(GT, 0f)).intoArray(dx, dxOffset + i);
        }
        super.leaky(n - whole, slope, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void crelu(int n, float[] x, int xOffset, float[] dy, int dyPositive, int dyNegative, float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> positive = fromArray(SPECIES, x, xOffset + i).compare(GE, 0f);
            fromArray(SPECIES, dy, dyNegative + i).neg().blend(fromArray(SPECIES, dy, dyPositive + i), positive).intoArray(dx, dxOffset + i);
        }
        super.crelu(n - whole, x, xOffset + whole, dy, dyPositive + whole, dyNegative + whole, dx, dxOffset + whole);
    }

    @Override
    public void creluTangent(int n, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyPositive, int dyNegative) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> positive = fromArray(SPECIES, x, xOffset + i).compare(GE, 0f);
            FloatVector g = fromArray(SPECIES, dx, dxOffset + i);
            zero(SPECIES).blend(g, positive).intoArray(dy, dyPositive + i);
            g.neg().blend(0f, positive).intoArray(dy, dyNegative + i);
        }
        super.creluTangent(n - whole, x, xOffset + whole, dx, dxOffset + whole, dy, dyPositive + whole, dyNegative + whole);
    }

    @Override
    public void enlarge(int n, float[] x, int xOffset, float[] largest, int largestOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            fromArray(SPECIES, x, xOffset + i).max(fromArray(SPECIES, largest, largestOffset + i)).intoArray(largest, largestOffset + i);
        }
        super.enlarge(n - whole, x, xOffset + whole, largest, largestOffset + whole);
    }

    @Override
    public int indexOfLargest(int n, float[] x, int xOffset, float largest) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            VectorMask<Float> found = v.compare(EQ, largest).or(v.compare(NE, v));
            if (found.anyTrue()) {
                return i + found.firstTrue();
            }
        }
        return whole + super.indexOfLargest(n - whole, x, xOffset + whole, largest);
    }

    @Override
    public void giveToLargest(int n, float[] x, int xOffset, float[] largest, int largestOffset, float[] left, int leftOffset,
                              float[] dx, int dxOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            VectorMask<Float> found = v.compare(EQ, fromArray(SPECIES, largest, largestOffset + i)).or(v.compare(NE, v));
            FloatVector g = fromArray(SPECIES, left, leftOffset + i);
            zero(SPECIES).blend(g, found).intoArray(dx, dxOffset + i);
            g.blend(0f, found).intoArray(left, leftOffset + i);
        }
        super.giveToLargest(n - whole, x, xOffset + whole, largest, largestOffset + whole, left, leftOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void takeFromLargest(int n, float[] x, int xOffset, float[] largest, int largestOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        int whole = SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xOffset + i);
            VectorMask<Float> found = v.compare(EQ, fromArray(SPECIES, largest, largestOffset + i)).or(v.compare(NE, v));
            fromArray(SPECIES, dy, dyOffset + i).blend(fromArray(SPECIES, dx, dxOffset + i), found).intoArray(dy, dyOffset + i);
        }
        super.takeFromLargest(n - whole, x, xOffset + whole, largest, largestOffset + whole, dx, dxOffset + whole, dy, dyOffset + whole);
    }
}
