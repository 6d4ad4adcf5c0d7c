package org.unshatter.kernels.scalar;

/**
 * Updates of parameters in plain Java, one pass each over parameter, gradient and state. The contract of each method is that of
 * its namesake in {@code org.unshatter.kernels.Optimizers}, which has checked the arguments; the SIMD class leaves only the tail to it.
 */
public class ScalarOptimizerKernels {

    public void sgd(int n, float rate, float weightDecay, float[] parameter, int at, float[] gradient, int from) {
        for (int i = 0; i < n; i++) {
            float p = parameter[at + i];
            parameter[at + i] = p - rate * (weightDecay * p + gradient[from + i]);
        }
    }

    /** The step is along a mixture of gradient and velocity: (0, 1) for plain momentum, (1, momentum) for Nesterov's. */
    public void momentum(int n, float rate, float momentum, float gradientShare, float velocityShare, float weightDecay,
                         float[] parameter, int at, float[] gradient, int from, float[] velocity, int state) {
        for (int i = 0; i < n; i++) {
            float p = parameter[at + i];
            float g = weightDecay * p + gradient[from + i];
            float v = momentum * velocity[state + i] + g;
            velocity[state + i] = v;
            parameter[at + i] = p - rate * (gradientShare * g + velocityShare * v);
        }
    }

    /**
     * @param rate1  learning rate over the bias correction of the mean
     * @param rest1  1 − β₁
     * @param rest2  1 − β₂
     * @param scale2 1 over the square root of the bias correction of the mean square
     * @param l2     weight decay that joins the gradient
     * @param decay  part of the parameter that is taken away beside the gradient's step
     */
    public void adam(int n, float rate1, float rest1, float beta2, float rest2, float scale2, float epsilon, float l2, float decay,
                     float[] parameter, int at, float[] gradient, int from, float[] mean, int first, float[] square, int second) {
        for (int i = 0; i < n; i++) {
            float p = parameter[at + i];
            float g = l2 * p + gradient[from + i];
            float m = mean[first + i];
            m = rest1 * (g - m) + m;
            float v = beta2 * square[second + i] + rest2 * g * g;
            mean[first + i] = m;
            square[second + i] = v;
            float deviation = (float) Math.sqrt(v) * scale2 + epsilon;
            parameter[at + i] = p - decay * p - rate1 * (m / deviation);
        }
    }

    /** @param rest 1 − ρ */
    public void rmsProp(int n, float rate, float smoothing, float rest, float epsilon, float weightDecay,
                        float[] parameter, int at, float[] gradient, int from, float[] square, int second) {
        for (int i = 0; i < n; i++) {
            float p = parameter[at + i];
            float g = weightDecay * p + gradient[from + i];
            float v = smoothing * square[second + i] + rest * g * g;
            square[second + i] = v;
            parameter[at + i] = p - rate * (g / ((float) Math.sqrt(v) + epsilon));
        }
    }

    /** @param rest 1 − ρ */
    public void rmsPropMomentum(int n, float rate, float smoothing, float rest, float epsilon, float momentum, float weightDecay,
                                float[] parameter, int at, float[] gradient, int from, float[] velocity, int first, float[] square, int second) {
        for (int i = 0; i < n; i++) {
            float p = parameter[at + i];
            float g = weightDecay * p + gradient[from + i];
            float v = smoothing * square[second + i] + rest * g * g;
            float u = momentum * velocity[first + i] + g / ((float) Math.sqrt(v) + epsilon);
            square[second + i] = v;
            velocity[first + i] = u;
            parameter[at + i] = p - rate * u;
        }
    }
}
