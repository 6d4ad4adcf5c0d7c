package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.NetworkFile;
import org.unshatter.nn.Network;
import org.unshatter.optim.Optimizer;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;
import org.unshatter.train.Checkpoint;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Recipe;
import org.unshatter.train.Trainer;

/** A training's files, damaged: a checkpoint is what was written or none, a network is that of its text or none, a log tells of epochs or is none. */
@Fuzzed
class TrainingFilesFuzzTest {

    private static final List<String> TOKENS = List.of("architecture", "\"F16\"", "\"I64\"", "state/", "\"shape\":[", "depth=10000", ",depth=2", "width=3",
            ",width=16777216", "filters=1", ",in=3x3x3", ",norm=batch", ",act=crelu", ",init=fixup", ",bias=true", "resnet,depth=8",
            "dense-residual", "1/L", "learned:1", "null", "{}", "[]", "\"epoch\":1");

    @TempDir
    Path folder;

    private CheckpointFolder files;
    private byte[] last;
    private byte[] other;
    private Path file;

    @BeforeEach
    void train() throws IOException {
        Trainer.of(TinyTraining.net(TinyTraining.CONV), Recipe.of(Optimizer.parse("adam"), 0.01, 2), TinyTraining.training(), TinyTraining.validation()).folder(folder).run();
        files = CheckpointFolder.at(folder);
        last = Files.readAllBytes(files.files().getFirst());
        other = Files.readAllBytes(files.files().getLast());
        file = folder.resolve("damaged.safetensors");
    }

    @Test
    void aDamagedCheckpointIsNeverReadAsAnother() throws InterruptedException {
        Fuzz.run("checkpoint", 300, random -> {
            byte[] bytes = damaged(random);
            write(bytes);
            Optional<Checkpoint> read = Fuzz.parsed(() -> Checkpoint.read(file), MalformedFileException.class, "a checkpoint of " + bytes.length + " bytes");
            if (read.isEmpty()) {
                return "refused";
            }
            if (Arrays.equals(other, bytes)) { // all of it may have been replaced
                return "the one before";
            }
            Checkpoint good = Checkpoint.read(files.files().getFirst());
            assertEquals(good.architecture(), read.get().architecture());
            assertEquals(good.configuration(), read.get().configuration());
            assertEquals(bytes(good.parameters()), bytes(read.get().parameters()));
            assertEquals(bytes(good.state()), bytes(read.get().state()));
            return Arrays.equals(last, bytes) ? "intact" : "read";
        }, "refused", "intact");
    }

    private byte[] damaged(RandomGenerator random) {
        if (random.nextInt(10) == 0) {
            return last;
        }
        return random.nextInt(3) == 0 ? withOtherHeader(header(), random) : Mutations.bytes(last, other, random);
    }

    private int headerLength() {
        return (int) ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private String header() {
        return new String(last, 8, headerLength(), StandardCharsets.UTF_8);
    }

    private byte[] withOtherHeader(String header, RandomGenerator random) {
        int length = headerLength();
        byte[] changed = Mutations.text(header, header, TOKENS, random).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(last, last.length - length + changed.length);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(changed.length).put(changed).put(last, 8 + length, last.length - 8 - length);
        return bytes;
    }

    private static Map<String, Object> bytes(SequencedMap<String, Entry> entries) {
        Map<String, Object> all = new LinkedHashMap<>();
        entries.forEach((name, entry) -> all.put(name, List.of(entry.toString(), entry.data())));
        return all;
    }

    private void write(byte[] bytes) throws IOException {
        Files.deleteIfExists(file); // ext4 waits for the disk when a file is emptied and written again
        Files.write(file, bytes);
    }

    /** With its sum a network is what was written; without one, as in older files, what is read must be of the shapes that its text says. */
    @Test
    void aDamagedNetworkIsOfItsTextOrRefused() throws InterruptedException {
        String withoutSum = header().replaceFirst(",\"sha256\":\"[0-9a-f]+\"", "");
        assertNotEquals(header(), withoutSum);
        Fuzz.run("network file", 400, random -> {
            byte[] bytes = random.nextInt(4) == 0 ? damaged(random) : withOtherHeader(random.nextBoolean() ? header() : withoutSum, random);
            write(bytes);
            Optional<Network> read = Fuzz.parsed(() -> NetworkFile.read(file), MalformedFileException.class, "a network of " + bytes.length + " bytes");
            if (read.isEmpty()) {
                return "refused";
            }
            Safetensors.Contents contents = Safetensors.read(file);
            if (contents.metadata().containsKey("sha256")) {
                Path whole = files.files().get(Arrays.equals(other, bytes) ? 1 : 0);
                assertEquals(bytes(Safetensors.read(whole).entries()), bytes(contents.entries()));
                return "as written";
            }
            assertEquals(Architecture.parse(contents.metadata().get("architecture")).toString(), read.get().architecture());
            contents.entries().forEach((name, entry) -> {
                if (!name.startsWith(NetworkFile.STATE)) {
                    assertEquals(Arrays.toString(entry.shape()), Arrays.toString(read.get().parameters().get(name).shape()), name);
                }
            });
            return "read";
        }, "read", "refused");
    }

    /** Found by the test below. */
    @Test
    void aLogWithoutTheNumberOfAnEpochIsNone() throws IOException {
        for (String line : List.of("{\"trainingLoss\":1}", "{\"epoch\":null}", "null")) {
            Files.writeString(files.log(), "{\"configuration\":{}}\n" + line + "\n");
            String message = assertThrows(IOException.class, files::history).getMessage();
            assertTrue(message.contains(files.log() + ": expected a line of JSON for each epoch"), message);
        }
    }

    @Test
    void aDamagedLogTellsOfEpochsOrIsNone() throws InterruptedException, IOException {
        String log = Files.readString(files.log()).replaceAll("(\"seconds\"|\"imagesPerSecond\"):[0-9.E-]+", "$1:1.5"); // the same each time
        Fuzz.run("log", 1_000, random -> {
            String damaged = random.nextInt(20) == 0 ? log : Mutations.text(log, log, TOKENS, random);
            byte[] bytes = damaged.getBytes(StandardCharsets.UTF_8);
            Files.delete(files.log());
            Files.write(files.log(), random.nextInt(8) == 0 ? Mutations.bytes(bytes, bytes, random) : bytes);
            Optional<List<EpochMetrics>> epochs = Fuzz.parsed(files::history, IOException.class, damaged);
            return epochs.isPresent() ? "read" : "refused";
        }, "read", "refused");
    }
}
