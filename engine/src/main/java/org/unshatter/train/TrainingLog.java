package org.unshatter.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.files.Disk;
import org.unshatter.files.Ending;
import org.unshatter.json.Json;

/** A file of JSON lines: the configuration, then one for each epoch, each on the disk before training goes on. */
final class TrainingLog implements Closeable {

    private final Path file;
    private final FileChannel channel;

    private TrainingLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Begins the file anew, with the epochs that a checkpoint knows: what a run wrote after its last checkpoint happens again. */
    static TrainingLog open(Path file, SequencedMap<String, Object> configuration, List<EpochMetrics> epochs) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        TrainingLog[] log = new TrainingLog[1];
        Ending.waitsFor(() -> log[0] = begin(file, temporary, configuration, epochs));
        Disk.syncNames(file.toAbsolutePath().getParent());
        return log[0];
    }

    private static TrainingLog begin(Path file, Path temporary, SequencedMap<String, Object> configuration, List<EpochMetrics> epochs) throws IOException {
        FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        TrainingLog log = new TrainingLog(file, channel);
        try {
            log.write(configuration);
            for (EpochMetrics metrics : epochs) {
                log.write(metrics.description());
            }
            log.sync();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable e) {
            channel.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
        return log;
    }

    void add(EpochMetrics metrics) throws IOException {
        Ending.waitsFor(() -> {
            write(metrics.description());
            sync();
        });
    }

    private void sync() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw Disk.named(file, e);
        }
    }

    private void write(Map<String, Object> line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.compact(line) + "\n");
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw Disk.named(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
