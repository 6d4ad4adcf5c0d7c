package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The operations of a step that is being captured, in order. While a thread has one, nothing is computed on it. */
final class Trace {

    private static final ThreadLocal<Trace> CURRENT = new ThreadLocal<>();

    private final List<Operation> operations = new ArrayList<>();
    /** Tapes that operations of this trace are on, with the number that each had before: afterwards those of the trace have no elements to go back through. */
    private final Map<Tape, Integer> tapes = new IdentityHashMap<>();

    private Trace() {
    }

    /** The trace that this thread is recording, or null. */
    static Trace current() {
        return CURRENT.get();
    }

    /** What the work would compute. */
    static List<Operation> record(Runnable work) {
        requireNone();
        Trace trace = new Trace();
        CURRENT.set(trace);
        try {
            work.run();
        } finally {
            CURRENT.remove();
            trace.tapes.forEach(Tape::cut);
        }
        return trace.operations;
    }

    static void requireNone() {
        if (current() != null) {
            throw new IllegalStateException("a capture within a capture, expected the inner function to be called as it is");
        }
    }

    /** @param what changes something at once, and so once and for all where a function is captured */
    static void requireNone(String what) {
        if (current() != null) {
            throw new IllegalStateException(what + " within a captured function would happen once, while it is recorded, and in no run; expected between runs");
        }
    }

    void uses(Tape tape, int size) {
        tapes.putIfAbsent(tape, size);
    }

    void add(Operation operation) {
        operations.add(operation);
    }
}
