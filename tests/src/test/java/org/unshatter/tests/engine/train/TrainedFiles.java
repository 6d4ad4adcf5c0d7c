package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.unshatter.safetensors.Entry;
import org.unshatter.train.Checkpoint;

/** All that a training left behind but the times that it took: texts, and each entry of each checkpoint. */
final class TrainedFiles {

    /** Loss, accuracy, both of validation, rate, seconds, images in a second. */
    private static final int METRICS = 7;
    private static final int TIMELESS = 5;

    private TrainedFiles() {
    }

    static SortedMap<String, Object> of(Path folder) throws IOException {
        SortedMap<String, Object> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString();
                if (name.endsWith(".safetensors")) {
                    addCheckpoint(files, name + ": ", Checkpoint.read(path));
                } else {
                    files.put(name, Files.readString(path).replaceAll("\"(seconds|imagesPerSecond)\": ?[^,}\\s]+", "\"$1\": …"));
                }
            }
        }
        return files;
    }

    /** All but some files; returns the second folder. */
    static Path copy(Path from, Path to, String... missing) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(path -> !List.of(missing).contains(from.relativize(path).toString())).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static void addCheckpoint(SortedMap<String, Object> files, String prefix, Checkpoint checkpoint) {
        files.put(prefix + "architecture", checkpoint.architecture());
        files.put(prefix + "configuration", checkpoint.configuration());
        checkpoint.parameters().forEach((name, entry) -> files.put(prefix + name, entry.data()));
        checkpoint.state().forEach((name, entry) -> files.put(prefix + name, switch (name) {
            case "history" -> history(entry);
            case "running/sums" -> List.of(entry.doubles()[0], entry.doubles()[2]);
            default -> entry.data();
        }));
    }

    private static List<List<Double>> history(Entry entry) {
        double[] all = entry.doubles();
        return Stream.iterate(0, at -> at < all.length, at -> at + METRICS)
                .map(at -> Arrays.stream(all, at, at + TIMELESS).boxed().toList()).toList();
    }

    private static List<String> without(SortedMap<String, Object> files, SortedMap<String, Object> others) {
        return files.keySet().stream().filter(name -> !others.containsKey(name)).toList();
    }

    static void assertSame(SortedMap<String, Object> expected, SortedMap<String, Object> actual, String story) {
        assertEquals(List.of(), without(expected, actual), () -> "is missing" + story);
        assertEquals(List.of(), without(actual, expected), () -> "is there" + story);
        assertEquals(List.of(), expected.keySet().stream().filter(name -> !expected.get(name).equals(actual.get(name))).toList(), () -> "differs" + story);
    }
}
