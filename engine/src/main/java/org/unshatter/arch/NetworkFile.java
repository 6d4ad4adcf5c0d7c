package org.unshatter.arch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/**
 * A network as a {@linkplain Safetensors safetensors} file: its parameters by name, and its architecture's text among the metadata. Other programs read the
 * parameters as they read any such file.
 */
public final class NetworkFile {

    /** What the names of tensors begin with that are not the network's, such as the state of an optimiser; no parameter's name does. */
    public static final String STATE = "state/";

    private static final String ARCHITECTURE = "architecture";

    private NetworkFile() {
    }

    /**
     * Writes the file as a whole or not at all.
     *
     * @throws IllegalArgumentException before anything is written, if {@link Architecture#parse} does not read the network's text, as with initialisers
     *                                  that {@link org.unshatter.init.Initializers#parse} does not know; {@link Safetensors#write} takes the parameters alone
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Network network) throws IOException {
        try {
            Architecture.parse(network.architecture());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("network " + network.architecture() + " could not be read again: " + e.getMessage(), e);
        }
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        network.parameters().forEach((name, value) -> entries.put(name, Entry.of(value)));
        Safetensors.writeWithSum(file, entries, Map.of(ARCHITECTURE, network.architecture()));
    }

    /**
     * Builds the network of a file that {@link #write} wrote, or of a training's checkpoint, whose tensors behind {@link #STATE} are passed over; it has no more
     * parameters than the file has elements, whatever its text says.
     * Of other files {@link Safetensors} gives the tensors, for {@link Network#withParameters}.
     *
     * @throws MalformedFileException if the file is not of this kind, its tensors are not the parameters of its architecture, or it is damaged
     * @throws IOException            if it cannot be read
     */
    public static Network read(Path file) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            String text = open.metadata().get(ARCHITECTURE);
            if (text == null) {
                throw new MalformedFileException(file, "metadata", "the keys " + open.metadata().keySet(), "one named " + ARCHITECTURE);
            }
            open.verify(); // where there is a sum, which older files lack
            try {
                Network network = Architecture.parse(text).build(RandomStreams.of(0, "replaced"), elements(open));
                SequencedMap<String, Tensor> values = new LinkedHashMap<>();
                for (String name : open.names()) {
                    if (!name.startsWith(STATE)) {
                        values.put(name, open.tensor(name));
                    }
                }
                return network.withParameters(values);
            } catch (OutOfMemoryException e) { // not the file's fault
                throw e;
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new MalformedFileException(file, "network " + text, e.getMessage(), "its parameters");
            }
        }
    }

    private static long elements(SafetensorsFile open) {
        long elements = 0;
        for (String name : open.names()) {
            elements += LongStream.of(open.shape(name)).reduce(1, (x, y) -> x * y);
        }
        return elements;
    }
}
