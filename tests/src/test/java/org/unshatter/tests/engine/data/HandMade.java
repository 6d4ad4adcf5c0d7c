package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;
import org.unshatter.data.Dataset;
import org.unshatter.data.MalformedDataException;
import org.unshatter.data.Standardisation;

/** Small sets and files, written out by the formats' descriptions. */
public final class HandMade {

    /** Leaves the bytes as they are. */
    static final Standardisation NONE = new Standardisation(List.of(0.0), List.of(1.0));

    private HandMade() {
    }

    /** Images of one channel and two rows of three, of which image i has the values 10i + 1 … 10i + 6 and the label i modulo 4. */
    static Dataset counting(int images) {
        byte[] pixels = new byte[6 * images];
        int[] labels = new int[images];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 6 * 10 + i % 6 + 1);
        }
        for (int i = 0; i < images; i++) {
            labels[i] = i % 4;
        }
        return Dataset.of(1, 2, 3, pixels, labels, List.of("a", "b", "c", "d"));
    }

    /** Bytes of CIFAR-10 records with these labels; value k of record i is 7i + 11k modulo 256. */
    public static byte[] cifar(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(3073 * labels.length);
        for (int i = 0; i < labels.length; i++) {
            bytes.put((byte) labels[i]);
            for (int k = 0; k < 3072; k++) {
                bytes.put((byte) (7 * i + 11 * k));
            }
        }
        return bytes.array();
    }

    /** An IDX file of bytes. */
    public static byte[] idx(int magic, int[] extents, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + values.length).putInt(magic);
        for (int extent : extents) {
            bytes.putInt(extent);
        }
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static void assertMalformed(Executable reading, String... words) {
        String message = assertThrows(MalformedDataException.class, reading).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "\"" + word + "\" is not in: " + message);
        }
    }

    public static void assertRefused(Executable call, String... words) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "\"" + word + "\" is not in: " + message);
        }
    }
}
