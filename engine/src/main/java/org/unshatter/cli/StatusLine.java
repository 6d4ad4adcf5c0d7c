package org.unshatter.cli;

import java.io.Console;
import java.io.PrintStream;

/** How far something is, on stderr: on a terminal one line with a bar that is written over and over, elsewhere a plain line now and then. */
final class StatusLine {

    private static final int BAR = 20;
    private static final long TERMINAL_INTERVAL = 200_000_000L;

    private final PrintStream out = System.err;
    private final boolean terminal;
    private final long interval;
    private long lastShown = System.nanoTime();
    private int width;

    /** @param plainSeconds between two lines where there is no terminal */
    StatusLine(int plainSeconds) {
        Console console = System.console();
        terminal = console != null && console.isTerminal();
        interval = terminal ? TERMINAL_INTERVAL : plainSeconds * 1_000_000_000L;
    }

    /** Whether it is time to show something; asked before its text is made. */
    boolean due() {
        long now = System.nanoTime();
        if (now - lastShown < interval) {
            return false;
        }
        lastShown = now;
        return true;
    }

    void show(int done, int total, String text) {
        if (terminal) {
            int full = (int) ((long) BAR * done / total);
            String line = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + text;
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** A line that stays. */
    void say(String text) {
        clear();
        out.println(text);
        lastShown = System.nanoTime();
    }

    /** Makes room for what somebody else writes. */
    void clear() {
        if (width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            out.flush();
            width = 0;
        }
    }
}
