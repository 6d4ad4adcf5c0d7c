package org.unshatter.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Tensor;

/** A network with its loss, random parameters and random data: what a training step needs. */
interface StepNet {
    /** Values to start from. */
    List<Tensor> parameters();

    /** Input and target. */
    Tensor[] data();

    /** The loss for some parameters and data. */
    Tensor loss(List<Tensor> parameters, Tensor... data);

    /** Floating-point operations of a forward pass: two for each weight and place where it is used. */
    double flops();

    /** Draws tensors. */
    final class Draw {
        private final RandomGenerator random = new SplittableRandom(1);

        /** From a normal distribution. */
        Tensor normal(double deviation, int... shape) {
            Tensor tensor = Tensor.zeros(shape);
            float[] values = new float[tensor.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
            return Tensor.of(values, shape);
        }

        /** Labels from 0 to below {@code classes}. */
        Tensor labels(int classes, int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextInt(classes);
            }
            return Tensor.of(values, count);
        }

        static Tensor ones(int length) {
            float[] values = new float[length];
            java.util.Arrays.fill(values, 1);
            return Tensor.of(values, length);
        }
    }
}
