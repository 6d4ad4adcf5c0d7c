package org.unshatter.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

    /** The failure with the file's name: of a full disk the JDK says what is wrong, but not where. */
    public static FileSystemException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException already) {
            return already;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
