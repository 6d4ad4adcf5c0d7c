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
 * A vector is a pixel, or a part of one: then there is a turn for each part. Sums are kept in two, over the even and the odd pixels.
 * They are arguments, never receivers, for the reason given at {@link SlideKernel4}.
 */
final class SimdNormKernel extends NormKernel {

    @Override
    public void sums(int pixels, float[] x, int xAt, float[] sums) {
        FloatVector zero = zero(SPECIES);
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            FloatVector even = zero, odd = zero;
            int at = xAt + lane;
            for (int pixel = 0; pixel < pixels - 1; pixel += 2) {
                even = fromArray(SPECIES, x, at).add(even);
                odd = fromArray(SPECIES, x, at + LANES).add(odd);
                at += 2 * LANES;
            }
            if ((pixels & 1) != 0) {
                even = fromArray(SPECIES, x, at).add(even);
            }
            zero.add(even).add(odd).intoArray(sums, lane);
        }
    }

    @Override
    public void deviations(int pixels, float[] x, int xAt, float[] mean, float[] sums, float[] squares) {
        FloatVector zero = zero(SPECIES);
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, lane);
            FloatVector even = zero, odd = zero, evenSquares = zero, oddSquares = zero;
            int at = xAt + lane;
            for (int pixel = 0; pixel < pixels - 1; pixel += 2) {
                FloatVector d0 = fromArray(SPECIES, x, at).sub(m);
                even = d0.add(even);
                evenSquares = d0.fma(d0, evenSquares);
                FloatVector d1 = fromArray(SPECIES, x, at + LANES).sub(m);
                odd = d1.add(odd);
                oddSquares = d1.fma(d1, oddSquares);
                at += 2 * LANES;
            }
            if ((pixels & 1) != 0) {
                FloatVector d0 = fromArray(SPECIES, x, at).sub(m);
                even = d0.add(even);
                evenSquares = d0.fma(d0, evenSquares);
            }
            zero.add(even).add(odd).intoArray(sums, lane);
            zero.add(evenSquares).add(oddSquares).intoArray(squares, lane);
        }
    }

    @Override
    public void normalise(int pixels, float[] x, int xAt, float[] mean, float[] scale, float shift, float floor, float[] y, int yAt) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, lane);
            FloatVector s = fromArray(SPECIES, scale, lane);
            FloatVector b = broadcast(SPECIES, shift);
            FloatVector least = broadcast(SPECIES, floor);
            for (int i = lane; i < pixels * LANES; i += LANES) {
                fromArray(SPECIES, x, xAt + i).sub(m).fma(s, b).max(least).intoArray(y, yAt + i);
            }
        }
    }

    @Override
    public void gradientSums(int pixels, float[] x, int xAt, float[] dy, int dyAt, float[] mean, float[] scale, float shift, float floor,
                             float[] sums, float[] products) {
        FloatVector zero = zero(SPECIES);
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, lane);
            FloatVector s = fromArray(SPECIES, scale, lane);
            FloatVector b = broadcast(SPECIES, shift);
            FloatVector least = broadcast(SPECIES, floor);
            FloatVector even = zero, odd = zero, evenProducts = zero, oddProducts = zero;
            int in = xAt + lane;
            int at = dyAt + lane;
            for (int pixel = 0; pixel < pixels - 1; pixel += 2) {
                FloatVector d0 = fromArray(SPECIES, x, in).sub(m);
                VectorMask<Float> off0 = d0.fma(s, b).compare(VectorOperators.LE, least);
                FloatVector g0 = fromArray(SPECIES, dy, at).blend(0f, off0);
                even = g0.add(even);
                evenProducts = g0.fma(d0, evenProducts);
                FloatVector d1 = fromArray(SPECIES, x, in + LANES).sub(m);
                VectorMask<Float> off1 = d1.fma(s, b).compare(VectorOperators.LE, least);
                FloatVector g1 = fromArray(SPECIES, dy, at + LANES).blend(0f, off1);
                odd = g1.add(odd);
                oddProducts = g1.fma(d1, oddProducts);
                in += 2 * LANES;
                at += 2 * LANES;
            }
            if ((pixels & 1) != 0) {
                FloatVector d0 = fromArray(SPECIES, x, in).sub(m);
                VectorMask<Float> off0 = d0.fma(s, b).compare(VectorOperators.LE, least);
                FloatVector g0 = fromArray(SPECIES, dy, at).blend(0f, off0);
                even = g0.add(even);
                evenProducts = g0.fma(d0, evenProducts);
            }
            zero.add(even).add(odd).intoArray(sums, lane);
            zero.add(evenProducts).add(oddProducts).intoArray(products, lane);
        }
    }

    @Override
    public void gradient(int pixels, float[] x, int xAt, float[] dy, int dyAt, float[] mean, float[] scale, float shift, float floor,
                         float[] slope, float[] offset, boolean keep, float[] dx, int dxAt) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            FloatVector m = fromArray(SPECIES, mean, lane);
            FloatVector s = fromArray(SPECIES, scale, lane);
            FloatVector b = broadcast(SPECIES, shift);
            FloatVector least = broadcast(SPECIES, floor);
            FloatVector sl = fromArray(SPECIES, slope, lane);
            FloatVector of = fromArray(SPECIES, offset, lane);
            for (int i = lane; i < pixels * LANES; i += LANES) {
                FloatVector d = fromArray(SPECIES, x, xAt + i).sub(m);
                VectorMask<Float> off = d.fma(s, b).compare(VectorOperators.LE, least);
                FloatVector g = fromArray(SPECIES, dy, dyAt + i).blend(0f, off);
                FloatVector sum = g.fma(s, d.fma(sl, of));
                if (keep) {
                    fromArray(SPECIES, dx, dxAt + i).add(sum).intoArray(dx, dxAt + i);
                } else {
                    sum.intoArray(dx, dxAt + i);
                }
            }
        }
    }
}
