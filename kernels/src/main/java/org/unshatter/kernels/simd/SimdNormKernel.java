package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * A vector of columns at a time, from the first row to the last; columns that make no whole vectors are left to the scalar twin. Sums are kept
 * in two, over the even and the odd rows. They are arguments, never receivers, for the reason given at {@link SlideKernel4}.
 */
final class SimdNormKernel extends NormKernel {

    @Override
    public void addSums(int rows, int columns, float[] x, int xAt, int stride, float[] sums, int at) {
        if (columns % LENGTH != 0) {
            super.addSums(rows, columns, x, xAt, stride, sums, at);
            return;
        }
        FloatVector zero = zero(SPECIES);
        for (int j = 0; j < columns; j += LENGTH) {
            FloatVector even = zero, odd = zero;
            int from = xAt + j;
            for (int i = 0; i < rows - 1; i += 2) {
                even = fromArray(SPECIES, x, from).add(even);
                odd = fromArray(SPECIES, x, from + stride).add(odd);
                from += 2 * stride;
            }
            if ((rows & 1) != 0) {
                even = fromArray(SPECIES, x, from).add(even);
            }
            fromArray(SPECIES, sums, at + j).add(even).add(odd).intoArray(sums, at + j);
        }
    }

    @Override
    public void addDeviations(int rows, int columns, float[] x, int xAt, int stride, float[] mean, float[] sums, float[] squares) {
        if (columns % LENGTH != 0) {
            super.addDeviations(rows, columns, x, xAt, stride, mean, sums, squares);
            return;
        }
        FloatVector zero = zero(SPECIES);
        for (int j = 0; j < columns; j += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, j);
            FloatVector even = zero, odd = zero, evenSquares = zero, oddSquares = zero;
            int from = xAt + j;
            for (int i = 0; i < rows - 1; i += 2) {
                FloatVector d0 = fromArray(SPECIES, x, from).sub(m);
                even = d0.add(even);
                evenSquares = d0.fma(d0, evenSquares);
                FloatVector d1 = fromArray(SPECIES, x, from + stride).sub(m);
                odd = d1.add(odd);
                oddSquares = d1.fma(d1, oddSquares);
                from += 2 * stride;
            }
            if ((rows & 1) != 0) {
                FloatVector d0 = fromArray(SPECIES, x, from).sub(m);
                even = d0.add(even);
                evenSquares = d0.fma(d0, evenSquares);
            }
            fromArray(SPECIES, sums, j).add(even).add(odd).intoArray(sums, j);
            fromArray(SPECIES, squares, j).add(evenSquares).add(oddSquares).intoArray(squares, j);
        }
    }

    @Override
    public void normalise(int rows, int columns, float[] x, int xAt, int stride, float[] mean, float[] scale, float[] shift, float floor,
                          float[] y, int yAt) {
        if (columns % LENGTH != 0) {
            super.normalise(rows, columns, x, xAt, stride, mean, scale, shift, floor, y, yAt);
            return;
        }
        FloatVector least = broadcast(SPECIES, floor);
        for (int j = 0; j < columns; j += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, j);
            FloatVector s = fromArray(SPECIES, scale, j);
            FloatVector b = fromArray(SPECIES, shift, j);
            int at = j;
            for (int i = 0; i < rows; i++) {
                fromArray(SPECIES, x, xAt + at).sub(m).fma(s, b).max(least).intoArray(y, yAt + at);
                at += stride;
            }
        }
    }

    @Override
    public void addGradientSums(int rows, int columns, float[] x, int xAt, float[] dy, int dyAt, int stride,
                             float[] mean, float[] scale, float[] shift, float floor, float[] sums, float[] products) {
        if (columns % LENGTH != 0) {
            super.addGradientSums(rows, columns, x, xAt, dy, dyAt, stride, mean, scale, shift, floor, sums, products);
            return;
        }
        FloatVector zero = zero(SPECIES);
        FloatVector least = broadcast(SPECIES, floor);
        VectorMask<Float> rectified = least.compare(VectorOperators.EQ, least); // NaN is none
        for (int j = 0; j < columns; j += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, j);
            FloatVector s = fromArray(SPECIES, scale, j);
            FloatVector b = fromArray(SPECIES, shift, j);
            FloatVector even = zero, odd = zero, evenProducts = zero, oddProducts = zero;
            int at = j;
            for (int i = 0; i < rows - 1; i += 2) {
                FloatVector d0 = fromArray(SPECIES, x, xAt + at).sub(m);
                VectorMask<Float> off0 = d0.fma(s, b).compare(VectorOperators.GT, least).not().and(rectified);
                FloatVector g0 = fromArray(SPECIES, dy, dyAt + at).blend(0f, off0);
                even = g0.add(even);
                evenProducts = g0.fma(d0, evenProducts);
                FloatVector d1 = fromArray(SPECIES, x, xAt + at + stride).sub(m);
                VectorMask<Float> off1 = d1.fma(s, b).compare(VectorOperators.GT, least).not().and(rectified);
                FloatVector g1 = fromArray(SPECIES, dy, dyAt + at + stride).blend(0f, off1);
                odd = g1.add(odd);
                oddProducts = g1.fma(d1, oddProducts);
                at += 2 * stride;
            }
            if ((rows & 1) != 0) {
                FloatVector d0 = fromArray(SPECIES, x, xAt + at).sub(m);
                VectorMask<Float> off0 = d0.fma(s, b).compare(VectorOperators.GT, least).not().and(rectified);
                FloatVector g0 = fromArray(SPECIES, dy, dyAt + at).blend(0f, off0);
                even = g0.add(even);
                evenProducts = g0.fma(d0, evenProducts);
            }
            fromArray(SPECIES, sums, j).add(even).add(odd).intoArray(sums, j);
            fromArray(SPECIES, products, j).add(evenProducts).add(oddProducts).intoArray(products, j);
        }
    }

    @Override
    public void gradient(int rows, int columns, float[] x, int xAt, float[] dy, int dyAt, int stride,
                         float[] mean, float[] scale, float[] shift, float floor, float[] slope, float[] offset, boolean keep, float[] dx, int dxAt) {
        if (columns % LENGTH != 0) {
            super.gradient(rows, columns, x, xAt, dy, dyAt, stride, mean, scale, shift, floor, slope, offset, keep, dx, dxAt);
            return;
        }
        FloatVector least = broadcast(SPECIES, floor);
        VectorMask<Float> rectified = least.compare(VectorOperators.EQ, least);
        for (int j = 0; j < columns; j += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, j);
            FloatVector s = fromArray(SPECIES, scale, j);
            FloatVector b = fromArray(SPECIES, shift, j);
            FloatVector sl = fromArray(SPECIES, slope, j);
            FloatVector of = fromArray(SPECIES, offset, j);
            int at = j;
            for (int i = 0; i < rows; i++) {
                FloatVector d = fromArray(SPECIES, x, xAt + at).sub(m);
                VectorMask<Float> off = d.fma(s, b).compare(VectorOperators.GT, least).not().and(rectified);
                FloatVector g = fromArray(SPECIES, dy, dyAt + at).blend(0f, off);
                FloatVector sum = g.fma(s, d.fma(sl, of));
                if (keep) {
                    fromArray(SPECIES, dx, dxAt + at).add(sum).intoArray(dx, dxAt + at);
                } else {
                    sum.intoArray(dx, dxAt + at);
                }
                at += stride;
            }
        }
    }
}
