package org.unshatter.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * OpenBLAS, the peer of the matrix product, called through the foreign-function API.
 *
 * <p>The system property {@code unshatter.openblas} names the library or its file; the default is what Debian installs.
 * The property {@value #CORE_PROPERTY} forces kernels, see {@link OpenBlasCore}. A library is looked for when this class is first
 * used, and not again.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class OpenBlas {
    static final String LIBRARY = System.getProperty("unshatter.openblas", "libopenblas.so.0");
    static final String HOW_TO_GET_IT = "apt-get install libopenblas0-pthread";
    /** What forks are told to set in their environment before the library, which reads it once, is loaded. */
    static final String CORE_PROPERTY = "unshatter.openblasCore";
    static final String CORE_VARIABLE = "OPENBLAS_CORETYPE";

    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;
    /** More than the library's descriptions of itself take. */
    private static final int LONGEST_TEXT = 1000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup FOUND = load();
    private static final MethodHandle SGEMM = handle("cblas_sgemm", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
    private static final MethodHandle SET_THREADS = handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
    private static final MethodHandle CORE_NAME = handle("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle CONFIGURATION = handle("openblas_get_config", FunctionDescriptor.of(ADDRESS));

    private OpenBlas() {}

    /** Whether the library is there, with all that is needed of it; if not, no other method may be called. */
    static boolean isPresent() {
        return SGEMM != null && SET_THREADS != null && CORE_NAME != null && CONFIGURATION != null;
    }

    /** C ← op(A)·op(B), row-major. */
    static void sgemm(boolean ta, boolean tb, int m, int n, int k, MemorySegment a, int lda, MemorySegment b, int ldb,
                      MemorySegment c, int ldc) {
        try {
            SGEMM.invokeExact(ROW_MAJOR, ta ? TRANSPOSE : NO_TRANSPOSE, tb ? TRANSPOSE : NO_TRANSPOSE, m, n, k,
                    1f, a, lda, b, ldb, 0f, c, ldc);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    static void setThreads(int threads) {
        try {
            SET_THREADS.invokeExact(threads);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /** The processor whose kernels are in use, by OpenBLAS's name for it. */
    static String core() {
        return text(CORE_NAME);
    }

    /** Name and version, such as "OpenBLAS 0.3.21". */
    static String name() {
        String[] words = text(CONFIGURATION).split(" ");
        return words.length > 1 && words[0].equals("OpenBLAS") ? words[0] + " " + words[1] : "OpenBLAS";
    }

    /** Whether the library holds kernels for several processors and chooses among them. */
    static boolean hasSeveralCores() {
        return text(CONFIGURATION).contains("DYNAMIC_ARCH");
    }

    private static String text(MethodHandle call) {
        try {
            return ((MemorySegment) call.invokeExact()).reinterpret(LONGEST_TEXT).getString(0);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    private static SymbolLookup load() {
        String core = System.getProperty(CORE_PROPERTY);
        if (core != null) {
            setEnvironment(CORE_VARIABLE, core);
        }
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) { // there is none
            return null;
        }
    }

    /** Java has no call for this, and JMH none to give forks an environment. What the user has set stays. */
    private static void setEnvironment(String name, String value) {
        MethodHandle setenv = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        return FOUND == null ? null : FOUND.find(name).map(address -> LINKER.downcallHandle(address, type)).orElse(null);
    }

    private static IllegalStateException failed(Throwable t) {
        return new IllegalStateException("a native call failed: " + t, t);
    }
}
