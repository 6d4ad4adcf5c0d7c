package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.NetworkFile;
import org.unshatter.init.Initializer;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/** The networks that a command line names. */
final class Networks {

    private Networks() {
    }

    /**
     * Draws the net of {@code --arch}.
     *
     * @param initializer in place of the architecture's own; null to keep that
     */
    static Network build(String command, String text, Initializer initializer, long seed) throws UsageException {
        try {
            Architecture<?> architecture = Architecture.parse(text);
            if (initializer != null) {
                architecture.initializer(initializer);
            }
            return architecture.build(RandomStreams.of(seed, "weights"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(command + ": --arch: " + e.getMessage());
        }
    }

    /** Reads a file; the JDK's messages are often no more than its name. */
    static Network read(Path file) throws IOException {
        try {
            return NetworkFile.read(file);
        } catch (FileSystemException e) {
            String reason = switch (e) {
                case NoSuchFileException _ -> "no such file";
                case AccessDeniedException _ -> "permission denied";
                default -> e.getReason();
            };
            throw new IOException("cannot read " + file + ": " + reason, e);
        }
    }
}
