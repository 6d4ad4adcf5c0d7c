package org.unshatter.nn;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * A function of one tensor, with parameters. A layer is a value: applying it changes nothing, and a network is a layer too.
 *
 * <p>The input is a batch [samples, features].
 */
public interface Layer extends UnaryOperator<Tensor> {

    /**
     * The same layer with every parameter replaced by what {@code change} makes of it.
     * {@code layer.mapParameters(tape::variable)} puts the parameters on a tape.
     */
    default Layer mapParameters(UnaryOperator<Tensor> change) {
        return this;
    }
}
