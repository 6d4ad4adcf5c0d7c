package org.unshatter.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sees to it that the peer runs its best kernels: OpenBLAS does not know processors younger than itself, and takes kernels with
 * half the vector width for them. Where it did so on a processor with AVX-512, forks are told to use those for Skylake-X.
 * The user's own {@code OPENBLAS_CORETYPE} comes first.
 */
final class OpenBlasCore {
    private static final String FORCED = "SkylakeX";
    private static final List<String> WITH_AVX512 = List.of("skylakex", "cooperlake", "sapphirerapids");
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private OpenBlasCore() {}

    /** The value of {@link OpenBlas#CORE_PROPERTY} for forks; empty if OpenBLAS is absent, chose well, has no choice, or was told. */
    static Optional<String> toForce() {
        return isTooNarrow() && OpenBlas.hasSeveralCores() && !isToldByUser() ? Optional.of(FORCED) : Optional.empty();
    }

    /** What the forks compare with, such as "OpenBLAS 0.3.21 (SkylakeX)"; null if it is absent. */
    static String peer() {
        return OpenBlas.isPresent() ? OpenBlas.name() + " (" + toForce().orElseGet(OpenBlas::core) + ")" : null;
    }

    /** What there is to say about the kernels chosen; empty if OpenBLAS chose well by itself. */
    static Optional<String> remark() {
        if (!isTooNarrow()) {
            return Optional.empty();
        }
        if (toForce().isPresent()) {
            return Optional.of("OpenBLAS took this processor for " + OpenBlas.core() + ", without AVX-512; its " + FORCED
                    + " kernels were forced.");
        }
        return Optional.of("OpenBLAS ran its " + OpenBlas.core() + " kernels, without this processor's AVX-512, because "
                + (isToldByUser() ? OpenBlas.CORE_VARIABLE + " is set" : "it was built for those alone") + ": this is not the tuned peer.");
    }

    /**
     * Called in forks.
     *
     * @throws IllegalStateException if other kernels are in use than were to be forced
     */
    static void checkForced() {
        String forced = System.getProperty(OpenBlas.CORE_PROPERTY);
        if (forced != null && !OpenBlas.core().equalsIgnoreCase(forced)) {
            throw new IllegalStateException("OpenBLAS was to use its " + forced + " kernels but uses those for " + OpenBlas.core()
                    + "; " + OpenBlas.CORE_VARIABLE + " in the environment settles which");
        }
    }

    private static boolean isToldByUser() {
        return System.getenv(OpenBlas.CORE_VARIABLE) != null;
    }

    private static boolean isTooNarrow() {
        return OpenBlas.isPresent() && !WITH_AVX512.contains(OpenBlas.core().toLowerCase(Locale.ROOT)) && processorHasAvx512();
    }

    private static boolean processorHasAvx512() {
        try {
            return Files.readString(PROCESSOR, StandardCharsets.ISO_8859_1).contains(" avx512f");
        } catch (IOException e) { // not Linux
            return false;
        }
    }
}
