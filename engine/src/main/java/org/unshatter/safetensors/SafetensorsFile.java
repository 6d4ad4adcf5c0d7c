package org.unshatter.safetensors;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;

/**
 * A safetensors file whose header is read and whose tensors are read one at a time, as they are asked for; made by {@link Safetensors#open}.
 *
 * <p>Any number of threads may read. A file that is replaced meanwhile by {@link Safetensors#write} is still read as it was.
 * All that take a name throw {@link IllegalArgumentException} if the file has no tensor of it.
 */
public final class SafetensorsFile implements Closeable {

    private static final int NAMES_SHOWN = 20;

    private final Path file;
    private final FileChannel channel;
    private final Header header;
    private final long dataStart;

    private SafetensorsFile(Path file, FileChannel channel, Header header, long dataStart) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    static SafetensorsFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long length = channel.size();
            if (length < Long.BYTES) {
                throw new MalformedFileException(file, "length of the file", length, "at least 8 bytes");
            }
            ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            readFully(file, channel, prefix, 0);
            long headerLength = prefix.getLong(0);
            long most = Math.min(Header.LONGEST, length - Long.BYTES);
            if (Long.compareUnsigned(headerLength, most) > 0) {
                throw new MalformedFileException(file, "length of the header", Long.toUnsignedString(headerLength),
                        "at most " + most + (most == Header.LONGEST ? "" : ", where the file ends"));
            }
            byte[] json = new byte[(int) headerLength];
            readFully(file, channel, ByteBuffer.wrap(json), Long.BYTES);
            long dataStart = Long.BYTES + headerLength;
            return new SafetensorsFile(file, channel, Header.parse(file, json, length - dataStart), dataStart);
        } catch (Throwable e) {
            channel.close();
            if (e instanceof IOException && !(e instanceof FileSystemException || e instanceof MalformedFileException)) {
                // of a folder the JDK says that it is one, but not which
                FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
                named.initCause(e);
                throw named;
            }
            throw e;
        }
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer into, long position) throws IOException {
        int end = into.limit();
        long at = position;
        while (into.position() < end) {
            into.limit(Math.min(end, into.position() + AtomicFile.CHUNK));
            int read = channel.read(into, at);
            if (read < 0) {
                throw new MalformedFileException(file, "length of the file", at, "more, as it had when it was opened");
            }
            at += read;
        }
    }

    /** Names of the tensors, in the header's order. */
    public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedMap(header.slots()).sequencedKeySet();
    }

    /** The header's metadata, in its order; empty if it has none. */
    public SequencedMap<String, String> metadata() {
        return Collections.unmodifiableSequencedMap(header.metadata());
    }

    /**
     * Type of a tensor's elements.
     *
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    public DType type(String name) {
        return slot(name).type();
    }

    /**
     * Extents of a tensor's dimensions, a copy.
     *
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    public long[] shape(String name) {
        return slot(name).shape().clone();
    }

    /**
     * A tensor's bytes, type and shape.
     *
     * @throws IOException              if they cannot be read or are more than 2³¹ − 9
     * @throws org.unshatter.autodiff.OutOfMemoryException if they are more than what is left of the heap
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    public Entry entry(String name) throws IOException {
        Header.Slot slot = slot(name);
        int bytes = length(name, slot.size(), "bytes");
        Memory.require(bytes, "tensor " + name + " of " + file);
        ByteBuffer data = ByteBuffer.allocate(bytes);
        readFully(file, channel, data, dataStart + slot.begin());
        return Entry.of(slot.type(), slot.shape(), data.flip());
    }

    /**
     * A tensor of dtype F32, F16 or BF16, its elements exactly, with little memory besides the result.
     *
     * @throws IllegalStateException    if it has another dtype; see {@link #entry}
     * @throws IOException              if it cannot be read or has more than 2³¹ − 9 elements
     * @throws org.unshatter.autodiff.OutOfMemoryException if they are more than what is left of the heap
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    public Tensor tensor(String name) throws IOException {
        Header.Slot slot = slot(name);
        int length = length(name, slot.size() / slot.type().bytes(), "elements");
        int[] dims = Values.dims("tensor " + name, slot.type(), slot.shape());
        float[] values = Memory.floats(length, () -> "tensor " + name + " of " + file);
        int step = AtomicFile.CHUNK / slot.type().bytes();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(AtomicFile.CHUNK, slot.size())).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += Math.min(step, values.length - at)) {
            chunk.clear().limit(Math.min(step, values.length - at) * slot.type().bytes());
            readFully(file, channel, chunk, dataStart + slot.begin() + (long) at * slot.type().bytes());
            Values.floats(slot.type(), chunk.flip(), values, at);
        }
        return Tensor.of(values, dims);
    }

    /**
     * Compares all of the file with the sum that {@link Safetensors#writeWithSum} wrote; has one tensor at a time in memory.
     *
     * @return whether the file has a sum; without one nothing is known
     * @throws MalformedFileException if its content has another
     * @throws IOException            if it cannot be read
     */
    public boolean verify() throws IOException {
        String written = header.metadata().get(Checksum.KEY);
        String actual = written == null ? null : Checksum.of(names(), this::entry, header.metadata());
        if (written != null && !written.equals(actual)) {
            throw new MalformedFileException(file, "SHA-256 of its content", actual, written + ", as when it was written: it is damaged");
        }
        return written != null;
    }

    private int length(String name, long length, String what) throws IOException {
        if (length > Entry.LONGEST) {
            throw new FileSystemException(file.toString(), null, "tensor " + name + " of shape " + Arrays.toString(slot(name).shape())
                    + " has " + length + " " + what + ", expected at most " + Entry.LONGEST);
        }
        return (int) length;
    }

    private Header.Slot slot(String name) {
        Header.Slot slot = header.slots().get(name);
        if (slot == null) {
            int hidden = names().size() - NAMES_SHOWN;
            throw new IllegalArgumentException("there is no tensor \"" + name + "\" in " + file + ", expected one of "
                    + names().stream().limit(NAMES_SHOWN).toList() + (hidden > 0 ? " and " + hidden + " more" : ""));
        }
        return slot;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
