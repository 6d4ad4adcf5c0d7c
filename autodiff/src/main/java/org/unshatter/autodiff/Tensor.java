package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.Objects;

/**
 * A row-major block of floats with a shape, and the operations on it.
 *
 * <p>A tensor is either free or on a {@link Tape}. An operation with at least one input on a tape is recorded there and its
 * output is on that tape as well; otherwise nothing is recorded. Matrices have shape [rows, columns], and a batch is a matrix
 * with one sample per row. A scalar has shape [].
 *
 * <p>Every operation throws {@link IllegalArgumentException} if the shapes do not fit, naming the operation and the shapes,
 * and if its inputs are on different tapes.
 */
public final class Tensor {

    private final int[] shape;
    private final float[] data;
    private final Tape tape;

    Tensor(Tape tape, float[] data, int... shape) {
        this.shape = shape;
        this.data = data;
        this.tape = tape;
    }

    /**
     * A free tensor around the given array, which is not copied.
     *
     * @throws IllegalArgumentException if a dimension is negative or the product of the dimensions is not the array's length
     */
    public static Tensor of(float[] data, int... shape) {
        if (Shapes.size(shape) != data.length) {
            throw new IllegalArgumentException("data has " + data.length + " elements, expected "
                    + Shapes.size(shape) + " for the shape " + Arrays.toString(shape));
        }
        return new Tensor(null, data, shape.clone());
    }

    /** A free tensor of zeros. */
    public static Tensor zeros(int... shape) {
        return of(new float[Shapes.length(shape)], shape);
    }

    public int[] shape() {
        return shape.clone();
    }

    /** Number of dimensions. */
    public int rank() {
        return shape.length;
    }

    /** Extent of dimension {@code axis}. */
    public int dim(int axis) {
        return shape[Objects.checkIndex(axis, shape.length)];
    }

    /** Number of elements. */
    public int size() {
        return data.length;
    }

    /** The elements themselves, not a copy: change them only in a free tensor, and only while no tape refers to it. */
    public float[] data() {
        return data;
    }

    /** The only element. */
    public float item() {
        if (data.length != 1) {
            throw new IllegalStateException("the tensor has shape " + Arrays.toString(shape) + ", expected a single element");
        }
        return data[0];
    }

    /** The same elements, off the tape: a constant for everything that follows. */
    public Tensor detach() {
        return tape == null ? this : new Tensor(null, data, shape);
    }

    Tape tape() {
        return tape;
    }

    int[] dims() {
        return shape;
    }

    /** Matrix product [m, k] · [k, n] → [m, n]. */
    public Tensor matmul(Tensor other) {
        return Tape.record(new MatMul(this, other, false));
    }

    /** Matrix product with the transpose of the other: [m, k] · [n, k]ᵀ → [m, n]. A dense layer's x·Wᵀ. */
    public Tensor matmulTransposed(Tensor other) {
        return Tape.record(new MatMul(this, other, true));
    }

    /** Adds a bias [n] to each row of [m, n]. */
    public Tensor addBias(Tensor bias) {
        return Tape.record(new AddBias(this, bias));
    }

    /** this + other, of equal shapes. */
    public Tensor add(Tensor other) {
        return Tape.record(new Combine("add", 1, this, 1, other));
    }

    /** this − other, of equal shapes. */
    public Tensor subtract(Tensor other) {
        return Tape.record(new Combine("subtract", 1, this, -1, other));
    }

    /** a·this + b·other, of equal shapes. */
    public Tensor combine(float a, Tensor other, float b) {
        return Tape.record(new Combine("combine", a, this, b, other));
    }

    /** factor·this. */
    public Tensor scale(float factor) {
        return Tape.record(new Scale(factor, this));
    }

    /** max(x, 0), with derivative 0 at the kink. */
    public Tensor relu() {
        return Tape.record(new Relu(this));
    }

    /**
     * Concatenated rectifiers, [m, n] → [m, 2n]: each row (max(x, 0) | max(−x, 0)). Balduzzi et al. 2017, section 4.
     * At the kink the derivative is that from the right, (1, 0).
     */
    public Tensor crelu() {
        return Tape.record(new Crelu(this));
    }

    /** Subtracts from each column of [m, n] its mean over the m rows. */
    public Tensor center(Statistics statistics) {
        return Tape.record(new Center(this, statistics));
    }

    /**
     * Normalises each column of [m, n] by the mean and the biased variance of its m rows: (x − μ)/√(σ² + ε).
     * Ioffe and Szegedy 2015, algorithm 1, without gain and shift.
     *
     * @throws IllegalArgumentException if ε is not positive and finite
     */
    public Tensor batchNorm(float epsilon, Statistics statistics) {
        return Tape.record(new BatchNorm(this, epsilon, statistics));
    }

    /** Sum of all elements, a scalar. */
    public Tensor sum() {
        return Tape.record(new Sum(this));
    }

    /** Elements {@code from} (included) to {@code to} (excluded) along one axis. */
    public Tensor slice(int axis, int from, int to) {
        return Tape.record(new Slice(this, axis, from, to));
    }

    /** Joins tensors along one axis; all other dimensions must agree. */
    public static Tensor concatenate(int axis, Tensor... parts) {
        return Tape.record(new Concatenate(axis, parts));
    }

    /** Shape and, of small tensors, the elements. */
    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape) + (data.length <= 16 ? " " + Arrays.toString(data) : "");
    }
}
