package org.unshatter.autodiff;

/**
 * Where random masks come from: a mask is a pure function of its seed, of the step, and of the index. So a checkpoint that is computed again meets the same mask,
 * and any number of threads give the same bits. Each dropout needs a seed of its own: {@link #split}.
 */
public final class Seed {

    private static final class Step {
        private long number;
    }

    private final long value;
    private final Step step;

    private Seed(long value, Step step) {
        this.value = value;
        this.step = step;
    }

    /** A seed at step 0. */
    public static Seed of(long value) {
        return new Seed(mix(value + 0x9E3779B97F4A7C15L), new Step());
    }

    /** Another seed, that goes on with the steps of this one. */
    public Seed split(int index) {
        return new Seed(mix(value + 0x9E3779B97F4A7C15L * (index + 1L)), step);
    }

    /**
     * Goes on to the next step: from now on all masks of this seed and of those split from it are others.
     *
     * @throws IllegalStateException within a captured function
     */
    public void advance() {
        Trace.requireNone("advance of a seed");
        step.number++;
    }

    /** The step, to be saved with a checkpoint on disk. */
    public long step() {
        return step.number;
    }

    /**
     * Goes to a step, as after reading a checkpoint.
     *
     * @throws IllegalStateException within a captured function
     */
    public void step(long number) {
        Trace.requireNone("setting the step of a seed");
        step.number = number;
    }

    /** 32 random bits for an index at the present step. */
    long base() {
        return mix(value ^ mix(step.number));
    }

    /** The finaliser of SplitMix64; source: Steele, Lea and Flood 2014, figure 16, constants of variant 13 by Stafford. */
    static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
