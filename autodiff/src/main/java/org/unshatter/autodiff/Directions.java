package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Where derivatives are looked at: directions in the spaces of an operation's inputs. */
final class Directions {

    private static final int ELEMENTWISE_UP_TO = 64;
    private static final int RANDOM = 8;

    /** A direction in the space of one input. */
    record Direction(String name, float[] u) {
    }

    private final Tensor[] inputs;
    private final SplittableRandom random;

    Directions(SplittableRandom random, Tensor... inputs) {
        this.inputs = inputs;
        this.random = random;
    }

    /** Each element of a small input; random directions of a large one, with elements of about this size. */
    List<Direction> of(int i, double size) {
        List<Direction> directions = new ArrayList<>();
        int length = inputs[i].size();
        boolean elementwise = length <= ELEMENTWISE_UP_TO;
        for (int d = 0; d < (elementwise ? length : RANDOM); d++) {
            float[] u = elementwise ? new float[length] : weights(length);
            if (elementwise) {
                u[d] = 1;
            } else {
                for (int e = 0; e < length; e++) {
                    u[e] *= (float) size;
                }
            }
            directions.add(new Direction("input " + i + Arrays.toString(inputs[i].shape()) + (elementwise ? ", element " : ", random direction ") + d, u));
        }
        return directions;
    }

    /** One that moves all inputs. */
    float[][] random() {
        return Arrays.stream(inputs).map(input -> weights(input.size())).toArray(float[][]::new);
    }

    /** Of random sign and of size 0.5 to 1.5, so that no element is overlooked; three in four positive, so that sums of them do not cancel by chance. */
    float[] weights(int length) {
        float[] weights = new float[length];
        for (int k = 0; k < length; k++) {
            weights[k] = (float) ((random.nextInt(4) > 0 ? 1 : -1) * random.nextDouble(0.5, 1.5));
        }
        return weights;
    }

    /** In the space of all inputs, for the reference: u for input i, nothing for the others. */
    double[][] only(int i, float[] u) {
        float[][] direction = Arrays.stream(inputs).map(input -> new float[input.size()]).toArray(float[][]::new);
        direction[i] = u;
        return doubles(direction);
    }

    List<Tensor> tensors(float[][] u) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < u.length; i++) {
            tensors.add(Tensor.of(u[i], inputs[i].shape()));
        }
        return tensors;
    }

    static double[][] doubles(float[][] u) {
        return Arrays.stream(u).map(Directions::doubles).toArray(double[][]::new);
    }

    static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = x[e];
        }
        return y;
    }
}
