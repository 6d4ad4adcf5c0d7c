package org.unshatter.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.unshatter.files.Disk;
import org.unshatter.files.Ending;

/** A file that is there as a whole or not at all: written under another name, synced to the disk, then renamed. */
final class AtomicFile {

    /** Bytes given to the channel at once: it copies heap buffers to native ones of the same size, and keeps these. */
    static final int CHUNK = 1 << 18;

    private static final String PREFIX = ".unshatter-";
    private static final String SUFFIX = ".tmp";

    private AtomicFile() {
    }

    /** Writes the content of a file. */
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** On any failure what was at the place before is still there, and nothing else. */
    static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder, expected a file");
        }
        Path temporary = folder.resolve(PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + SUFFIX);
        Ending.waitsFor(() -> write(file, temporary, content));
        Disk.syncNames(folder);
    }

    private static void write(Path file, Path temporary, Content content) throws IOException {
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Disk.named(file, e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static void deleteUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "????????????????" + SUFFIX)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + CHUNK));
            channel.write(bytes);
        }
    }
}
