package org.unshatter.safetensors;

import java.io.IOException;
import java.nio.file.Path;

/** A file whose content is not what its format demands. The message names the file, the thing, its value and what was expected. */
public final class MalformedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Characters of a value that are shown; a broken file can hold millions. */
    private static final int SHOWN = 200;

    /** Long values are shown by their first 200 characters. */
    public MalformedFileException(Path file, String thing, Object value, String expected) {
        super(file + ": " + shown(thing) + " is " + shown(String.valueOf(value)) + ", expected " + expected);
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
