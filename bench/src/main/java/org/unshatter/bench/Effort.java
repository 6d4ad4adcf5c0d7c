package org.unshatter.bench;

/**
 * How much time goes into a case.
 *
 * @param forks        JVMs, one after the other: in each, arrays lie elsewhere and the compiler decides anew
 * @param warmUpTurns  turns before the measurement, of ours and of the rival each
 * @param turns        turns measured, of each
 * @param milliseconds length of a turn
 */
record Effort(int forks, int warmUpTurns, int turns, int milliseconds) {
    static final Effort MEASUREMENT = new Effort(3, 4, 4, 250);
    static final Effort LOOK = new Effort(1, 2, 2, 250);
    static final Effort SWEEP = new Effort(2, 4, 4, 120);
    static final Effort SWEEP_LOOK = new Effort(1, 2, 2, 80);
    /** The scalar kernels are slow and steady. */
    static final Effort SWEEP_SCALAR = new Effort(1, 2, 2, 100);

    /** To start a JVM, make the operands, call until all is compiled, and check the result. */
    private static final double SECONDS_AROUND = 2.5;

    /** To come to rest before a turn. */
    private static final int MILLISECONDS_BETWEEN = 50;

    /** About how long a case takes. */
    double seconds(boolean hasRival) {
        return forks * (SECONDS_AROUND + (warmUpTurns + turns) * (hasRival ? 2 : 1) * (milliseconds + MILLISECONDS_BETWEEN) / 1000.0);
    }
}
