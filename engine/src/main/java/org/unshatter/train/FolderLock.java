package org.unshatter.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a folder for one training at a time. The operating system frees it when the process ends, however it does. */
final class FolderLock implements Closeable {

    /**
     * Those of this process. Its second channel to a file must not even be opened: on POSIX systems all the process's locks of a file are gone when it closes one.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws FileSystemException if another training has the folder */
    static FolderLock of(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw taken(folder);
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                throw taken(folder);
            }
            return new FolderLock(real, channel);
        } finally {
            if (!locked) {
                free(real, channel);
            }
        }
    }

    private static FileSystemException taken(Path folder) {
        return new FileSystemException(folder.toString(), null, "another training is running there, expected none");
    }

    @Override
    public void close() throws IOException {
        free(folder, channel);
    }

    /** In this order: whoever comes next must not have the file open when it is closed here. */
    private static void free(Path folder, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(folder);
        }
    }
}
