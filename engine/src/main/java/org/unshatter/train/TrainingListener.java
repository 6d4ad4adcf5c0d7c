package org.unshatter.train;

import java.io.IOException;
import org.unshatter.nn.Network;

/** Hears how far a training has come, in its thread. What it throws ends the training as a crash would: it can be resumed. */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {
    };

    /** A step has been made. */
    default void stepDone(RunningEpoch epoch) {
    }

    /**
     * An epoch's last step has been made and validated; its checkpoint is not yet written, so that what is made of the net here is made again, and before
     * training goes on, wherever it is interrupted.
     *
     * @param network during this call as it is now, later as training has changed it
     * @throws IOException if what it makes of the net cannot be written; the training ends, and can be resumed
     */
    default void epochTrained(EpochMetrics metrics, Network network) throws IOException {
    }

    /**
     * An epoch has ended, and its checkpoint is written.
     *
     * @throws IOException likewise
     */
    default void epochDone(EpochMetrics metrics) throws IOException {
    }

    /** Something that whoever started the training should know, such as a damaged checkpoint that was passed over. */
    default void notice(String message) {
    }
}
