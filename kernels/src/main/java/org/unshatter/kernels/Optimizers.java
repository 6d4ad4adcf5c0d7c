package org.unshatter.kernels;

/**
 * One step of an optimiser over runs of parameters θ and gradients g, in one pass and in place; the gradients are only read. Long runs are shared among the threads.
 *
 * <p>Definitions follow PyTorch where papers leave a choice: weight decay w joins the gradient, g ← g + w·θ, except in AdamW;
 * the learning rate multiplies the velocity, not the gradient that enters it; Adam's ε is added to the root after its bias correction, RMSprop's to the root.
 * The state must be all zeros before the first step. Constants that depend on the step are computed in double.
 *
 * <p>Every method throws {@link IllegalArgumentException} if a length is negative, a run does not fit its array, two runs overlap,
 * or a hyper-parameter is not finite or outside the range stated.
 */
public final class Optimizers {

    private Optimizers() {
    }

    /**
     * Stochastic gradient descent: θ ← θ − η·(g + w·θ).
     *
     * @param learningRate η, at least 0
     * @param weightDecay  w, at least 0
     */
    public static void sgd(int n, double learningRate, double weightDecay,
                           float[] parameter, int parameterOffset, float[] gradient, int gradientOffset) {
        check(n, learningRate, weightDecay, parameter, parameterOffset, gradient, gradientOffset);
        Update.of(n, parameter, parameterOffset, gradient, gradientOffset).sgd((float) learningRate, (float) weightDecay);
    }

    /**
     * SGD with momentum: v ← μ·v + g + w·θ, then θ ← θ − η·v or, with Nesterov's momentum, θ ← θ − η·(g + w·θ + μ·v).
     * Source: Sutskever et al. 2013, section 2; Nesterov's in the form that keeps θ at the point where the gradient is taken.
     *
     * @param learningRate η, at least 0
     * @param momentum     μ, at least 0 and less than 1
     * @param weightDecay  w, at least 0
     * @param velocity     the state v
     */
    public static void momentum(int n, double learningRate, double momentum, boolean nesterov, double weightDecay,
                                float[] parameter, int parameterOffset, float[] gradient, int gradientOffset,
                                float[] velocity, int velocityOffset) {
        check(n, learningRate, weightDecay, parameter, parameterOffset, gradient, gradientOffset);
        Check.fraction(momentum, "momentum");
        checkState(n, velocity, velocityOffset, "velocity", parameter, parameterOffset, gradient, gradientOffset);
        Update.of(n, parameter, parameterOffset, gradient, gradientOffset).momentum((float) learningRate, (float) momentum,
                nesterov ? 1 : 0, nesterov ? (float) momentum : 1, (float) weightDecay, velocity, velocityOffset);
    }

    /**
     * Adam: m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g², where g includes w·θ; then
     * θ ← θ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ). Source: Kingma and Ba 2015, algorithm 1.
     *
     * @param step         t, counted from 1
     * @param learningRate η, at least 0
     * @param beta1        β₁, at least 0 and less than 1
     * @param beta2        β₂, likewise
     * @param epsilon      ε, above 0 as a float
     * @param weightDecay  w, at least 0
     * @param mean         the state m
     * @param square       the state v
     */
    public static void adam(int n, long step, double learningRate, double beta1, double beta2, double epsilon, double weightDecay,
                            float[] parameter, int parameterOffset, float[] gradient, int gradientOffset,
                            float[] mean, int meanOffset, float[] square, int squareOffset) {
        adam(n, step, learningRate, beta1, beta2, epsilon, weightDecay, false,
                parameter, parameterOffset, gradient, gradientOffset, mean, meanOffset, square, squareOffset);
    }

    /**
     * Adam with decoupled weight decay: m and v without w·θ, and θ ← θ − η·w·θ − η·m̂/(√v̂ + ε).
     * Source: Loshchilov and Hutter 2019, algorithm 2. The parameters are those of {@link #adam}; weightDecay is multiplied by the
     * learning rate, which takes the place of the paper's schedule multiplier.
     */
    public static void adamW(int n, long step, double learningRate, double beta1, double beta2, double epsilon, double weightDecay,
                             float[] parameter, int parameterOffset, float[] gradient, int gradientOffset,
                             float[] mean, int meanOffset, float[] square, int squareOffset) {
        adam(n, step, learningRate, beta1, beta2, epsilon, weightDecay, true,
                parameter, parameterOffset, gradient, gradientOffset, mean, meanOffset, square, squareOffset);
    }

