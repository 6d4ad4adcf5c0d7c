package org.unshatter.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.unshatter.json.JsonReader;
import org.unshatter.safetensors.MalformedFileException;

/**
 * The checkpoints of one training: {@code step-0000001200.safetensors} for each of the last two, under the number of steps made, and
 * {@code best.safetensors}. One is deleted only when two younger ones are there, so that one that is damaged later has another one behind it.
 */
public final class CheckpointFolder {

    private static final int KEPT = 2;
    private static final String PREFIX = "step-";
    private static final String SUFFIX = ".safetensors";

    private final Path folder;
    private final Set<Path> damaged = new HashSet<>();

    private CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /** Of a folder, which is made when it is first written to. */
    public static CheckpointFolder at(Path folder) {
        return new CheckpointFolder(folder);
    }

    /** The file of the checkpoint with the largest validation accuracy. */
    public Path best() {
        return folder.resolve("best" + SUFFIX);
    }

    /** The file of the log. */
    public Path log() {
        return folder.resolve("log.jsonl");
    }

    /**
     * The epochs that the log tells of; none if there is no log.
     *
     * @throws IOException if it cannot be read, or is not one
     */
    public List<EpochMetrics> history() throws IOException {
        if (!Files.exists(log())) {
            return List.of();
        }
        List<EpochMetrics> epochs = new ArrayList<>();
        try (Stream<String> lines = Files.lines(log())) {
            lines.skip(1).forEach(line -> epochs.add(EpochMetrics.of((Map<?, ?>) JsonReader.read(line))));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | UncheckedIOException e) {
            throw new IOException("cannot read " + log() + ": expected a line of JSON for each epoch: " + e.getMessage(), e);
        }
        return epochs;
    }

    /** Where a checkpoint after so many steps belongs. */
    public Path file(long steps) {
        return folder.resolve(String.format(Locale.ROOT, "%s%010d%s", PREFIX, steps, SUFFIX));
    }

    /**
     * The files of checkpoints by steps that are there, good or not, the youngest first.
     *
     * @throws IOException if the folder cannot be read
     */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d{10,18}" + SUFFIX))
                    .sorted(Comparator.comparingLong(CheckpointFolder::steps).reversed()).toList();
        }
    }

    private static long steps(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }

    /**
     * The youngest checkpoint that is not damaged; nothing if there is none at all.
     *
     * @param notice told of each one that is passed over, and why
     * @throws IOException if all are damaged, or cannot be read
     */
    public Optional<Checkpoint> latest(Consumer<String> notice) throws IOException {
        List<Path> files = files();
        List<String> reasons = new ArrayList<>();
        for (Path file : files) {
            try {
                return Optional.of(Checkpoint.read(file));
            } catch (MalformedFileException e) {
                damaged.add(file);
                reasons.add(e.getMessage());
                notice.accept("passed over a damaged checkpoint: " + e.getMessage());
            }
        }
        if (!files.isEmpty()) {
            throw new IOException("cannot go on in " + folder + ": all its checkpoints are damaged, expected a good one, or none to begin anew: "
                    + String.join("; ", reasons));
        }
        return Optional.empty();
    }

    /** Writes a checkpoint, then deletes those that are too old. */
    void write(long steps, Checkpoint checkpoint) throws IOException {
        Files.createDirectories(folder);
        checkpoint.write(file(steps));
        damaged.remove(file(steps));
        deleteOld(steps);
    }

    /** All up to so many steps but the last two, among which one that was found damaged does not count. */
    void deleteOld(long steps) throws IOException {
        List<Path> all = files().stream().filter(file -> steps(file) <= steps).toList();
        List<Path> kept = all.stream().filter(file -> !damaged.contains(file)).limit(KEPT).toList();
        for (Path file : all) {
            if (!kept.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    void writeBest(Checkpoint checkpoint) throws IOException {
        Files.createDirectories(folder);
        checkpoint.write(best());
    }
}
