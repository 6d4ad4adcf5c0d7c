package org.unshatter.tests.engine.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Bytes of files as they are written by hand, and what is in a folder. */
final class RawFile {

    private RawFile() {
    }

    /** A file of a header and data; in the header ' stands for a quotation mark, in the data spaces are for people. */
    static byte[] of(String header, String hexData) {
        return of(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), HexFormat.of().parseHex(hexData.replace(" ", "")));
    }

    static byte[] of(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).put(data).array();
    }

    static Path write(Path folder, byte[] bytes) throws IOException {
        Path file = folder.resolve("hand-made.safetensors");
        Files.deleteIfExists(file); // ext4 waits for the disk when a file is emptied and written again
        return Files.write(file, bytes);
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
