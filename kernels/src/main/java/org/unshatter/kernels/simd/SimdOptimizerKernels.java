package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.ScalarOptimizerKernels;

/** Whole vectors here, the tail in the scalar twin. No helper takes or returns a vector, see {@link SimdVectorKernels}. */
final class SimdOptimizerKernels extends ScalarOptimizerKernels {

    @Override
    public void sgd(int n, float rate, float weightDecay, float[] parameter, int at, float[] gradient, int from) {
        int whole = SPECIES.loopBound(n);
        FloatVector step = broadcast(SPECIES, -rate);
        FloatVector decay = broadcast(SPECIES, weightDecay);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector p = fromArray(SPECIES, parameter, at + i);
            p.fma(decay, fromArray(SPECIES, gradient, from + i)).fma(step, p).intoArray(parameter, at + i);
        }
        super.sgd(n - whole, rate, weightDecay, parameter, at + whole, gradient, from + whole);
    }

    @Override
    public void momentum(int n, float rate, float momentum, float gradientShare, float velocityShare, float weightDecay,
                         float[] parameter, int at, float[] gradient, int from, float[] velocity, int state) {
        int whole = SPECIES.loopBound(n);
        FloatVector step = broadcast(SPECIES, -rate);
        FloatVector decay = broadcast(SPECIES, weightDecay);
        FloatVector keep = broadcast(SPECIES, momentum);
        FloatVector shareOfVelocity = broadcast(SPECIES, velocityShare);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector p = fromArray(SPECIES, parameter, at + i);
            FloatVector g = p.fma(decay, fromArray(SPECIES, gradient, from + i));
            FloatVector v = fromArray(SPECIES, velocity, state + i).fma(keep, g);
            v.intoArray(velocity, state + i);
            v.fma(shareOfVelocity, g.mul(gradientShare)).fma(step, p).intoArray(parameter, at + i);
        }
        super.momentum(n - whole, rate, momentum, gradientShare, velocityShare, weightDecay,
                parameter, at + whole, gradient, from + whole, velocity, state + whole);
    }

    @Override
    public void adam(int n, float rate1, float rest1, float beta2, float rest2, float scale2, float epsilon, float l2, float decay,
                     float[] parameter, int at, float[] gradient, int from, float[] mean, int first, float[] square, int second) {
        int whole = SPECIES.loopBound(n);
        FloatVector minusRate = broadcast(SPECIES, -rate1);
        FloatVector minusDecay = broadcast(SPECIES, -decay);
        FloatVector toMean = broadcast(SPECIES, rest1);
        FloatVector keep = broadcast(SPECIES, beta2);
        FloatVector scale = broadcast(SPECIES, scale2);
        FloatVector offset = broadcast(SPECIES, epsilon);
        FloatVector coupled = broadcast(SPECIES, l2);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector p = fromArray(SPECIES, parameter, at + i);
            FloatVector g = p.fma(coupled, fromArray(SPECIES, gradient, from + i));
            FloatVector m = fromArray(SPECIES, mean, first + i);
            m = g.sub(m).fma(toMean, m);
            FloatVector v = fromArray(SPECIES, square, second + i).fma(keep, g.mul(rest2).mul(g));
            m.intoArray(mean, first + i);
            v.intoArray(square, second + i);
            FloatVector deviation = v.sqrt().fma(scale, offset);
            m.div(deviation).fma(minusRate, p.fma(minusDecay, p)).intoArray(parameter, at + i);
        }
        super.adam(n - whole, rate1, rest1, beta2, rest2, scale2, epsilon, l2, decay,
                parameter, at + whole, gradient, from + whole, mean, first + whole, square, second + whole);
    }

    @Override
    public void rmsProp(int n, float rate, float smoothing, float rest, float epsilon, float weightDecay,
                        float[] parameter, int at, float[] gradient, int from, float[] square, int second) {
        int whole = SPECIES.loopBound(n);
        FloatVector step = broadcast(SPECIES, -rate);
        FloatVector keep = broadcast(SPECIES, smoothing);
        FloatVector decay = broadcast(SPECIES, weightDecay);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector p = fromArray(SPECIES, parameter, at + i);
            FloatVector g = p.fma(decay, fromArray(SPECIES, gradient, from + i));
            FloatVector v = fromArray(SPECIES, square, second + i).fma(keep, g.mul(rest).mul(g));
            v.intoArray(square, second + i);
            g.div(v.sqrt().add(epsilon)).fma(step, p).intoArray(parameter, at + i);
        }
        super.rmsProp(n - whole, rate, smoothing, rest, epsilon, weightDecay,
                parameter, at + whole, gradient, from + whole, square, second + whole);
    }

    @Override
    public void rmsPropMomentum(int n, float rate, float smoothing, float rest, float epsilon, float momentum, float weightDecay,
                                float[] parameter, int at, float[] gradient, int from, float[] velocity, int first, float[] square, int second) {
        int whole = SPECIES.loopBound(n);
        FloatVector step = broadcast(SPECIES, -rate);
        FloatVector keep = broadcast(SPECIES, smoothing);
        FloatVector keepVelocity = broadcast(SPECIES, momentum);
        FloatVector decay = broadcast(SPECIES, weightDecay);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector p = fromArray(SPECIES, parameter, at + i);
            FloatVector g = p.fma(decay, fromArray(SPECIES, gradient, from + i));
            FloatVector v = fromArray(SPECIES, square, second + i).fma(keep, g.mul(rest).mul(g));
            FloatVector u = fromArray(SPECIES, velocity, first + i).fma(keepVelocity, g.div(v.sqrt().add(epsilon)));
            v.intoArray(square, second + i);
            u.intoArray(velocity, first + i);
            u.fma(step, p).intoArray(parameter, at + i);
        }
        super.rmsPropMomentum(n - whole, rate, smoothing, rest, epsilon, momentum, weightDecay,
                parameter, at + whole, gradient, from + whole, velocity, first + whole, square, second + whole);
    }
}
