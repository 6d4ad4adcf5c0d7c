package org.unshatter.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;

/**
 * All that a training needs to go on, as one safetensors file: the net's parameters by name, so that {@link NetworkFile#read} reads it as a net, and behind
 * {@link NetworkFile#STATE} the states of optimiser and schedule, the statistics of evaluation, the epoch in progress and the history. The metadata hold the
 * architecture, the training's configuration and a SHA-256 sum of everything, without which a damaged weight would be a weight like others.
 *
 * @param architecture  the net's text
 * @param configuration as JSON; a training goes on only under the same
 * @param parameters    by name
 * @param state         by name, without the prefix
 */
public record Checkpoint(String architecture, String configuration, SequencedMap<String, Entry> parameters, SequencedMap<String, Entry> state) {

    static final String STATISTICS = "statistics/";

    private static final String ARCHITECTURE = "architecture";
    private static final String CONFIGURATION = "configuration";
    private static final String SUM = "sha256";

    /**
     * Writes the file as a whole or not at all.
     *
     * @throws IOException if it cannot be written; what was there before still is
     */
    void write(Path file) throws IOException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>(parameters);
        state.forEach((name, entry) -> entries.put(NetworkFile.STATE + name, entry));
        Map<String, String> metadata = new TreeMap<>(Map.of(ARCHITECTURE, architecture, CONFIGURATION, configuration));
        metadata.put(SUM, sum(entries, metadata));
        Safetensors.write(file, entries, metadata);
    }

    /**
     * Reads a file that a training wrote.
     *
     * @throws MalformedFileException if it is not one, or not as it was written
     * @throws IOException            if it cannot be read
     */
    public static Checkpoint read(Path file) throws IOException {
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = new TreeMap<>(contents.metadata());
        String sum = metadata.remove(SUM);
        if (sum == null || !metadata.keySet().containsAll(List.of(ARCHITECTURE, CONFIGURATION))) {
            throw new MalformedFileException(file, "metadata", "the keys " + contents.metadata().keySet(), ARCHITECTURE + ", " + CONFIGURATION + " and " + SUM);
        }
        String actual = sum(contents.entries(), metadata);
        if (!sum.equals(actual)) {
            throw new MalformedFileException(file, "SHA-256 of its content", actual, sum + ", as when it was written: it is damaged");
        }
        SequencedMap<String, Entry> parameters = new LinkedHashMap<>();
        SequencedMap<String, Entry> state = new LinkedHashMap<>();
        contents.entries().forEach((name, entry) -> {
            if (name.startsWith(NetworkFile.STATE)) {
                state.put(name.substring(NetworkFile.STATE.length()), entry);
            } else {
                parameters.put(name, entry);
            }
        });
        return new Checkpoint(metadata.get(ARCHITECTURE), metadata.get(CONFIGURATION), parameters, state);
    }

    /** Of names, types, shapes and bytes in alphabetical order. */
    private static String sum(Map<String, Entry> entries, Map<String, String> metadata) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        metadata.forEach((key, value) -> {
            add(digest, key);
            add(digest, value);
        });
        new TreeMap<>(entries).forEach((name, entry) -> {
            add(digest, name + " " + entry.type() + Arrays.toString(entry.shape()));
            digest.update(entry.data());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    /** The entries of a part of the state, without its prefix. */
    SequencedMap<String, Entry> part(String prefix) {
        SequencedMap<String, Entry> part = new LinkedHashMap<>();
        state.forEach((name, entry) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), entry);
            }
        });
        return part;
    }

    SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.forEach((name, entry) -> tensors.put(name, entry.tensor()));
        return tensors;
    }

    /** The net as it was trained: what it normalises over batches, it normalises over the batch at hand. */
    public Network network() {
        return Architecture.parse(architecture).build(RandomStreams.of(0, "replaced")).withParameters(tensors());
    }

    /** The net as it was evaluated: with fixed statistics. */
    public Layer evaluated() {
        Network network = network();
        PopulationStatistics statistics = PopulationStatistics.of(network, network.input());
        statistics.restore(part(STATISTICS));
        return statistics.fixed();
    }
}
