package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parameters of a network side by side in one array, and their gradients likewise in another, so that an optimiser takes one pass over both.
 * Gaps between them, where a cache line is not full, hold zeros. What computes with them may not run while another thread changes them.
 */
public final class Parameters {

    /** Each parameter begins with a cache line, relative to the first one. */
    private static final int ALIGNMENT = 16;

    private final List<Tensor> values = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final float[] valueArray;
    private final float[] gradientArray;

    private Parameters(List<Tensor> initial) {
        long length = 0;
        for (Tensor tensor : initial) {
            length += rounded(tensor.storage().length);
        }
        if (length > Memory.LONGEST) {
            throw new IllegalArgumentException("the parameters have " + length + " elements, expected fewer than 2³¹");
        }
        valueArray = Memory.floats(length, () -> "a copy of the parameters");
        gradientArray = Memory.floats(length, () -> "a gradient by the parameters");
        int at = 0;
        for (Tensor tensor : initial) {
            Storage from = tensor.storage();
            tensor.requirePlaced();
            System.arraycopy(from.array, from.offset, valueArray, at, from.length);
            values.add(new Tensor(tensor.layout(), new Storage(valueArray, at, from.length), null));
            gradients.add(new Tensor(tensor.layout(), new Storage(gradientArray, at, from.length), null));
            at += rounded(from.length);
        }
    }

    /**
     * Copies of tensors, in their order.
     *
     * @throws IllegalArgumentException if they have 2³¹ elements or more together
     * @throws OutOfMemoryException     if copies and gradients do not fit into what is left of the heap
     */
    public static Parameters of(List<Tensor> initial) {
        return new Parameters(initial);
    }

    private static int rounded(int length) {
        return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    }

    /** Number of parameter tensors. */
    public int count() {
        return values.size();
    }

    /** A parameter: a tensor in the common array. */
    public Tensor value(int index) {
        return values.get(index);
    }

    /** Where the gradient of a parameter belongs. */
    public Tensor gradient(int index) {
        return gradients.get(index);
    }

    /** Where a parameter begins in both arrays; for {@link #count}, where they end. What lies between a parameter and the next belongs to none. */
    public int offset(int index) {
        return index == values.size() ? valueArray.length : values.get(index).storage().offset;
    }

    /** The array of all values, for optimisers. */
    public float[] values() {
        return valueArray;
    }

    /** The array of all gradients. */
    public float[] gradients() {
        return gradientArray;
    }

    /** The parameters as variables of a tape. */
    public List<Tensor> on(Tape tape) {
        return values.stream().map(tape::variable).toList();
    }

    /**
     * Writes the gradients by the variables made of these parameters to where they belong.
     *
     * @param variables as {@link #on} made them
     * @throws IllegalArgumentException if there are not as many as parameters, or one has another shape
     */
    public void assign(Gradients gradients, List<Tensor> variables) {
        requireAll(variables);
        for (int i = 0; i < variables.size(); i++) {
            gradients.of(variables.get(i)).assignTo(this.gradients.get(i));
        }
    }

    /**
     * Adds the gradients by the variables to what is there already: of several minibatches, before one step.
     *
     * @param variables as {@link #on} made them
     * @throws IllegalArgumentException if there are not as many as parameters, or one has another shape
     */
    public void accumulate(Gradients gradients, List<Tensor> variables) {
        requireAll(variables);
        for (int i = 0; i < variables.size(); i++) {
            this.gradients.get(i).add(gradients.of(variables.get(i))).assignTo(this.gradients.get(i));
        }
    }

    private void requireAll(List<Tensor> variables) {
        if (variables.size() != values.size()) {
            throw new IllegalArgumentException("variables are " + variables.size() + ", expected one for each of the " + values.size() + " parameters");
        }
    }

    /**
     * Before gradients are accumulated.
     *
     * @throws IllegalStateException within a captured function
     */
    public void clearGradients() {
        Trace.requireNone("clearGradients");
        Arrays.fill(gradientArray, 0f);
    }
}
