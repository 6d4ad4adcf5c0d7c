package org.unshatter.cli;

import java.util.Locale;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.TrainingListener;

/** How far a training is, and a line for each epoch on stdout. */
final class TrainingProgress implements TrainingListener {

    private static final int PLAIN_SECONDS = 30;

    /** A training step takes about three times the operations of a forward pass: one pass, and two products of the same size back. */
    private static final int PASSES = 3;

    private final StatusLine status = new StatusLine(PLAIN_SECONDS);
    private final long flops;

    /** @param flops of a forward pass of one image */
    TrainingProgress(long flops) {
        this.flops = flops;
    }

    @Override
    public void stepDone(RunningEpoch epoch) {
        if (status.due()) {
            status.show(epoch.batch(), epoch.batches(), String.format(Locale.ROOT,
                    "epoch %d/%d  %d/%d  loss %.4f  accuracy %.2f %%  %.0f images/s  %.1f GFLOP/s  %s left", epoch.epoch() + 1, epoch.epochs(),
                    epoch.batch(), epoch.batches(), epoch.loss(), 100 * epoch.accuracy(), epoch.imagesPerSecond(), epoch.imagesPerSecond() * PASSES * flops / 1e9,
                    time(epoch.secondsLeft())));
        }
    }

    @Override
    public void epochDone(EpochMetrics metrics) {
        status.clear();
        System.out.printf(Locale.ROOT, "epoch %d: loss %.4f, accuracy %.2f %%; validation loss %.4f, accuracy %.2f %%; rate %.3g; %.1f s, %.0f images/s, %.1f GFLOP/s%n",
                metrics.epoch() + 1, metrics.trainingLoss(), 100 * metrics.trainingAccuracy(), metrics.validationLoss(), 100 * metrics.validationAccuracy(), metrics.rate(),
                metrics.seconds(), metrics.imagesPerSecond(), metrics.imagesPerSecond() * PASSES * flops / 1e9);
    }

    @Override
    public void notice(String message) {
        status.say("unshatter: " + message);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
