package org.unshatter.autodiff;

/**
 * One operation: its inputs, its outputs and its rules. The rules are made of tensor operations themselves, so that what they compute can be
 * differentiated again, captured and fused like anything else.
 *
 * <p>An operation computes at once, or, while a step is captured, when that is replayed. So {@link #compute} must find all it needs
 * in fields and in the arrays of its inputs, and allocate nothing.
 */
abstract class Operation {

    private final Tensor[] inputs;
    private final Tensor[] outputs;

    /** @param shapes of the outputs */
    Operation(Tensor[] inputs, Shape... shapes) {
        this.inputs = inputs;
        Trace trace = Trace.current();
        Tape tape = Tape.common(inputs);
        outputs = new Tensor[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            int length = shapes[i].length();
            outputs[i] = new Tensor(shapes[i], trace == null ? new Storage(shapes[i].array(), 0, length) : new Storage(length), tape);
        }
    }

    /** One that takes the place of another, or whose output is there already. */
    Operation(Tensor[] inputs, Tensor[] outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Computes, or records for later. Returns the first output, or null if there is none. */
    final Tensor apply() {
        Trace trace = Trace.current();
        if (trace != null) {
            trace.add(this);
        } else {
            for (Tensor input : inputs) {
                input.requirePlaced();
            }
            compute();
        }
        recordOnTape();
        return outputs.length == 0 ? null : outputs[0];
    }

    final void recordOnTape() {
        if (outputs.length > 0 && outputs[0].tape() != null) {
            outputs[0].tape().add(this);
        }
    }

    /** Fills the outputs from the inputs. */
    abstract void compute();

    /**
     * The vector-Jacobian product: given the cotangent of the first output, adds to those of the inputs that {@link Cotangents#wants wants} one.
     * Other outputs are statistics, which have none; operations that differ override {@link #vjps}.
     */
    void vjp(Tensor dy, Cotangents to) {
        throw new UnsupportedOperationException(this + ": no rule for its vector-Jacobian product, expected second derivatives forward over reverse"
                + " (Derivatives.hessianVectorProduct)");
    }

    /** The same of several outputs. @param dys cotangents, null for zeros; not all are null */
    void vjps(Tensor[] dys, Cotangents to) {
        if (dys[0] != null) {
            vjp(dys[0], to);
        }
    }

    /** The Jacobian-vector product: the tangent of the first output. @param dx tangents of the inputs, null for zeros; not all are null. Returns null for zeros */
    abstract Tensor jvp(Tensor[] dx);

    /** The same of all outputs. */
    Tensor[] jvps(Tensor[] dx) {
        Tensor[] dy = new Tensor[outputs.length];
        dy[0] = jvp(dx);
        return dy;
    }

    /** An operation with the same outputs that does the work of one that makes an input as well, or null if there is none. */
    Operation fused(Graph graph) {
        return null;
    }

    /** Whether the first output may be written to the array of an input, as where it is computed element by element. */
    boolean mayOverwrite(int input) {
        return false;
    }

    /** Whether it does something besides filling its outputs, so that it must not be left out. */
    boolean hasEffect() {
        return false;
    }

    final Tensor[] inputs() {
        return inputs;
    }

    final Tensor[] outputs() {
        return outputs;
    }

    final Tensor input(int index) {
        return inputs[index];
    }

    final Tensor output() {
        return outputs[0];
    }

    final Tensor output(int index) {
        return outputs[index];
    }

    /** a + b, either of which may be null, for zeros. */
    static Tensor sum(Tensor a, Tensor b) {
        return a == null ? b : b == null ? a : a.add(b);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
