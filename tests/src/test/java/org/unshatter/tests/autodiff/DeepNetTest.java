package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/**
 * Ten thousand plain layers of CReLU, initialised to look linear: weights (W | −W) with W orthogonal, so that (W | −W)·CReLU(x) = W·x,
 * and gradients pass unchanged in size. Balduzzi et al. 2017, section 5.
 */
class DeepNetTest {

    private static final int LAYERS = 10_000;
    private static final int SEGMENT = 100;
    private static final int WIDTH = 64;
    private static final int BATCH = 32;

    private final SplittableRandom random = new SplittableRandom(1);
    private double lastNorm;
    private double firstNorm;

    @Test
    void tenThousandLayersTakeAStepWithinTwoGigabytesAndTheirGradientsNeitherVanishNorExplode() {
        Parameters parameters = Parameters.of(IntStream.range(0, LAYERS).mapToObj(layer -> weight()).toList());
        Captured step = Captured.of(in -> {
            Tape tape = new Tape();
            List<Tensor> weights = parameters.on(tape);
            Tensor h = tape.variable(in[0]).observeGradient(g -> firstNorm = norm(g));
            for (int from = 0; from < LAYERS; from += SEGMENT) {
                h = tape.checkpoint(segment(weights.subList(from, from + SEGMENT)), h);
            }
            Tensor loss = h.observeGradient(g -> lastNorm = norm(g)).meanSquaredError(in[1]);
            parameters.assign(tape.gradients(loss), weights);
            return new Tensor[] {loss};
        });
        Tensor x = Data.random(random, BATCH, WIDTH);
        Tensor target = Data.random(random, BATCH, WIDTH);
        long bytes = step.peakBytes(x, target) + 4L * (parameters.values().length + parameters.gradients().length);
        assertTrue(bytes < 2_000_000_000L, () -> bytes + " bytes");
        assertTrue(Float.isFinite(step.run(x, target)[0].item()));
        assertTrue(lastNorm > 0);
        assertEquals(1, firstNorm / lastNorm, 0.01);
        for (int layer = 0; layer < LAYERS; layer++) {
            double norm = norm(parameters.gradient(layer));
            assertTrue(norm > 0 && Double.isFinite(norm), "gradient by the weights of layer " + layer + ": " + norm);
        }
    }

    private static Function<Tensor, Tensor> segment(List<Tensor> weights) {
        return x -> {
            Tensor h = x;
            for (Tensor w : weights) {
                h = h.crelu().matmulTransposed(w);
            }
            return h;
        };
    }

    /** (W | −W), W = I − 2·v·vᵀ/(vᵀ·v): a reflection, which is orthogonal. */
    private Tensor weight() {
        double[] v = random.doubles(WIDTH, -1, 1).toArray();
        double square = 0;
        for (double e : v) {
            square += e * e;
        }
        float[] w = new float[WIDTH * 2 * WIDTH];
        for (int row = 0, at = 0; row < WIDTH; row++, at += 2 * WIDTH) {
            for (int column = 0; column < WIDTH; column++) {
                w[at + column] = (float) ((row == column ? 1 : 0) - 2 * v[row] * v[column] / square);
                w[at + WIDTH + column] = -w[at + column];
            }
        }
        return Tensor.of(w, WIDTH, 2 * WIDTH);
    }

    private static double norm(Tensor g) {
        double sum = 0;
        for (float e : g.toArray()) {
            sum += (double) e * e;
        }
        return Math.sqrt(sum);
    }
}
