package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Images;

/**
 * Dimensions of a tensor and the layout of its elements: row-major, or that of {@link Images}, which convolutions want.
 *
 * @param dims   sizes along the axes; not to be changed
 * @param images the layout of a batch of images [batch, channels, height, width]; null for row-major
 */
record Shape(int[] dims, Images images) {

    static Shape of(int... dims) {
        for (int extent : dims) {
            if (extent < 0) {
                throw new IllegalArgumentException("shape is " + Arrays.toString(dims) + ", expected no negative dimension");
            }
        }
        return new Shape(dims.clone(), null);
    }

    static Shape of(Images images) {
        return new Shape(new int[] {images.batch(), images.channels(), images.height(), images.width()}, images);
    }

    int rank() {
        return dims.length;
    }

    /** Number of elements; where it is more than a long holds, that. */
    long size() {
        long size = 1;
        for (int extent : dims) {
            size = extent > 0 && size > Long.MAX_VALUE / extent ? Long.MAX_VALUE : size * extent;
        }
        return size;
    }

    /** Length of the array that holds them, the idle lanes of images included. */
    int length() {
        if (images != null) {
            return images.length();
        }
        long size = size();
        if (size > Memory.LONGEST) {
            throw new IllegalArgumentException("shape is " + this + ", expected fewer than 2³¹ elements");
        }
        return (int) size;
    }

    /**
     * An array for them.
     *
     * @throws OutOfMemoryException if it does not fit into what is left of the heap
     */
    float[] array() {
        return Memory.floats(length(), () -> "a tensor of shape " + this);
    }

    /** The same with another extent along one axis. */
    Shape with(int axis, int extent) {
        int[] changed = dims.clone();
        changed[axis] = extent;
        return images == null ? of(changed) : of(new Images(changed[0], changed[1], changed[2], changed[3]));
    }

    boolean sameDims(Shape other) {
        return Arrays.equals(dims, other.dims);
    }

    boolean same(Shape other) {
        return sameDims(other) && (images == null) == (other.images == null);
    }

    /**
     * How the array looks along an axis: [outer, length, inner], row-major.
     *
     * @param inner elements per step along the axis
     */
    record Along(int outer, int length, int inner) {
        int run() {
            return length * inner;
        }
    }

    /** Of images, along any axis but the batch. */
    Along along(int axis) {
        long outer = axis > 0 && images != null ? Math.ceilDiv(images.batch(), Images.LANES) : 1;
        for (int d = images == null ? 0 : 1; d < axis; d++) {
            outer *= dims[d];
        }
        long inner = images == null ? 1 : Images.LANES;
        for (int d = axis + 1; d < dims.length; d++) {
            inner *= dims[d];
        }
        return new Along((int) outer, dims[axis], (int) inner);
    }

    static void require(boolean condition, String operation, String expected, Tensor... inputs) {
        if (!condition) {
            String shapes = String.join(" and ", Arrays.stream(inputs).map(t -> t.layout().toString()).toList());
            throw new IllegalArgumentException(operation + ": shape " + shapes + ", expected " + expected);
        }
    }

    /** An extent of a result. */
    static int extent(String operation, long extent, Tensor... inputs) {
        require(extent <= Integer.MAX_VALUE, operation, "a result of less than 2³¹ along an axis, not " + extent, inputs);
        return (int) extent;
    }

    static void requireRank(int rank, String operation, Tensor x) {
        require(x.rank() == rank, operation, rank == 2 ? "a matrix" : "rank " + rank, x);
    }

    static void requireSame(String operation, Tensor x, Tensor y) {
        require(x.layout().sameDims(y.layout()), operation, "equal shapes", x, y);
    }

    /** Vectors of one number for each feature, axis 1 of x. */
    static void requireFeatures(String operation, String what, Tensor x, Tensor... vectors) {
        for (Tensor vector : vectors) {
            require(vector.rank() == 1 && vector.dim(0) == x.dim(1), operation, what + " for each feature", x, vector);
        }
    }

    static int requireAxis(String operation, int axis, Tensor x) {
        require(axis >= 0 && axis < x.rank(), operation, "a rank above the axis " + axis, x);
        return axis;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && same(shape);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
