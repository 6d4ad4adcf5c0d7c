package org.unshatter.safetensors;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Types of a safetensors file's elements, which are little-endian. Those of 8 bits and fewer for floating-point numbers (F8_E4M3, …) are not supported. */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL(1),
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of a binary32. */
    BF16(2),
    U32(4),
    I32(4),
    F32(4),
    U64(8),
    I64(8),
    F64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /** The type of a name, null for none. */
    static DType named(Object name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findAny().orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(DType::name).collect(Collectors.joining(", "));
    }

    /**
     * Bytes of a tensor with this type of elements.
     *
     * @throws ArithmeticException if a long does not hold them
     */
    long bytes(long[] shape) {
        long size = bytes;
        for (long extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }
}
