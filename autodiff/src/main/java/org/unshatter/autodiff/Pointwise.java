package org.unshatter.autodiff;

import java.util.function.IntConsumer;
import org.unshatter.kernels.Workers;

/**
 * An operation whose output at an index depends on its inputs at that index alone. It can compute any range of them, so it can be shared
 * among threads, take over an input's array, and be one link of a {@link Chain}.
 */
abstract class Pointwise extends Operation {

    /** Long enough that handing it to another thread does not count; a multiple of every vector length, so that all bits are those of a single run. */
    static final int RUN = 1 << 14;

    private final IntConsumer runs = this::computeRun;

    /** The inputs have the layout of the first one, which is the output's. */
    Pointwise(Tensor... inputs) {
        super(inputs, inputs[0].layout());
    }

    /**
     * Computes some elements. z may be the same run as x or y.
     *
     * @param y of the second input; null if there is none
     */
    abstract void compute(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset);

    @Override
    final void compute() {
        Workers.run(Math.ceilDiv(output().storage().length, RUN), runs);
    }

    private void computeRun(int run) {
        Storage x = input(0).storage();
        Storage y = inputs().length > 1 ? input(1).storage() : null;
        Storage z = output().storage();
        int at = run * RUN;
        compute(Math.min(RUN, z.length - at), x.array, x.offset + at, y == null ? null : y.array, y == null ? 0 : y.offset + at, z.array, z.offset + at);
    }

    @Override
    boolean mayOverwrite(int input) {
        return true;
    }
}
