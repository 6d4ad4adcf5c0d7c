package org.unshatter.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** What the writers of files have in common. */
public final class Disk {

    private Disk() {
    }

    /** Has the names of a folder's files survive a loss of power, as far as the system can. */
    public static void syncNames(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) { // Windows opens no folders
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** The failure with the name of the file that the caller knows: of a full disk the JDK says what is wrong, but not where, else it may name a temporary file. */
    public static FileSystemException named(Path file, IOException failure) {
        FileSystemException named = switch (failure) {
            case AccessDeniedException denied -> new AccessDeniedException(file.toString(), null, denied.getReason());
            case NoSuchFileException missing -> new NoSuchFileException(file.toString(), null, missing.getReason());
            case FileSystemException known -> new FileSystemException(file.toString(), null, Objects.requireNonNullElse(known.getReason(), known.getClass().getSimpleName()));
            default -> new FileSystemException(file.toString(), null, failure.getMessage());
        };
        named.initCause(failure);
        return named;
    }
}
