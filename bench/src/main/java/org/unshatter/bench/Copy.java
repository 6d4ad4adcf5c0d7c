package org.unshatter.bench;

import org.unshatter.kernels.Workers;

/** A copy as fast as the machine allows: the JDK's own, one part for each thread. */
final class Copy {
    private Copy() {}

    /** {@code to} ← {@code from}, of the same length. */
    static void run(float[] from, float[] to) {
        int parts = Workers.threads();
        Workers.run(parts, part -> {
            int start = (int) ((long) from.length * part / parts);
            int end = (int) ((long) from.length * (part + 1) / parts);
            System.arraycopy(from, start, to, start, end - start);
        });
    }
}
