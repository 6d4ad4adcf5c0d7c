package org.unshatter.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.unshatter.autodiff.Tensor;

/**
 * A tensor in a safetensors file: type and shape of its elements and their bytes, row-major and little-endian, at most 2³¹ − 9 of them.
 *
 * <p>The factories copy, so an entry does not change when a training goes on. The accessors read the types that they can give exactly:
 * {@link #tensor} F32, F16 and BF16; {@link #doubles} these and F64; {@link #longs} whole numbers and BOOL; {@link #bytes()} U8, I8 and BOOL.
 * Of any other type they throw {@link IllegalStateException}, for nothing is rounded unasked; {@link #data} gives the bytes of all.
 */
public final class Entry {

    /** The JVM's longest array. */
    static final int LONGEST = Integer.MAX_VALUE - 8;

    private final DType type;
    private final long[] shape;
    private final Supplier<ByteBuffer> data;

    private Entry(DType type, long[] shape, Supplier<ByteBuffer> data) {
        this.type = Objects.requireNonNull(type, "type");
        this.shape = shape.clone();
        this.data = Objects.requireNonNull(data, "data");
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("shape is " + Arrays.toString(shape) + ", expected no negative dimension");
            }
        }
        long size;
        try {
            size = type.bytes(shape);
        } catch (ArithmeticException e) {
            size = Long.MAX_VALUE;
        }
        if (size > LONGEST) {
            throw new IllegalArgumentException("an entry of dtype " + type + " has shape " + Arrays.toString(shape) + ", expected at most " + LONGEST + " bytes");
        }
    }

    /**
     * An entry around the remaining bytes of a buffer, which are not copied.
     *
     * @throws IllegalArgumentException if they are not as many as type and shape say
     */
    public static Entry of(DType type, long[] shape, ByteBuffer data) {
        ByteBuffer view = data.asReadOnlyBuffer();
        Entry entry = new Entry(type, shape, () -> view);
        entry.requireSize(view);
        return entry;
    }

    /**
     * An entry whose bytes are made each time they are needed, so that not all entries of a large file need be in memory at once.
     *
     * @param data gives a buffer with as many remaining bytes as type and shape say; else {@link #data} throws IllegalArgumentException
     */
    public static Entry supplied(DType type, long[] shape, Supplier<ByteBuffer> data) {
        return new Entry(type, shape, data);
    }

    /** F32 of a tensor's elements as they are now, in its shape; of one on a tape too. */
    public static Entry of(Tensor tensor) {
        return of(tensor.toArray(), Arrays.stream(tensor.shape()).asLongStream().toArray());
    }

    /** F32 of a tensor's elements as they are each time they are needed, in its shape: nothing is copied until then. */
    public static Entry later(Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return supplied(DType.F32, shape, () -> of(tensor).data());
    }

    /** F32; without a shape, a scalar. */
    public static Entry of(float[] values, long... shape) {
        ByteBuffer data = room(DType.F32, values.length);
        data.asFloatBuffer().put(values);
        return of(DType.F32, shape, data);
    }

    /** F64; without a shape, a scalar. */
    public static Entry of(double[] values, long... shape) {
        ByteBuffer data = room(DType.F64, values.length);
        data.asDoubleBuffer().put(values);
        return of(DType.F64, shape, data);
    }

    /** I64; without a shape, a scalar. */
    public static Entry of(long[] values, long... shape) {
        ByteBuffer data = room(DType.I64, values.length);
        data.asLongBuffer().put(values);
        return of(DType.I64, shape, data);
    }

    /** U8 of shape [length]. */
    public static Entry bytes(byte[] values) {
        return of(DType.U8, new long[] {values.length}, ByteBuffer.wrap(values.clone()));
    }

    private static ByteBuffer room(DType type, int elements) {
        long bytes = (long) elements * type.bytes();
        if (bytes > LONGEST) {
            throw new IllegalArgumentException(elements + " elements of dtype " + type + " are " + bytes + " bytes, expected at most " + LONGEST);
        }
        return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Type of the elements. */
    public DType type() {
        return type;
    }

    /** Extents of the dimensions, a copy. */
    public long[] shape() {
        return shape.clone();
    }

    /** Size of the data in bytes. */
    public int size() {
        return (int) type.bytes(shape);
    }

    /**
     * The bytes: a read-only view of its own position, little-endian.
     *
     * @throws IllegalArgumentException if a supplier gave more or less than {@link #size} bytes
     */
    public ByteBuffer data() {
        ByteBuffer bytes = data.get();
        requireSize(bytes);
        return bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireSize(ByteBuffer bytes) {
        if (bytes.remaining() != size()) {
            throw new IllegalArgumentException("data has " + bytes.remaining() + " bytes, expected " + size() + " for dtype " + type
                    + " and shape " + Arrays.toString(shape));
        }
    }

    /** A free tensor of the elements of F32, F16 or BF16, each exactly. */
    public Tensor tensor() {
        int[] dims = Values.dims("an entry", type, shape);
        float[] values = new float[elements()];
        Values.floats(type, data(), values, 0);
        return Tensor.of(values, dims);
    }

    /** The elements of F64, F32, F16 or BF16, each exactly. */
    public double[] doubles() {
        require(Values.isFloating(type), "F64, F32, F16 or BF16");
        double[] values = new double[elements()];
        if (type == DType.F64) {
            data().asDoubleBuffer().get(values);
        } else {
            float[] floats = new float[values.length];
            Values.floats(type, data(), floats, 0);
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[i];
            }
        }
        return values;
    }

    /**
     * The elements of whole types, and of BOOL as 0 and 1.
     *
     * @throws IllegalStateException if one of U64 is 2⁶³ or more or one of BOOL neither 0 nor 1, too
     */
    public long[] longs() {
        require(!Values.isFloating(type), "I64, I32, I16, I8, U64, U32, U16, U8 or BOOL");
        return Values.longs(type, data(), elements());
    }

    /** The elements of U8, I8 or BOOL, as they are stored. */
    public byte[] bytes() {
        require(type.bytes() == 1, "U8, I8 or BOOL");
        byte[] values = new byte[elements()];
        data().get(values);
        return values;
    }

    private void require(boolean condition, String expected) {
        if (!condition) {
            throw Values.wrongAccessor("an entry", type, shape, expected);
        }
    }

    private int elements() {
        return size() / type.bytes();
    }

    @Override
    public String toString() {
        return "Entry " + type + Arrays.toString(shape);
    }
}
