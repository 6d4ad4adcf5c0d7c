package org.unshatter.safetensors;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** What the bytes of each type mean. */
final class Values {

    private Values() {
    }

    static boolean isFloating(DType type) {
        return type == DType.F64 || fitsFloat(type);
    }

    private static boolean fitsFloat(DType type) {
        return type == DType.F32 || type == DType.F16 || type == DType.BF16;
    }

    /** The dimensions of a tensor of floats, which must hold the elements exactly. */
    static int[] dims(String thing, DType type, long[] shape) {
        if (!fitsFloat(type)) {
            throw wrongAccessor(thing, type, shape, "F32, F16 or BF16");
        }
        if (Arrays.stream(shape).anyMatch(extent -> extent > Integer.MAX_VALUE)) { // of an empty one
            throw new IllegalStateException(thing + " has shape " + Arrays.toString(shape) + ", expected dimensions below 2³¹ for a tensor");
        }
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }

    static IllegalStateException wrongAccessor(String thing, DType type, long[] shape, String expected) {
        String accessor = type == DType.F64 ? "doubles()" : isFloating(type) ? "tensor() or doubles()" : "longs()";
        return new IllegalStateException(thing + " of shape " + Arrays.toString(shape) + " has dtype " + type + ", expected " + expected
                + "; " + accessor + " reads it exactly");
    }

    /** All remaining elements of F32, F16 or BF16. */
    static void floats(DType type, ByteBuffer bytes, float[] into, int at) {
        if (type == DType.F32) {
            bytes.asFloatBuffer().get(into, at, bytes.remaining() / Float.BYTES);
            return;
        }
        ShortBuffer shorts = bytes.asShortBuffer();
        int count = shorts.remaining();
        for (int i = 0; i < count; i++) {
            into[at + i] = type == DType.F16 ? Float.float16ToFloat(shorts.get(i)) : Float.intBitsToFloat(shorts.get(i) << 16);
        }
    }

    /** All elements of a whole type or of BOOL. */
    static long[] longs(DType type, ByteBuffer bytes, int elements) {
        long[] values = new long[elements];
        for (int i = 0; i < elements; i++) {
            int at = i * type.bytes();
            values[i] = switch (type) {
                case BOOL, U8 -> bytes.get(at) & 0xFF;
                case I8 -> bytes.get(at);
                case U16 -> bytes.getShort(at) & 0xFFFF;
                case I16 -> bytes.getShort(at);
                case U32 -> bytes.getInt(at) & 0xFFFF_FFFFL;
                case I32 -> bytes.getInt(at);
                case U64, I64 -> bytes.getLong(at);
                case F16, BF16, F32, F64 -> throw new AssertionError(type);
            };
            if (type == DType.U64 && values[i] < 0) {
                throw new IllegalStateException("element " + i + " of dtype U64 is " + Long.toUnsignedString(values[i]) + ", expected less than 2⁶³");
            }
            if (type == DType.BOOL && values[i] > 1) {
                throw new IllegalStateException("element " + i + " of dtype BOOL is " + values[i] + ", expected 0 or 1");
            }
        }
        return values;
    }
}