    private static void adam(int n, long step, double learningRate, double beta1, double beta2, double epsilon, double weightDecay,
                             boolean decoupled, float[] parameter, int parameterOffset, float[] gradient, int gradientOffset,
                             float[] mean, int meanOffset, float[] square, int squareOffset) {
        check(n, learningRate, weightDecay, parameter, parameterOffset, gradient, gradientOffset);
        Check.atLeast(1, step, "step");
        Check.fraction(beta1, "beta1");
        Check.fraction(beta2, "beta2");
        Check.positive(epsilon, "epsilon");
        checkState(n, mean, meanOffset, "mean", parameter, parameterOffset, gradient, gradientOffset);
        checkState(n, square, squareOffset, "square", parameter, parameterOffset, gradient, gradientOffset);
        Check.disjoint(mean, meanOffset, n, "mean", square, squareOffset, n, "square");
        double correction1 = 1 - power(beta1, step);
        double correction2 = 1 - power(beta2, step);
        Update.of(n, parameter, parameterOffset, gradient, gradientOffset).adam((float) (learningRate / correction1), (float) (1 - beta1),
                (float) beta2, (float) (1 - beta2), (float) (1 / Math.sqrt(correction2)), (float) epsilon,
                decoupled ? 0 : (float) weightDecay, decoupled ? (float) (learningRate * weightDecay) : 0, mean, meanOffset, square, squareOffset);
    }

    /**
     * RMSprop: v ← ρ·v + (1 − ρ)·g², where g includes w·θ; then θ ← θ − η·g/(√v + ε). Source: Tieleman and Hinton 2012, lecture 6.5.
     *
     * @param learningRate η, at least 0
     * @param smoothing    ρ, at least 0 and less than 1
     * @param epsilon      ε, above 0 as a float
     * @param weightDecay  w, at least 0
     * @param square       the state v
     */
    public static void rmsProp(int n, double learningRate, double smoothing, double epsilon, double weightDecay,
                               float[] parameter, int parameterOffset, float[] gradient, int gradientOffset, float[] square, int squareOffset) {
        check(n, learningRate, weightDecay, parameter, parameterOffset, gradient, gradientOffset);
        Check.fraction(smoothing, "smoothing");
        Check.positive(epsilon, "epsilon");
        checkState(n, square, squareOffset, "square", parameter, parameterOffset, gradient, gradientOffset);
        Update.of(n, parameter, parameterOffset, gradient, gradientOffset).rmsProp((float) learningRate, (float) smoothing, (float) (1 - smoothing),
                (float) epsilon, (float) weightDecay, square, squareOffset);
    }

    /**
     * RMSprop with momentum: v as in {@link #rmsProp}, then u ← μ·u + g/(√v + ε) and θ ← θ − η·u.
     *
     * @param momentum μ, at least 0 and less than 1
     * @param velocity the state u
     */
    public static void rmsPropMomentum(int n, double learningRate, double smoothing, double epsilon, double momentum, double weightDecay,
                                       float[] parameter, int parameterOffset, float[] gradient, int gradientOffset,
                                       float[] velocity, int velocityOffset, float[] square, int squareOffset) {
        check(n, learningRate, weightDecay, parameter, parameterOffset, gradient, gradientOffset);
        Check.fraction(smoothing, "smoothing");
        Check.positive(epsilon, "epsilon");
        Check.fraction(momentum, "momentum");
        checkState(n, velocity, velocityOffset, "velocity", parameter, parameterOffset, gradient, gradientOffset);
        checkState(n, square, squareOffset, "square", parameter, parameterOffset, gradient, gradientOffset);
        Check.disjoint(velocity, velocityOffset, n, "velocity", square, squareOffset, n, "square");
        Update.of(n, parameter, parameterOffset, gradient, gradientOffset).rmsPropMomentum((float) learningRate, (float) smoothing, (float) (1 - smoothing),
                (float) epsilon, (float) momentum, (float) weightDecay, velocity, velocityOffset, square, squareOffset);
    }

    /** By repeated squaring: {@code StrictMath.pow} allocates, and {@code Math.pow} may give other bits once it is compiled. */
    private static double power(double base, long exponent) {
        double power = 1;
        for (; exponent > 0; exponent >>= 1) {
            if ((exponent & 1) == 1) {
                power *= base;
            }
            base *= base;
        }
        return power;
    }

    private static void check(int n, double learningRate, double weightDecay,
                              float[] parameter, int parameterOffset, float[] gradient, int gradientOffset) {
        Check.run(n, parameter, parameterOffset, "parameter");
        Check.run(n, gradient, gradientOffset, "gradient");
        Check.disjoint(parameter, parameterOffset, n, "parameter", gradient, gradientOffset, n, "gradient");
        Check.notNegative(learningRate, "learningRate");
        Check.notNegative(weightDecay, "weightDecay");
    }

    private static void checkState(int n, float[] state, int offset, String name,
                                   float[] parameter, int parameterOffset, float[] gradient, int gradientOffset) {
        Check.run(n, state, offset, name);
        Check.disjoint(parameter, parameterOffset, n, "parameter", state, offset, n, name);
        Check.disjoint(gradient, gradientOffset, n, "gradient", state, offset, n, name);
    }
}
