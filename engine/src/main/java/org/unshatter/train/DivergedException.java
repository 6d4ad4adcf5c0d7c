package org.unshatter.train;

/** A loss or a gradient that is not finite: training has stopped before a step was made of it. The message says where, counted from 1, and what is the first cause. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int epoch;
    private final int batch;
    private final long step;
    private final double rate;
    private final double loss;
    private final String first;

    DivergedException(int epoch, int batch, long step, double rate, double loss, String first) {
        super("training diverged at step " + (step + 1) + ", batch " + (batch + 1) + " of epoch " + (epoch + 1) + ", with learning rate " + rate + ": the loss is " + loss
                + "; not finite is first " + first);
        this.epoch = epoch;
        this.batch = batch;
        this.step = step;
        this.rate = rate;
        this.loss = loss;
        this.first = first;
    }

    /** Counted from 0. */
    public int epoch() {
        return epoch;
    }

    /** Counted from 0 within the epoch. */
    public int batch() {
        return batch;
    }

    /** Steps that had been made. */
    public long step() {
        return step;
    }

    /** The learning rate that the step would have had. */
    public double rate() {
        return rate;
    }

    /** Finite if only the gradient was not. */
    public double loss() {
        return loss;
    }

    /** What is not finite first in the order of computation, such as "the output of layer3.dense (12 of 640 numbers, the first NaN)". */
    public String first() {
        return first;
    }
}
