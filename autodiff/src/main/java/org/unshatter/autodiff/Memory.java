package org.unshatter.autodiff;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * The heap, and what fits into it. Whatever makes arrays whose size somebody chose asks here, so that too much is refused with one line that has both
 * figures and the way out, before the memory is taken.
 */
public final class Memory {

    /** Elements of the JVM's longest array. */
    static final int LONGEST = Integer.MAX_VALUE - 8;

    private Memory() {
    }

    /** Bytes of the largest heap that the JVM may have, {@code -Xmx}. */
    public static long most() {
        return Runtime.getRuntime().maxMemory();
    }

    /** Bytes of it that are not in use; garbage that has not been collected yet is. */
    public static long left() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /**
     * Refuses several arrays that would not fit together.
     *
     * @param bytes that they take
     * @param what  they are, for people
     * @throws OutOfMemoryException if there is less left, after garbage is collected
     */
    public static void require(long bytes, String what) {
        if (bytes > left()) {
            System.gc();
            if (bytes > left()) {
                throw OutOfMemoryException.ofHeap(what, bytes, "");
            }
        }
    }

    /**
     * An array.
     *
     * @param what it is for, for people
     * @throws OutOfMemoryException if it is longer than an array can be, or than what is left
     */
    public static float[] floats(long length, Supplier<String> what) {
        return floats(length, what, "");
    }

    /** @param otherwise what helps besides a larger heap; empty for nothing */
    static float[] floats(long length, Supplier<String> what, String otherwise) {
        long bytes = length > Long.MAX_VALUE / Float.BYTES ? Long.MAX_VALUE : length * Float.BYTES;
        if (length > LONGEST) {
            throw OutOfMemoryException.ofArray(what.get(), bytes, otherwise);
        }
        if (bytes <= most()) {
            try {
                return new float[(int) length];
            } catch (OutOfMemoryError e) { // only the collector knows what is left in one piece, and it has tried
            }
        }
        throw OutOfMemoryException.ofHeap(what.get(), bytes, otherwise);
    }

    /** Such as "33.6 MB" and "7.92 GB", 10⁶ and 10⁹ bytes. */
    public static String text(long bytes) {
        return bytes < 1e9 ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6) : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
