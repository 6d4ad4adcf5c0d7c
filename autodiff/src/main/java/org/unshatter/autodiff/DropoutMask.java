package org.unshatter.autodiff;

import java.util.function.IntConsumer;
import org.unshatter.kernels.Workers;

/** 0 with probability p, else 1/(1 − p): what activations are multiplied by. Source: Srivastava et al. 2014, in the form that leaves evaluation alone. */
final class DropoutMask extends Operation {

    private final double rate;
    private final Seed seed;
    private final IntConsumer runs = this::computeRun;
    private long base;

    /** @param like its shape is the mask's */
    DropoutMask(Tensor like, double rate, Seed seed) {
        super(new Tensor[] {like.detach()}, like.layout());
        this.rate = rate;
        this.seed = seed;
    }

    @Override
    void compute() {
        base = seed.base();
        Workers.run(Math.ceilDiv(output().storage().length, Pointwise.RUN), runs);
    }

    private void computeRun(int run) {
        Storage y = output().storage();
        float kept = (float) (1 / (1 - rate));
        long threshold = (long) (rate * (1L << 32));
        int from = run * Pointwise.RUN;
        int to = from + Math.min(Pointwise.RUN, y.length - from); // where the next run begins may be beyond an int
        for (int i = from; i < to; i++) {
            y.array[y.offset + i] = Seed.mix(base + i * 0x9E3779B97F4A7C15L) >>> 32 < threshold ? 0 : kept;
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return null;
    }
}
