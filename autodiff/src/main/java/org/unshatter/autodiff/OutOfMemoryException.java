package org.unshatter.autodiff;

import java.util.Locale;

/** A step that was refused before anything was computed, because it would not fit. */
public final class OutOfMemoryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final long needed;
    private final long available;

    OutOfMemoryException(long needed, long available) {
        super(String.format(Locale.ROOT, "the step needs %.1f MB for what it computes, expected at most the %.1f MB that are left: raise -Xmx, take smaller batches, "
                + "or use Tape.checkpoint", needed / 1e6, available / 1e6));
        this.needed = needed;
        this.available = available;
    }

    /** Bytes that the step needs. */
    public long needed() {
        return needed;
    }

    /** Bytes that were left. */
    public long available() {
        return available;
    }
}
