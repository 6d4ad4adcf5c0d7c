package org.unshatter.cli;

import java.util.Locale;
import org.unshatter.paper.Progress;

/** How far a stage is, with rate and time left; and a line for each that has ended. */
final class ProgressPrinter implements Progress {

    private static final int PLAIN_SECONDS = 5;

    private final StatusLine status = new StatusLine(PLAIN_SECONDS);
    private String stage;
    private int steps;
    private int done;
    private long start;

    @Override
    public synchronized void begin(String stage, int steps) {
        this.stage = stage;
        this.steps = steps;
        done = 0;
        start = System.nanoTime();
    }

    @Override
    public synchronized void step() {
        done++;
        if (status.due()) {
            double rate = done / seconds();
            status.show(done, steps, String.format(Locale.ROOT, "%-9s %d of %d, %.1f/s, %.0f s left", stage, done, steps, rate, (steps - done) / rate));
        }
    }

    @Override
    public synchronized void end() {
        status.say(String.format(Locale.ROOT, "%-9s %d of %d in %.1f s", stage, done, steps, seconds()));
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
