package org.unshatter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build. */
final class Version {

    private Version() {
    }

    /**
     * From a file that the build writes beside the classes. A module descriptor and a manifest also tell it, but not where classes lie in a folder on
     * the class path, and in a jar that merges several programs the manifest tells another's.
     */
    static String text() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
