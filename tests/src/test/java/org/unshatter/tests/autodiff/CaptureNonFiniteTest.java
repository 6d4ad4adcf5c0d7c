package org.unshatter.tests.autodiff;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.kernels.EveryWidth;

/** A rectifier stops the gradient where its input is not a number, also where it is one pass with a batch norm. */
@EveryWidth
class CaptureNonFiniteTest {

    private static final int FEATURES = 3;
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void batchNormAndRectifierHaveTheGradientsOfEach() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1}) {
            for (Statistics statistics : Statistics.values()) {
                for (int broken = 0; broken < 3; broken++) {
                    for (Tensor x : new Tensor[] {Data.random(random, 37, FEATURES), Data.random(random, 3, FEATURES, 4, 5).images()}) {
                        Tensor[] inputs = {x.scale(1), Data.random(random, FEATURES), Data.random(random, FEATURES)};
                        inputs[broken] = with(inputs[broken], value);
                        requireSame(statistics, value + " in input " + broken + " of " + statistics, inputs);
                    }
                }
            }
        }
    }

    private static void requireSame(Statistics statistics, String what, Tensor... inputs) {
        Bits.of(gradients(statistics, inputs)).requireOf(what, Captured.of(in -> gradients(statistics, in)).run(inputs));
    }

    private static Tensor[] gradients(Statistics statistics, Tensor... in) {
        Tape tape = new Tape();
        Tensor x = tape.variable(in[0]);
        Tensor gain = tape.variable(in[1]);
        Tensor shift = tape.variable(in[2]);
        Tensor y = x.batchNorm(gain, shift, 1e-5, statistics).relu();
        var gradients = tape.gradients(y, y.detach().addScalar(1));
        return new Tensor[] {y.detach(), gradients.of(x), gradients.of(gain), gradients.of(shift)};
    }

    /** The same tensor, its first element another. */
    private static Tensor with(Tensor x, float value) {
        float[] elements = x.toArray();
        elements[0] = value;
        Tensor changed = Tensor.of(elements, x.shape());
        return x.rank() == 4 ? changed.images() : changed;
    }
}
