package org.unshatter.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file, plain or compressed by gzip, whose content is trusted in nothing.
 *
 * @param file as it lies in the folder
 * @param gzip whether it is compressed
 */
record Source(Path file, boolean gzip) {

    /** Deflate makes at most 258 bytes out of 2 bits. */
    private static final long LARGEST_RATIO = 1032;

    /** By its name, or else with ".gz" behind it. */
    static Source find(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        if (Files.isRegularFile(plain)) {
            return new Source(plain, false);
        }
        Path compressed = folder.resolve(name + ".gz");
        if (Files.isRegularFile(compressed)) {
            return new Source(compressed, true);
        }
        throw new NoSuchFileException(plain.toString(), null, "expected this file or " + compressed.getFileName());
    }

    Content open() throws IOException {
        InputStream raw = Files.newInputStream(file);
        if (!gzip) {
            return new Content(raw);
        }
        try {
            return new Content(new GZIPInputStream(raw, 1 << 16));
        } catch (EOFException | ZipException e) {
            raw.close();
            throw corrupt(0, e);
        } catch (Throwable e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Bytes of the content, or {@code limit} + 1 if there are more. Compressed content is read for it, to have its length and checksum proved
     * before memory is taken by what a header claims.
     */
    long length(long limit) throws IOException {
        if (!gzip) {
            return Math.min(Files.size(file), limit + 1);
        }
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        try (Content content = open()) {
            while (length <= limit) {
                int read = content.read(buffer, 0, (int) Math.min(buffer.length, limit + 1 - length));
                if (read < 0) {
                    break;
                }
                length += read;
            }
        }
        return length;
    }

    /** The most bytes that the content can have. */
    long largestLength() throws IOException {
        return gzip ? Files.size(file) * LARGEST_RATIO : Files.size(file);
    }

    private MalformedDataException corrupt(long position, Exception e) {
        return new MalformedDataException(file, "compressed data at byte " + position + " of the content",
                e instanceof EOFException ? "cut off" : "\"" + e.getMessage() + "\"", "an intact gzip file");
    }

    /** The uncompressed bytes, from the first to the last. */
    final class Content implements AutoCloseable {

        private final InputStream stream;
        private long position;

        private Content(InputStream stream) {
            this.stream = new BufferedInputStream(stream, 1 << 16);
        }

        /** Reads up to so many bytes, at least one. @return how many, or −1 at the end */
        int read(byte[] into, int offset, int most) throws IOException {
            try {
                int read = stream.read(into, offset, most);
                position += Math.max(0, read);
                return read;
            } catch (EOFException | ZipException e) {
                throw corrupt(position, e);
            }
        }

        /** Reads exactly so many bytes. */
        void readFully(byte[] into, int offset, int count, String what) throws IOException {
            int done = 0;
            while (done < count) {
                int read = read(into, offset + done, count - done);
                if (read < 0) {
                    throw new MalformedDataException(file, "end of the content", "byte " + position, (count - done) + " more for " + what);
                }
                done += read;
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
