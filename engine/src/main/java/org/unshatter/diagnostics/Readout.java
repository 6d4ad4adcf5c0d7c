package org.unshatter.diagnostics;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;

/** Makes one number of each sample's output, so that there is one gradient for each sample. A sample's number must come from its own output alone. */
@FunctionalInterface
public interface Readout {

    /**
     * The number of each sample.
     *
     * @param output [samples, …]
     * @return [samples], made by operations of tensors, so that it can be differentiated
     */
    Tensor of(Tensor output);

    /** Sum of all outputs of a sample. */
    static Readout sum() {
        return y -> flat(y).sum(1);
    }

    /** One output of each sample, by its index among all of the sample's. */
    static Readout output(int index) {
        return y -> {
            Tensor flat = flat(y);
            if (index < 0 || index >= flat.dim(1)) {
                throw new IllegalArgumentException("index is " + index + ", expected 0 to " + (flat.dim(1) - 1) + ", an output of a sample");
            }
            return flat.slice(1, index, index + 1).reshape(flat.dim(0));
        };
    }

    /** All outputs of a sample, weighted by one random vector for all samples, of length 1 and uniform direction: of a single output, that or its negative. */
    static Readout random(long seed) {
        return y -> {
            Tensor flat = flat(y);
            int n = flat.dim(1);
            RandomGenerator random = RandomStreams.of(seed, "readout");
            double[] gaussian = DoubleStream.generate(random::nextGaussian).limit(n).toArray();
            return flat.matmul(Tensor.of(unit(gaussian), n, 1)).reshape(flat.dim(0));
        };
    }

    /** Each sample's own cross-entropy, not divided by the number of samples: of logits [samples, classes]. */
    static Readout crossEntropy(int... labels) {
        int[] known = labels.clone();
        return y -> {
            if (y.rank() != 2 || y.dim(0) != known.length) {
                throw new IllegalArgumentException("output is " + y + ", expected [" + known.length + ", classes], a sample for each label");
            }
            float[] minusOneHot = new float[y.size()];
            for (int i = 0; i < known.length; i++) {
                if (known[i] < 0 || known[i] >= y.dim(1)) {
                    throw new IllegalArgumentException("label " + i + " is " + known[i] + ", expected 0 to " + (y.dim(1) - 1));
                }
                minusOneHot[i * y.dim(1) + known[i]] = -1;
            }
            return y.logSoftmax().multiply(Tensor.of(minusOneHot, y.shape())).sum(1);
        };
    }

    /** The gradient of each sample's number by its own output, of the shape of the output. */
    default Tensor gradient(Tensor output) {
        Tape tape = new Tape();
        Tensor y = tape.variable(output);
        return tape.gradients(numbers(y)).of(y);
    }

    /**
     * What {@link #of} makes, checked.
     *
     * @throws IllegalArgumentException if that is not [samples]
     */
    default Tensor numbers(Tensor output) {
        Tensor numbers = of(output);
        if (numbers.rank() != 1 || numbers.dim(0) != output.dim(0)) {
            throw new IllegalArgumentException("the readout of an output of shape " + Arrays.toString(output.shape()) + " has shape "
                    + Arrays.toString(numbers.shape()) + ", expected [" + output.dim(0) + "]: one number for each sample");
        }
        return numbers;
    }

    private static float[] unit(double... vector) {
        double norm = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return unit;
    }

    private static Tensor flat(Tensor y) {
        if (y.rank() == 0 || y.size() == 0) {
            throw new IllegalArgumentException("output is " + y + ", expected [samples, …] with at least one element");
        }
        return y.rowMajor().reshape(y.dim(0), y.size() / y.dim(0));
    }
}
