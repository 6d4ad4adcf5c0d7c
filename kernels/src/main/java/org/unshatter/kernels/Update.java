package org.unshatter.kernels;

import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.ScalarOptimizerKernels;

/**
 * A step of an optimiser, cut into runs that the threads share. There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class Update {

    private static final ScalarOptimizerKernels KERNELS = Dispatch.KERNELS.optimizer();
    /**
     * Long enough that handing it over does not count, and short enough that there are many: C2 compiles a loop for good when it was called often.
     * A multiple of every vector length, so that all bits are those of a single run.
     */
    private static final int RUN = 1 << 12;

    private static final ThreadLocal<Update> OWN = ThreadLocal.withInitial(Update::new);

    private final IntConsumer sgd = this::sgd;
    private final IntConsumer momentum = this::momentum;
    private final IntConsumer adam = this::adam;
    private final IntConsumer rmsProp = this::rmsProp;
    private final IntConsumer rmsPropMomentum = this::rmsPropMomentum;

    private int n;
    private float[] parameter;
    private int parameterOffset;
    private float[] gradient;
    private int gradientOffset;
    private float[] first;
    private int firstOffset;
    private float[] second;
    private int secondOffset;
    /** The numbers of the rule, in the order in which the kernel takes them. */
    private final float[] with = new float[8];

    private Update() {
    }

    static Update of(int n, float[] parameter, int parameterOffset, float[] gradient, int gradientOffset) {
        Update own = OWN.get();
        own.n = n;
        own.parameter = parameter;
        own.parameterOffset = parameterOffset;
        own.gradient = gradient;
        own.gradientOffset = gradientOffset;
        return own;
    }

    void sgd(float rate, float weightDecay) {
        with[0] = rate;
        with[1] = weightDecay;
        run(sgd);
    }

    void momentum(float rate, float momentum, float gradientShare, float velocityShare, float weightDecay, float[] velocity, int velocityOffset) {
        with[0] = rate;
        with[1] = momentum;
        with[2] = gradientShare;
        with[3] = velocityShare;
        with[4] = weightDecay;
        first = velocity;
        firstOffset = velocityOffset;
        run(this.momentum);
    }

    void adam(float rate1, float rest1, float beta2, float rest2, float scale2, float epsilon, float l2, float decay,
              float[] mean, int meanOffset, float[] square, int squareOffset) {
        with[0] = rate1;
        with[1] = rest1;
        with[2] = beta2;
        with[3] = rest2;
        with[4] = scale2;
        with[5] = epsilon;
        with[6] = l2;
        with[7] = decay;
        first = mean;
        firstOffset = meanOffset;
        second = square;
        secondOffset = squareOffset;
        run(adam);
    }

    void rmsProp(float rate, float smoothing, float rest, float epsilon, float weightDecay, float[] square, int squareOffset) {
        with[0] = rate;
        with[1] = smoothing;
        with[2] = rest;
        with[3] = epsilon;
        with[4] = weightDecay;
        second = square;
        secondOffset = squareOffset;
        run(rmsProp);
    }

    void rmsPropMomentum(float rate, float smoothing, float rest, float epsilon, float momentum, float weightDecay,
                         float[] velocity, int velocityOffset, float[] square, int squareOffset) {
        with[0] = rate;
        with[1] = smoothing;
        with[2] = rest;
        with[3] = epsilon;
        with[4] = momentum;
        with[5] = weightDecay;
        first = velocity;
        firstOffset = velocityOffset;
        second = square;
        secondOffset = squareOffset;
        run(rmsPropMomentum);
    }

    private void run(IntConsumer rule) {
        try {
            Workers.run(Math.ceilDiv(n, RUN), rule);
        } finally {
            parameter = null;
            gradient = null;
            first = null;
            second = null;
        }
    }

    private int length(int run) {
        return Math.min(RUN, n - run * RUN);
    }

    private void sgd(int run) {
        int at = run * RUN;
        KERNELS.sgd(length(run), with[0], with[1], parameter, parameterOffset + at, gradient, gradientOffset + at);
    }

    private void momentum(int run) {
        int at = run * RUN;
        KERNELS.momentum(length(run), with[0], with[1], with[2], with[3], with[4], parameter, parameterOffset + at, gradient, gradientOffset + at,
                first, firstOffset + at);
    }

    private void adam(int run) {
        int at = run * RUN;
        KERNELS.adam(length(run), with[0], with[1], with[2], with[3], with[4], with[5], with[6], with[7], parameter, parameterOffset + at,
                gradient, gradientOffset + at, first, firstOffset + at, second, secondOffset + at);
    }

    private void rmsProp(int run) {
        int at = run * RUN;
        KERNELS.rmsProp(length(run), with[0], with[1], with[2], with[3], with[4], parameter, parameterOffset + at,
                gradient, gradientOffset + at, second, secondOffset + at);
    }

    private void rmsPropMomentum(int run) {
        int at = run * RUN;
        KERNELS.rmsPropMomentum(length(run), with[0], with[1], with[2], with[3], with[4], with[5], parameter, parameterOffset + at,
                gradient, gradientOffset + at, first, firstOffset + at, second, secondOffset + at);
    }
}
