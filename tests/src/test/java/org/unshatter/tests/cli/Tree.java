package org.unshatter.tests.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder. */
public final class Tree {

    private Tree() {
    }

    /** Every file and folder below, by its relative name; files with their size. */
    public static List<String> of(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(path -> folder.relativize(path) + (Files.isRegularFile(path) ? " " + path.toFile().length() : "")).sorted().toList();
        }
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
