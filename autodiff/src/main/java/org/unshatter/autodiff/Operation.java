package org.unshatter.autodiff;

/**
 * One operation as it is recorded: its inputs, its output and its rule.
 * An operation keeps what its rule needs; the output's array is allocated when the operation is made and filled by {@link #forward}.
 */
abstract class Operation {

    private final Tensor[] inputs;
    private final Tensor output;

    /** @param shape shape of the output */
    Operation(Tensor[] inputs, int... shape) {
        this.inputs = inputs;
        this.output = new Tensor(Tape.common(inputs), new float[Shapes.length(shape)], shape);
    }

    /** Fills the output from the inputs. */
    abstract void forward();

    /**
     * The vector-Jacobian product: given dy, the gradient by the output, <em>adds</em> to the gradient of each input that
     * {@link Gradients#wants} one.
     */
    abstract void backward(float[] dy, Gradients gradients);

    final Tensor input(int index) {
        return inputs[index];
    }

    final Tensor output() {
        return output;
    }
}
