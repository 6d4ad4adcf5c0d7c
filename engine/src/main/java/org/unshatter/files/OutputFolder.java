package org.unshatter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** A folder into which files go all together or not at all, as far as the file system allows. */
public final class OutputFolder {

    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    /** Creates the folder if it is missing and tries to write into it, so that a long run does not end in an error. */
    public static OutputFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path probe = folder.resolve(".unshatter.tmp"); // always the same: what a killed process left is deleted by the next
        Ending.waitsFor(() -> {
            Files.newByteChannel(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
            Files.deleteIfExists(probe);
        });
        return new OutputFolder(folder);
    }

    /** Writes all files under temporary names, syncs them to the disk, then renames them: under each name there is a whole file, old or new, whatever happens. */
    public void write(SequencedMap<String, String> files) throws IOException {
        Map<Path, Path> places = new LinkedHashMap<>();
        for (String name : files.keySet()) {
            Path place = folder.resolve(name);
            if (Files.isDirectory(place)) {
                throw new FileSystemException(place.toString(), null, "it is a folder, expected a file");
            }
            places.put(folder.resolve("." + name + ".tmp"), place);
        }
        Ending.waitsFor(() -> write(files, places));
        Disk.syncNames(folder);
    }

    private static void write(SequencedMap<String, String> files, Map<Path, Path> places) throws IOException {
        try {
            for (Map.Entry<Path, Path> place : places.entrySet()) {
                writeText(place.getKey(), place.getValue(), files.get(place.getValue().getFileName().toString()));
            }
            for (Map.Entry<Path, Path> place : places.entrySet()) {
                Files.move(place.getKey(), place.getValue(), StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            for (Path temporary : places.keySet()) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static void writeText(Path temporary, Path file, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw Disk.named(file, e);
        }
    }
}
