package org.unshatter.safetensors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Files of named tensors in the safetensors format, which PyTorch, JAX and others read and write with the library of that name.
 *
 * {@snippet :
 * SequencedMap<String, Entry> entries = new LinkedHashMap<>();
 * entries.put("weight", Entry.of(weight));
 * entries.put("step", Entry.of(new long[] {step}));
 * Safetensors.write(path, entries, Map.of("format", "pt"));
 *
 * try (SafetensorsFile file = Safetensors.open(path)) {
 *     Tensor weight = file.tensor("weight");
 *     long step = file.entry("step").longs()[0];
 * }
 * }
 *
 * <p>The format (github.com/huggingface/safetensors, "Format"): the length of the header, 8 bytes; the header, JSON in UTF-8 and spaces behind it:
 * <pre>{@code
 * {"__metadata__": {"format": "pt"}, "weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
 * }</pre>
 * then the data, each tensor row-major and little-endian, one behind the other without holes; offsets count from the end of the header.
 * {@link DType} lists the types.
 *
 * <p>Read is what the reference implementation reads, with headers of at most 100 MB as there; everything else is refused before memory is taken for tensors,
 * with a {@link MalformedFileException}: a file need not be trusted. Fields of a tensor beyond the three are passed over, as there.
 * The header itself is read as a whole, which takes up to some 30 times its length where it is made to: a file as long as that is needed for it.
 */
public final class Safetensors {

    private Safetensors() {
    }

    /**
     * All of a file.
     *
     * @param entries  tensors by name, in the header's order
     * @param metadata the header's texts, in its order; empty if it has none
     */
    public record Contents(SequencedMap<String, Entry> entries, SequencedMap<String, String> metadata) {
    }

    /**
     * Writes a file as a whole or not at all: under another name in the same folder, which is synced to the disk and takes the file's name at the end.
     * On a failure what was there before is untouched. A symbolic link is replaced, not followed.
     *
     * <p>The same entries and metadata give the same bytes. The header names the entries in their order and the metadata in alphabetical order.
     * The data start at a multiple of 8 bytes, those of larger types first: so all tensors are aligned to the size of their elements,
     * without which PyTorch refuses to view them.
     *
     * @throws IllegalArgumentException before anything is written, if a name is empty or {@code __metadata__}, if a text has unpaired halves of characters
     *                                  or if the header is longer than 100 MB
     * @throws NullPointerException     before anything is written, if a map, a name, an entry or a text is null
     * @throws IOException              if the file cannot be written
     */
    public static void write(Path file, SequencedMap<String, Entry> entries, Map<String, String> metadata) throws IOException {
        Objects.requireNonNull(file, "file");
        Layout layout = Layout.of(Objects.requireNonNull(entries, "entries"), Objects.requireNonNull(metadata, "metadata"));
        AtomicFile.write(file, channel -> {
            AtomicFile.writeAll(channel, layout.header());
            for (Entry entry : layout.data()) {
                AtomicFile.writeAll(channel, entry.data());
            }
        });
    }

    /**
     * The same with a SHA-256 sum of tensors and metadata, "sha256" among the metadata, for {@link SafetensorsFile#verify}.
     *
     * @throws IllegalArgumentException before anything is written, as {@link #write}, or if the metadata have that key
     * @throws NullPointerException     before anything is written, if a map, a name, an entry or a text is null
     * @throws IOException              if the file cannot be written
     */
    public static void writeWithSum(Path file, SequencedMap<String, Entry> entries, Map<String, String> metadata) throws IOException {
        if (metadata.containsKey(Checksum.KEY)) {
            throw new IllegalArgumentException("metadata has the key " + Checksum.KEY + ", expected that to be left for the sum");
        }
        Map<String, String> summed = new LinkedHashMap<>(metadata);
        summed.put(Checksum.KEY, Checksum.of(entries.keySet(), entries::get, metadata));
        write(file, entries, summed);
    }

    /**
     * Deletes what processes that were killed within {@link #write} left in a folder. Nobody may be writing there.
     *
     * @throws IOException if the folder cannot be read or a file not deleted
     */
    public static void deleteUnfinished(Path folder) throws IOException {
        AtomicFile.deleteUnfinished(folder);
    }

    /**
     * Opens a file to read some of its tensors, or all without having them twice in memory. Reads and checks the header.
     *
     * @throws MalformedFileException if the file is not of this format or has an unsupported dtype
     * @throws IOException            if it cannot be read
     */
    public static SafetensorsFile open(Path file) throws IOException {
        return SafetensorsFile.open(file);
    }

    /**
     * Reads all of a file.
     *
     * @throws MalformedFileException if the file is not of this format or has an unsupported dtype
     * @throws IOException            if it cannot be read, or a tensor has more than 2³¹ − 9 bytes
     */
    public static Contents read(Path file) throws IOException {
        try (SafetensorsFile open = open(file)) {
            SequencedMap<String, Entry> entries = new LinkedHashMap<>();
            for (String name : open.names()) {
                entries.put(name, open.entry(name));
            }
            return new Contents(entries, open.metadata());
        }
    }
}
