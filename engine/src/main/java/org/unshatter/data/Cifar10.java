package org.unshatter.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unshatter.autodiff.Memory;

/**
 * Reads CIFAR-10 in its binary version, from the folder as it is distributed: data_batch_1.bin to data_batch_5.bin, test_batch.bin and batches.meta.txt,
 * each of them as it is or compressed by gzip.
 *
 * <p>A file has any whole number of records of 3073 bytes: the class, then 32 × 32 values of red, of green and of blue, row by row. A compressed one has
 * at most 60,000, as many as all of CIFAR-10. Krizhevsky 2009; www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
 *
 * <p>Both methods throw {@link MalformedDataException} if a file is not so, another {@link IOException} if one is missing or cannot be read.
 */
public final class Cifar10 {

    private static final int CLASSES = 10;
    private static final int IMAGE = 3 * 32 * 32;
    private static final int RECORD = 1 + IMAGE;
    private static final int LARGEST_COMPRESSED = 60_000;
    private static final int LARGEST = (Integer.MAX_VALUE - 8) / IMAGE;

    private Cifar10() {
    }

    /**
     * The training images in the order of the five files: 50,000, of which the first 40,000 and the last 10,000 serve as training and validation split.
     *
     * @throws IOException if a file is missing, cannot be read, or is not what its format demands ({@link MalformedDataException})
     */
    public static Dataset train(Path folder) throws IOException {
        return read(folder, "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    }

    /**
     * The test images: 10,000, or those that the file has.
     *
     * @throws IOException if a file is missing, cannot be read, or is not what its format demands ({@link MalformedDataException})
     */
    public static Dataset test(Path folder) throws IOException {
        return read(folder, "test_batch.bin");
    }

    private static Dataset read(Path folder, String... names) throws IOException {
        List<String> classes = classes(Source.find(folder, "batches.meta.txt"));
        List<Source> sources = new ArrayList<>();
        List<Integer> records = new ArrayList<>();
        long total = 0;
        for (String name : names) {
            Source source = Source.find(folder, name);
            sources.add(source);
            records.add(records(source));
            total += records.getLast();
        }
        if (total > LARGEST) {
            throw new MalformedDataException(folder, "number of records", total, "at most " + LARGEST);
        }
        Memory.require(total * IMAGE, "the pixels in " + folder);
        byte[] pixels = new byte[(int) total * IMAGE];
        int[] labels = new int[(int) total];
        int begin = 0;
        for (int i = 0; i < names.length; i++) {
            read(sources.get(i), records.get(i), pixels, labels, begin);
            begin += records.get(i);
        }
        return Dataset.of(3, 32, 32, pixels, labels, classes);
    }

    private static int records(Source source) throws IOException {
        long most = source.gzip() ? LARGEST_COMPRESSED : LARGEST;
        long length = source.length(most * RECORD);
        if (length == 0) {
            throw new MalformedDataException(source.file(), "length", "0 bytes", "at least one record of " + RECORD + " bytes");
        }
        if (length > most * RECORD) {
            throw new MalformedDataException(source.file(), "length", "more than " + most * RECORD + " bytes", "at most " + most + " records of " + RECORD + " bytes");
        }
        if (length % RECORD != 0) {
            long record = length / RECORD;
            throw new MalformedDataException(source.file(), "length", length + " bytes, which ends within record " + record + " (begins at byte " + record * RECORD + ")",
                    "a multiple of " + RECORD + " bytes");
        }
        return (int) (length / RECORD);
    }

    private static void read(Source source, int records, byte[] pixels, int[] labels, int begin) throws IOException {
        byte[] label = new byte[1];
        try (Source.Content content = source.open()) {
            for (int i = 0; i < records; i++) {
                content.readFully(label, 0, 1, "record " + i);
                labels[begin + i] = label[0] & 0xff;
                if (labels[begin + i] >= CLASSES) {
                    throw new MalformedDataException(source.file(), "label of record " + i + " (byte " + (long) i * RECORD + ")", labels[begin + i], "0 to 9");
                }
                content.readFully(pixels, (begin + i) * IMAGE, IMAGE, "record " + i);
            }
        }
    }

    /** Ten lines, one for each class; the file as distributed has an empty one behind them. */
    private static List<String> classes(Source source) throws IOException {
        int most = 1 << 16;
        long length = source.length(most);
        if (length > most) {
            throw new MalformedDataException(source.file(), "length", "more than " + most + " bytes", "ten names of classes");
        }
        byte[] text = new byte[(int) length];
        try (Source.Content content = source.open()) {
            content.readFully(text, 0, text.length, "the names of the classes");
        }
        List<String> names = new String(text, StandardCharsets.UTF_8).lines().map(String::strip).filter(name -> !name.isEmpty()).toList();
        if (names.size() != CLASSES) {
            throw new MalformedDataException(source.file(), "number of names", names.size(), CLASSES + ", one on each line");
        }
        return names;
    }
}
