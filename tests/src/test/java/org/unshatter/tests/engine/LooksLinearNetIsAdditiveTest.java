package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Layer;
import org.unshatter.tests.kernels.EveryWidth;

/** Without biases, f(x + y) = f(x) + f(y) and f(−x) = −f(x): a looks-linear net is a linear map, and a plain ReLU net is not. */
@EveryWidth
class LooksLinearNetIsAdditiveTest {

    private static final int WIDTH = 64;
    private static final int PAIRS = 32;

    /**
     * Each orthogonal layer keeps the norm and adds a rounding error of about ε in a direction of its own, so the errors grow like
     * √depth; 8 for the three evaluations and their sum. Measured: a quarter of this at every depth.
     */
    private static double tolerance(int depth) {
        return 8 * Math.ulp(1f) * Math.sqrt(depth);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 200})
    void atAnyDepth(int depth) {
        Layer mirrored = net(depth).activation(Activation.CRELU).initializer(Initializers.looksLinear())
                .build(RandomStreams.of(depth, "looks-linear"));
        Layer plain = net(depth).build(RandomStreams.of(depth, "plain"));
        Tensor x = Laboratory.gaussian(1, PAIRS, WIDTH);
        Tensor y = Laboratory.gaussian(2, PAIRS, WIDTH);

        assertTrue(sumError(mirrored, x, y) <= tolerance(depth), () -> "f(x + y) is off by " + sumError(mirrored, x, y));
        assertTrue(signError(mirrored, x) <= tolerance(depth), () -> "f(−x) is off by " + signError(mirrored, x));

        assertTrue(sumError(plain, x, y) > 1000 * tolerance(depth), () -> "a plain net is additive up to " + sumError(plain, x, y));
        assertTrue(signError(plain, x) > 1000 * tolerance(depth), () -> "a plain net is odd up to " + signError(plain, x));
    }

    private static DenseNet net(int depth) {
        return DenseNet.plain(depth).inputs(WIDTH).width(WIDTH).outputs(10);
    }

    /** Largest ‖f(x + y) − f(x) − f(y)‖ / (‖f(x)‖ + ‖f(y)‖). */
    private static double sumError(Layer f, Tensor x, Tensor y) {
        Tensor fx = f.apply(x);
        Tensor fy = f.apply(y);
        Tensor difference = f.apply(x.add(y)).subtract(fx).subtract(fy);
        return worst(difference, fx, fy);
    }

    /** Largest ‖f(−x) + f(x)‖ / 2‖f(x)‖. */
    private static double signError(Layer f, Tensor x) {
        Tensor fx = f.apply(x);
        return worst(f.apply(x.scale(-1)).add(fx), fx, fx);
    }

    private static double worst(Tensor difference, Tensor a, Tensor b) {
        double worst = 0;
        for (int i = 0; i < PAIRS; i++) {
            worst = Math.max(worst, norm(difference, i) / (norm(a, i) + norm(b, i)));
        }
        return worst;
    }

    private static double norm(Tensor tensor, int row) {
        double squares = 0;
        for (int j = 0; j < tensor.dim(1); j++) {
            double value = tensor.toArray()[row * tensor.dim(1) + j];
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
