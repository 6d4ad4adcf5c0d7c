package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Reads what the user named; of other file errors {@link Main} says that something cannot be written. */
final class Reading {

    private Reading() {
    }

    /** Something to read. */
    interface Source<T> {

        T read() throws IOException;
    }

    /** @throws IOException with a message for people: the JDK's are often no more than the file's name */
    static <T> T of(Source<T> source) throws IOException {
        try {
            return source.read();
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + Main.inWords(e), e);
        }
    }
}
