package org.unshatter.tests.autodiff;

import java.util.Arrays;
import java.util.function.Function;
import org.unshatter.autodiff.Tensor;

/**
 * One public operation on inputs of given shapes, with its reference.
 *
 * @param method    signature of the method of Tensor
 * @param variant   what distinguishes this case besides the shapes
 * @param flat      whether the gradient is zero by nature
 * @param magnitude sum of the absolute values of the terms of each element of the output; zeros where it must be exact
 */
record OperationCase(String method, String variant, boolean flat, int[][] shapes,
                     Function<Tensor[], Tensor> operation, Reference reference, Function<double[][], double[]> magnitude) {

    /** The operation at x. What the gradient sees as constant is taken from the inputs {@code at}. */
    interface Reference {
        double[] apply(double[][] at, double[][] x);
    }

    /** The seed is a function of the case, so that each case has data of its own and repeats them. */
    long seed() {
        return toString().hashCode();
    }

    Tensor[] inputs() {
        return Data.random(seed(), shapes);
    }

    /** The reference whose statistics, if it has any that are constant, are those of the given inputs. */
    Function<double[][], double[]> referenceAt(Tensor[] inputs) {
        double[][] at = Data.doubles(inputs);
        return x -> reference.apply(at, x);
    }

    boolean isEmpty() {
        double[][] at = Data.doubles(inputs());
        return reference.apply(at, at).length == 0;
    }

    @Override
    public String toString() {
        return method + (variant.isEmpty() ? "" : " " + variant) + " of " + Arrays.deepToString(shapes);
    }
}
