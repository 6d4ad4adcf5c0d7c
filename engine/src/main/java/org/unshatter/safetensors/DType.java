package org.unshatter.safetensors;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Types of a safetensors file's elements, which are little-endian. Those of 8 bits and fewer for floating-point numbers (F8_E4M3, …) are not supported. */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL(1),
    /** One byte, 0 to 255. */
    U8(1),
    /** One byte, −128 to 127. */
    I8(1),
    /** 0 to 2¹⁶ − 1. */
    U16(2),
    /** −2¹⁵ to 2¹⁵ − 1, a short. */
    I16(2),
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of a binary32. */
    BF16(2),
    /** 0 to 2³² − 1. */
    U32(4),
    /** −2³¹ to 2³¹ − 1, an int. */
    I32(4),
    /** IEEE 754 binary32, a float. */
    F32(4),
    /** 0 to 2⁶⁴ − 1. */
    U64(8),
    /** −2⁶³ to 2⁶³ − 1, a long. */
    I64(8),
    /** IEEE 754 binary64, a double. */
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
