package org.unshatter.bench;

import java.util.Optional;

/** A case with its operands, ready to run. */
interface Workload {
    /** One call of our kernel. */
    Runnable ours();

    /** One call of what is measured beside it, on operands of the same values; empty if there is none. */
    Optional<Runnable> rival();

    /**
     * Runs each once more on fresh operands, as hot as it is after measuring, and compares the results with double precision.
     *
     * @throws IllegalStateException if one is wrong; the case then fails, for the speed of a wrong result is worth nothing
     */
    void check();
}
