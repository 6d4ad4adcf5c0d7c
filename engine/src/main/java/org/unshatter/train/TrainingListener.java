package org.unshatter.train;

/** Hears how far a training has come, in its thread. What it throws ends the training as a crash would: it can be resumed. */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {
    };

    /** A step has been made. */
    default void stepDone(RunningEpoch epoch) {
    }

    /** An epoch has ended, and its checkpoint is written. */
    default void epochDone(EpochMetrics metrics) {
    }

    /** Something that whoever started the training should know, such as a damaged checkpoint that was passed over. */
    default void notice(String message) {
    }
}
