package org.unshatter.tests.engine.optim;

import java.util.List;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;

/**
 * Gradients A(θ − c) + noise of a quadratic whose axes are not those of the parameters; the noise of step t is always the same. The 45 parameters are three tensors,
 * so that there are gaps in the arrays. Everything is in double, as the references take it.
 */
final class Problem {

    static final List<String> NAMES = List.of("first.weight", "first.bias", "second.slope");
    private static final int[][] SHAPES = {{7, 5}, {7}, {3}};
    static final int N = 45;

    private final double[][] matrix = new double[N][N];
    private final double[] centre = new double[N];
    private final double[] start = new double[N];
    private final long seed;

    Problem(long seed) {
        this.seed = seed;
        RandomGenerator random = RandomStreams.of(seed, "quadratic");
        double[][] factor = new double[N][N];
        for (int i = 0; i < N; i++) {
            centre[i] = random.nextGaussian();
            start[i] = (float) (2 * random.nextGaussian());
            for (int j = 0; j < N; j++) {
                factor[i][j] = random.nextGaussian();
            }
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                for (int k = 0; k < N; k++) {
                    matrix[i][j] += factor[k][i] * factor[k][j] / N;
                }
            }
            matrix[i][i] += 0.1;
        }
    }

    double[] start() {
        return start.clone();
    }

    /** At some point, in step t. */
    double[] gradient(double[] point, long t) {
        RandomGenerator noise = RandomStreams.of(seed, "noise " + t);
        double[] gradient = new double[N];
        for (int i = 0; i < N; i++) {
            gradient[i] = 0.3 * noise.nextGaussian();
            for (int j = 0; j < N; j++) {
                gradient[i] += matrix[i][j] * (point[j] - centre[j]);
            }
        }
        return gradient;
    }

    /** At the start. */
    Parameters parameters() {
        return parameters(start);
    }

    static Parameters parameters(double[] values) {
        Tensor[] tensors = new Tensor[SHAPES.length];
        int at = 0;
        for (int i = 0; i < SHAPES.length; i++) {
            tensors[i] = Tensor.zeros(SHAPES[i]);
            float[] elements = new float[tensors[i].size()];
            for (int k = 0; k < elements.length; k++) {
                elements[k] = (float) values[at++];
            }
            tensors[i] = Tensor.of(elements, SHAPES[i]);
        }
        return Parameters.of(List.of(tensors));
    }

    /** Without the gaps. */
    static double[] values(Parameters parameters) {
        double[] values = new double[N];
        int at = 0;
        for (int i = 0; i < parameters.count(); i++) {
            for (float value : parameters.value(i).toArray()) {
                values[at++] = value;
            }
        }
        return values;
    }

    static void setGradients(Parameters parameters, double[] gradients) {
        int at = 0;
        for (int i = 0; i < parameters.count(); i++) {
            float[] elements = new float[parameters.value(i).size()];
            for (int k = 0; k < elements.length; k++) {
                elements[k] = (float) gradients[at++];
            }
            Tensor.of(elements, parameters.value(i).shape()).assignTo(parameters.gradient(i));
        }
    }

    /** The gradients of step t where the parameters are. */
    void setGradients(Parameters parameters, long t) {
        setGradients(parameters, gradient(values(parameters), t));
    }
}
