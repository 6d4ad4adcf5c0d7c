package org.unshatter.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** A folder into which files go all together or not at all, as far as the file system allows. */
final class OutputFolder {

    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    /** Creates the folder if it is missing and tries to write into it, so that a long run does not end in an error. */
    static OutputFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, ".unshatter", ".tmp"));
        return new OutputFolder(folder);
    }

    /** Writes all files under temporary names, then renames them. */
    void write(SequencedMap<String, String> files) throws IOException {
        Map<Path, Path> finished = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path temporary = folder.resolve("." + file.getKey() + ".tmp");
                finished.put(temporary, folder.resolve(file.getKey()));
                Files.writeString(temporary, file.getValue());
            }
            for (Map.Entry<Path, Path> file : finished.entrySet()) {
                Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            for (Path temporary : finished.keySet()) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
