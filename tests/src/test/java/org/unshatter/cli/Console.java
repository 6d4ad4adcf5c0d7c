package org.unshatter.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command line that was carried out in this process: for commands that take long in a new one.
 *
 * @param exit the code that the process would have ended with
 * @param out  what it wrote on stdout
 * @param err  what it wrote on stderr
 */
public record Console(int exit, String out, String err) {

    /** The lines on stderr. */
    public List<String> errorLines() {
        return err.lines().toList();
    }

    /**
     * Relative paths are those of this process, so a command that writes needs an absolute one. All that {@link Main#main} adds is the end of the process
     * and a setting.
     */
    public static Console unshatter(List<String> arguments) {
        System.setProperty("java.awt.headless", "true");
        PrintStream before = System.out;
        PrintStream beforeError = System.err;
        Capture out = new Capture(before);
        Capture err = new Capture(beforeError);
        try (PrintStream newOut = new PrintStream(out, true, StandardCharsets.UTF_8); PrintStream newErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setOut(newOut);
            System.setErr(newErr);
            int exit = Main.run(arguments);
            return new Console(exit, out.text(), err.text());
        } finally {
            System.setOut(before);
            System.setErr(beforeError);
        }
    }

    /** Keeps what the thread writes that created it; other tests run beside this one, and what they write goes where it would have gone. */
    private static final class Capture extends OutputStream {

        private final Thread owner = Thread.currentThread();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final PrintStream before;

        Capture(PrintStream before) {
            this.before = before;
        }

        @Override
        public void write(int b) throws IOException {
            destination().write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            destination().write(bytes, offset, length);
        }

        private OutputStream destination() {
            return Thread.currentThread() == owner ? kept : before;
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
