package org.unshatter.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sizes of one core's data caches.
 *
 * @param l1Bytes first level
 * @param l2Bytes second level
 */
record CacheSizes(int l1Bytes, int l2Bytes) {

    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");
    /** What nearly every processor of the last ten years has at least. */
    private static final CacheSizes USUAL = new CacheSizes(32 << 10, 512 << 10);

    /** As Linux tells; on other systems, or where it does not tell, usual sizes. */
    static CacheSizes ofThisMachine() {
        int l1 = USUAL.l1Bytes;
        int l2 = USUAL.l2Bytes;
        for (int index = 0; index < 4; index++) {
            Path cache = LINUX.resolve("index" + index);
            try {
                String type = read(cache, "type");
                int bytes = bytes(read(cache, "size"));
                if (!type.equals("Instruction") && bytes > 0) {
                    switch (read(cache, "level")) {
                        case "1" -> l1 = bytes;
                        case "2" -> l2 = bytes;
                        default -> { }
                    }
                }
            } catch (IOException | NumberFormatException | SecurityException e) {
                // this cache is not described: the usual size stands
            }
        }
        return new CacheSizes(l1, l2);
    }

    private static String read(Path cache, String file) throws IOException {
        return Files.readString(cache.resolve(file)).strip();
    }

    /** Of a text such as "48K". */
    private static int bytes(String text) {
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'K' -> number << 10;
            case 'M' -> number << 20;
            default -> 0;
        };
    }
}
