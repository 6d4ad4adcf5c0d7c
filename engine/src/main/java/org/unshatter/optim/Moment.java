package org.unshatter.optim;

/**
 * Where a training stands.
 *
 * @param step          the step that comes next, from 0
 * @param stepsPerEpoch steps of an epoch
 * @param total         steps of the whole training
 */
public record Moment(long step, long stepsPerEpoch, long total) {

    /** @throws IllegalArgumentException if an epoch has no steps, or the step is not one of the training's */
    public Moment {
        if (stepsPerEpoch < 1) {
            throw new IllegalArgumentException("stepsPerEpoch is " + stepsPerEpoch + ", expected at least 1");
        }
        if (step < 0 || step >= total) {
            throw new IllegalArgumentException("step is " + step + ", expected at least 0 and less than " + total + ", the steps of the training");
        }
    }

    /** The epoch that the step belongs to, from 0. */
    public long epoch() {
        return step / stepsPerEpoch;
    }

    /** The part of the training that is over: 0 before the first step, and never quite 1. */
    public double progress() {
        return (double) step / total;
    }
}
