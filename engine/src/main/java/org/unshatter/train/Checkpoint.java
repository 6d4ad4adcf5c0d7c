package org.unshatter.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/**
 * All that a training needs to go on, as one safetensors file: the net's parameters by name, so that {@link NetworkFile#read} reads it as a net, and behind
 * {@link NetworkFile#STATE} the states of optimiser and schedule, the statistics of evaluation, the epoch in progress and the history. The metadata hold the
 * architecture and the training's configuration, and a sum of everything.
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

    /**
     * Writes the file as a whole or not at all.
     *
     * @throws IOException if it cannot be written; what was there before still is
     */
    void write(Path file) throws IOException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>(parameters);
        state.forEach((name, entry) -> entries.put(NetworkFile.STATE + name, entry));
        Safetensors.writeWithSum(file, entries, Map.of(ARCHITECTURE, architecture, CONFIGURATION, configuration));
    }

    /**
     * Reads a file that a training wrote.
     *
     * @throws MalformedFileException if it is not one, or not as it was written
     * @throws IOException            if it cannot be read
     */
    public static Checkpoint read(Path file) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            Map<String, String> metadata = open.metadata();
            if (!open.verify() || !metadata.keySet().containsAll(List.of(ARCHITECTURE, CONFIGURATION))) {
                throw new MalformedFileException(file, "metadata", "the keys " + metadata.keySet(), ARCHITECTURE + ", " + CONFIGURATION + " and sha256");
            }
            SequencedMap<String, Entry> parameters = new LinkedHashMap<>();
            SequencedMap<String, Entry> state = new LinkedHashMap<>();
            for (String name : open.names()) {
                if (name.startsWith(NetworkFile.STATE)) {
                    state.put(name.substring(NetworkFile.STATE.length()), open.entry(name));
                } else {
                    parameters.put(name, open.entry(name));
                }
            }
            return new Checkpoint(metadata.get(ARCHITECTURE), metadata.get(CONFIGURATION), parameters, state);
        }
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
