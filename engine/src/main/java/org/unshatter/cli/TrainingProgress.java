package org.unshatter.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.TrainingListener;

/** How far a training is, on stderr: a bar on a terminal, else a plain line now and then; and a line for each epoch on stdout. */
final class TrainingProgress implements TrainingListener {

    private static final int BAR = 20;
    private static final long PLAIN_INTERVAL = 30_000_000_000L;
    private static final long BAR_INTERVAL = 200_000_000L;

    /** A training step takes about three times the operations of a forward pass: one pass, and two products of the same size back. */
    private static final int PASSES = 3;

    private final PrintStream out = System.err;
    private final boolean terminal;
    private final long flops;
    private long lastShown = System.nanoTime();
    private int width;

    /** @param flops of a forward pass of one image */
    TrainingProgress(long flops) {
        this.flops = flops;
        Console console = System.console();
        terminal = console != null && console.isTerminal();
    }

    @Override
    public void stepDone(RunningEpoch epoch) {
        long now = System.nanoTime();
        if (now - lastShown < (terminal ? BAR_INTERVAL : PLAIN_INTERVAL)) {
            return;
        }
        lastShown = now;
        String text = String.format(Locale.ROOT, "epoch %d/%d  %d/%d  loss %.4f  accuracy %.2f %%  %.0f images/s  %.1f GFLOP/s  %s left", epoch.epoch() + 1, epoch.epochs(),
                epoch.batch(), epoch.batches(), epoch.loss(), 100 * epoch.accuracy(), epoch.imagesPerSecond(), epoch.imagesPerSecond() * PASSES * flops / 1e9,
                time(epoch.secondsLeft()));
        if (terminal) {
            int full = (int) ((long) BAR * epoch.batch() / epoch.batches());
            String line = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + text;
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else {
            out.println(text);
        }
        out.flush();
    }

    @Override
    public void epochDone(EpochMetrics metrics) {
        clear();
        System.out.printf(Locale.ROOT, "epoch %d: loss %.4f, accuracy %.2f %%; validation loss %.4f, accuracy %.2f %%; rate %.3g; %.1f s, %.0f images/s, %.1f GFLOP/s%n",
                metrics.epoch() + 1, metrics.trainingLoss(), 100 * metrics.trainingAccuracy(), metrics.validationLoss(), 100 * metrics.validationAccuracy(), metrics.rate(),
                metrics.seconds(), metrics.imagesPerSecond(), metrics.imagesPerSecond() * PASSES * flops / 1e9);
    }

    @Override
    public void notice(String message) {
        clear();
        out.println("unshatter: " + message);
    }

    private void clear() {
        if (width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            out.flush();
            width = 0;
        }
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return String.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
