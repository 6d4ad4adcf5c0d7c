package org.unshatter.tests.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.autodiff.Data.Sampler;

/**
 * One public operation on inputs of given shapes, with its reference.
 *
 * @param method    signature of the method of Tensor
 * @param variant   what distinguishes this case besides the shapes
 * @param flat      whether the gradient is zero by nature
 * @param samplers  of each input, or one for all
 * @param magnitude sum of the absolute values of the terms of each element of the output; zeros where it must be exact
 */
record OperationCase(String method, String variant, boolean flat, int[][] shapes, List<Sampler> samplers,
                     Function<Tensor[], Tensor> operation, Reference reference, Function<double[][], double[]> magnitude) {

    /** For operations element by element: single, empty, prime, wider than four vectors, and so large that threads share it. */
    static final int[][] SHAPES = {{}, {0}, {1}, {67}, {2, 131}, {3, 5, 7}, {2999}, {32869}};

    /** More elements than one thread takes of an operation element by element, and than most tests have time for. */
    private static final int LARGE = 2 * 16384;

    /** The operation at x. What the gradient sees as constant is taken from the inputs {@code at}. */
    interface Reference {
        double[] apply(double[][] at, double[][] x);
    }

    OperationCase(String method, String variant, boolean flat, int[][] shapes, Function<Tensor[], Tensor> operation, Reference reference,
                  Function<double[][], double[]> magnitude) {
        this(method, variant, flat, shapes, List.of(Data::random), operation, reference, magnitude);
    }

    static OperationCase of(String method, String variant, Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference,
                            Function<double[][], double[]> magnitude, int[]... shapes) {
        return new OperationCase(method, variant, false, shapes, operation, (at, x) -> reference.apply(x), magnitude);
    }

    /** One that only moves and selects elements: nothing is rounded. */
    static OperationCase exact(String method, String variant, Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, int[]... shapes) {
        return of(method, variant, operation, reference, x -> new double[reference.apply(x).length], shapes);
    }

    /** The same on other inputs. */
    OperationCase drawn(Sampler... samplers) {
        return new OperationCase(method, variant, flat, shapes, List.of(samplers), operation, reference, magnitude);
    }

    OperationCase flatIf(boolean flat) {
        return new OperationCase(method, variant, flat, shapes, samplers, operation, reference, magnitude);
    }

    /** The seed is a function of the case, so that each case has data of its own and repeats them. */
    long seed() {
        return toString().hashCode();
    }

    Tensor[] inputs() {
        return inputs(seed());
    }

    Tensor[] inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor[] inputs = new Tensor[shapes.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = samplers.get(samplers.size() == 1 ? 0 : i).draw(random, shapes[i]);
        }
        return inputs;
    }

    /** The reference whose statistics, if it has any that are constant, are those of the given inputs. */
    Function<double[][], double[]> referenceAt(Tensor[] inputs) {
        double[][] at = Data.doubles(inputs);
        return x -> reference.apply(at, x);
    }

    /** Whether there is a derivative that could be wrong. */
    boolean hasSlope() {
        Tensor[] inputs = inputs();
        double[][] at = Data.doubles(inputs);
        return !flat && Arrays.stream(inputs).anyMatch(input -> input.size() > 0) && reference.apply(at, at).length > 0;
    }

    boolean isLarge() {
        return Arrays.stream(shapes).anyMatch(shape -> References.size(shape) > LARGE);
    }

    @Override
    public String toString() {
        return method + (variant.isEmpty() ? "" : " " + variant) + " of " + Arrays.deepToString(shapes);
    }
}
