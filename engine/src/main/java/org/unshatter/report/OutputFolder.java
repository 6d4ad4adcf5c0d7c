package org.unshatter.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        Files.delete(Files.createTempFile(folder, ".unshatter", ".tmp"));
        return new OutputFolder(folder);
    }

    /** Writes all files under temporary names, then renames them. */
    public void write(SequencedMap<String, String> files) throws IOException {
        Map<Path, Path> places = new LinkedHashMap<>();
        for (String name : files.keySet()) {
            Path place = folder.resolve(name);
            if (Files.isDirectory(place)) {
                throw new FileSystemException(place.toString(), null, "it is a folder, expected a file");
            }
            places.put(folder.resolve("." + name + ".tmp"), place);
        }
        try {
            for (Map.Entry<Path, Path> place : places.entrySet()) {
                writeText(place.getKey(), files.get(place.getValue().getFileName().toString()));
            }
            for (Map.Entry<Path, Path> place : places.entrySet()) {
                Files.move(place.getKey(), place.getValue(), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            for (Path temporary : places.keySet()) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Of a full disk the JDK says what is wrong, but not where. */
    private static void writeText(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }
}
