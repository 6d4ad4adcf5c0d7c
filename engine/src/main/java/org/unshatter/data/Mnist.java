package org.unshatter.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.unshatter.autodiff.Memory;

/**
 * Reads MNIST, and what comes in its form: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,
 * each of them as it is or compressed by gzip.
 *
 * <p>Big-endian whole numbers of 4 bytes come first: for images the magic number 0x803, their number, rows and columns, then a byte for each pixel, 0 for the
 * background; for labels 0x801, their number, then a byte for each. LeCun, Cortes and Burges, "The MNIST database", file formats.
 *
 * <p>Both methods throw {@link MalformedDataException} if a file is not so, before memory is taken for what it claims,
 * another {@link IOException} if one is missing or cannot be read.
 */
public final class Mnist {

    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private Mnist() {
    }

    /**
     * The training images: 60,000 of 28 × 28 pixels, one channel.
     *
     * @throws IOException if a file is missing, cannot be read, or is not what its format demands ({@link MalformedDataException})
     */
    public static Dataset train(Path folder) throws IOException {
        return read(folder, "train");
    }

    /**
     * The test images: 10,000.
     *
     * @throws IOException if a file is missing, cannot be read, or is not what its format demands ({@link MalformedDataException})
     */
    public static Dataset test(Path folder) throws IOException {
        return read(folder, "t10k");
    }

    private static Dataset read(Path folder, String name) throws IOException {
        Idx images = Idx.read(Source.find(folder, name + "-images-idx3-ubyte"), IMAGES, "number of images", "rows", "columns");
        Idx labels = Idx.read(Source.find(folder, name + "-labels-idx1-ubyte"), LABELS, "number of labels");
        if (images.extents[0] != labels.extents[0]) {
            throw new MalformedDataException(labels.source.file(), "number of labels (byte 4)", labels.extents[0],
                    images.extents[0] + ", as many as there are images in " + images.source.file().getFileName());
        }
        byte[] bytes = labels.values();
        int[] classes = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            classes[i] = bytes[i] & 0xff;
            if (classes[i] >= DIGITS.size()) {
                throw new MalformedDataException(labels.source.file(), "label of record " + i + " (byte " + (labels.header() + i) + ")", classes[i], "0 to 9");
            }
        }
        return Dataset.of(1, images.extents[1], images.extents[2], images.values(), classes, DIGITS);
    }

    /** A file whose header fits its length. */
    private record Idx(Source source, int... extents) {

        static Idx read(Source source, int magic, String... names) throws IOException {
            int[] extents = new int[names.length];
            double values = 1; // exact as far as it matters: three extents overflow a long
            try (Source.Content content = source.open()) {
                int found = integer(content, "magic number");
                if (found != magic) {
                    throw new MalformedDataException(source.file(), "magic number (byte 0)", "0x" + Integer.toHexString(found), "0x" + Integer.toHexString(magic));
                }
                for (int i = 0; i < names.length; i++) {
                    extents[i] = integer(content, names[i]);
                    if (extents[i] < 1) {
                        throw new MalformedDataException(source.file(), names[i] + " (byte " + (4 + 4 * i) + ")", Integer.toUnsignedString(extents[i]),
                                "1 to " + Integer.MAX_VALUE);
                    }
                    values *= extents[i];
                }
            }
            int header = 4 + 4 * names.length;
            double most = Math.min(source.largestLength() - header, Integer.MAX_VALUE - 8);
            if (values > most) {
                throw new MalformedDataException(source.file(), names[0] + " (byte 4)", extents[0],
                        String.format(Locale.ROOT, "fewer: the header claims %.0f values, the length of the file allows %.0f", values, most)
                                + (source.gzip() ? "" : endsWithin(source.largestLength(), header, extents)));
            }
            long expected = header + (long) values;
            long length = source.length(expected);
            if (length != expected) {
                throw new MalformedDataException(source.file(), "length", (length > expected ? "more than " + expected : length) + " bytes",
                        expected + " bytes by the header, for a " + names[0] + " of " + extents[0] + (length > expected ? "" : endsWithin(length, header, extents)));
            }
            return new Idx(source, extents);
        }

        /** Which record a file that is too short ends in, and where that begins. */
        private static String endsWithin(long length, int header, int... extents) {
            long record = 1;
            for (int i = 1; i < extents.length; i++) {
                record *= extents[i];
            }
            long whole = Math.max(0, length - header) / record;
            return "; it ends within record " + whole + " (begins at byte " + (header + whole * record) + ")";
        }

        private static int integer(Source.Content content, String name) throws IOException {
            byte[] bytes = new byte[4];
            content.readFully(bytes, 0, 4, "the " + name);
            return ByteBuffer.wrap(bytes).getInt();
        }

        /** Bytes before the values. */
        int header() {
            return 4 + 4 * extents.length;
        }

        byte[] values() throws IOException {
            int length = 1;
            for (int extent : extents) {
                length *= extent;
            }
            Memory.require(length, "the values in " + source.file());
            byte[] values = new byte[length];
            try (Source.Content content = source.open()) {
                content.readFully(new byte[header()], 0, header(), "the header");
                content.readFully(values, 0, length, "the values");
            }
            return values;
        }
    }
}
