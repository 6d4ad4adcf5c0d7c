package org.unshatter.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import org.unshatter.paper.Progress;

/** Progress on stderr: a bar with rate and time left on a terminal, else a plain line now and then. */
final class ProgressPrinter implements Progress {

    private static final int BAR = 30;
    private static final long PLAIN_INTERVAL = 5_000_000_000L;
    private static final long BAR_INTERVAL = 100_000_000L;

    private final PrintStream out;
    private final boolean terminal;

    private String stage;
    private int steps;
    private int done;
    private long start;
    private long lastShown;

    private ProgressPrinter(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static ProgressPrinter forThisTerminal() {
        Console console = System.console();
        return new ProgressPrinter(System.err, console != null && console.isTerminal());
    }

    @Override
    public synchronized void begin(String stage, int steps) {
        this.stage = stage;
        this.steps = steps;
        done = 0;
        start = System.nanoTime();
        lastShown = start;
    }

    @Override
    public synchronized void step() {
        done++;
        long now = System.nanoTime();
        if (now - lastShown >= (terminal ? BAR_INTERVAL : PLAIN_INTERVAL)) {
            lastShown = now;
            show((now - start) / 1e9);
        }
    }

    @Override
    public synchronized void end() {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "%s%-9s %d of %d in %.1f s%s%n", terminal ? "\r" : "", stage, done, steps, seconds,
                terminal ? " ".repeat(BAR + 20) : "");
    }

    private void show(double seconds) {
        double rate = done / seconds;
        double left = (steps - done) / rate;
        if (terminal) {
            int full = BAR * done / steps;
            out.printf(Locale.ROOT, "\r%-9s [%s%s] %d/%d  %.1f/s  %.0f s left ", stage, "#".repeat(full), ".".repeat(BAR - full),
                    done, steps, rate, left);
        } else {
            out.printf(Locale.ROOT, "%-9s %d of %d, %.1f/s, %.0f s left%n", stage, done, steps, rate, left);
        }
        out.flush();
    }
}
