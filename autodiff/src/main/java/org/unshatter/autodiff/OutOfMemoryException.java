package org.unshatter.autodiff;

/** What was refused because it would not fit, before its memory was taken; of a captured step, before anything was computed. */
public final class OutOfMemoryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** What -Xmx takes is counted in these. */
    private static final long MEBIBYTE = 1 << 20;

    private final long needed;
    private final long available;

    private OutOfMemoryException(String message, long needed, long available) {
        super(message);
        this.needed = needed;
        this.available = available;
    }

    /** @param otherwise what helps besides a larger heap; empty for nothing */
    static OutOfMemoryException ofHeap(String what, long needed, String otherwise) {
        long available = Memory.left();
        boolean inPieces = needed <= available;
        // what is in use and what is asked for, and an eighth for what else there will be
        long enough = Math.ceilDiv(inPieces ? 2 * Memory.most() : (Memory.most() - available + needed) / 8 * 9, MEBIBYTE);
        return new OutOfMemoryException(what + " needs " + Memory.text(needed) + (inPieces ? " in one piece, which is not there in the " : ", expected at most the ")
                + Memory.text(available) + " that are left of the " + Memory.text(Memory.most()) + " that the JVM may use: give it more, for example -Xmx"
                + (enough < 1024 ? enough + "m" : Math.ceilDiv(enough, 1024) + "g") + (otherwise.isEmpty() ? "" : "; or " + otherwise), needed, available);
    }

    /** Of one array that no heap has. */
    static OutOfMemoryException ofArray(String what, long needed, String otherwise) {
        return new OutOfMemoryException(what + " needs " + Memory.text(needed) + ", expected at most " + Memory.text((long) Memory.LONGEST * Float.BYTES)
                + ", the longest array" + (otherwise.isEmpty() ? "" : ": " + otherwise), needed, Memory.left());
    }

    /** Bytes that are needed. */
    public long needed() {
        return needed;
    }

    /** Bytes that were left. */
    public long available() {
        return available;
    }
}
