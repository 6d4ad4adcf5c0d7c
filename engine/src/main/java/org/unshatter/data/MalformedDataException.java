package org.unshatter.data;

import java.io.IOException;
import java.nio.file.Path;

/** A file of images or labels that is not what its format demands. The message names the file, the thing and where it stands, its value and what was expected. */
public final class MalformedDataException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedDataException(Path file, String thing, Object value, String expected) {
        super(file + ": " + thing + " is " + value + ", expected " + expected);
    }
}
