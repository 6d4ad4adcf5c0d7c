package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.unshatter.kernels.scalar.PoolKernel;

/** A vector is a pixel, or a part of one: then there is a turn for each part. */
final class SimdPoolKernel extends PoolKernel {

    @Override
    protected void max(int pixels, float[] x, int xAt, int xStep, float[] y, int yAt) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int in = xAt + lane;
            int out = yAt + lane;
            for (int pixel = 0; pixel < pixels; pixel++) {
                fromArray(SPECIES, x, in + pixel * xStep).max(fromArray(SPECIES, y, out + pixel * LANES)).intoArray(y, out + pixel * LANES);
            }
        }
    }

    /** −0 for what is not given: adding it changes nothing, not even the sign of a zero. */
    @Override
    protected void giveToLargest(int pixels, float[] x, int xAt, float[] largest, float[] left, float[] dx, int dxAt, int step) {
        FloatVector none = zero(SPECIES).neg();
        FloatVector zero = zero(SPECIES);
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int in = xAt + lane;
            int out = dxAt + lane;
            for (int pixel = 0; pixel < pixels; pixel++) {
                FloatVector value = fromArray(SPECIES, x, in + pixel * step);
                VectorMask<Float> here = value.compare(VectorOperators.EQ, fromArray(SPECIES, largest, lane + pixel * LANES))
                        .or(value.test(VectorOperators.IS_NAN));
                FloatVector rest = fromArray(SPECIES, left, lane + pixel * LANES);
                fromArray(SPECIES, dx, out + pixel * step).add(none.blend(rest, here)).intoArray(dx, out + pixel * step);
                rest.blend(zero, here).intoArray(left, lane + pixel * LANES);
            }
        }
    }

    @Override
    protected void add(int pixels, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int in = xAt + lane;
            int out = yAt + lane;
            for (int pixel = 0; pixel < pixels; pixel++) {
                fromArray(SPECIES, y, out + pixel * yStep).add(fromArray(SPECIES, x, in + pixel * xStep)).intoArray(y, out + pixel * yStep);
            }
        }
    }

    @Override
    protected void divide(int pixels, float[] x, int xAt, float divisor, float[] y, int yAt) {
        for (int i = 0; i < pixels * LANES; i += LENGTH) {
            fromArray(SPECIES, x, xAt + i).div(divisor).intoArray(y, yAt + i);
        }
    }
}
