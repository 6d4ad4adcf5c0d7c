package org.unshatter.diagnostics;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Tensor;

/** The gradient of a function by its input, one row for each sample. */
public final class InputGradient {

    private InputGradient() {
    }

    /**
     * The gradient of the sum of all outputs by each input. Where samples do not see each other (no batch statistics, or
     * {@link org.unshatter.autodiff.Statistics#CONSTANT}) row i is the gradient of the sample's own output by the sample.
     *
     * @param function a network, or any function made of tensor operations
     * @param inputs   [samples, features]
     * @return of the shape of the inputs
     */
    public static Tensor of(UnaryOperator<Tensor> function, Tensor inputs) {
        return Derivatives.gradient(function, inputs);
    }
}
