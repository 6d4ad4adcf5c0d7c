package org.unshatter.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The second-level data cache of one core. */
final class SecondLevelCache {

    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");
    /** What nearly every processor of the last ten years has at least. */
    private static final int USUAL = 512 << 10;

    private SecondLevelCache() {
    }

    /** Its size as Linux tells it; on other systems, or where it does not tell, a usual one. */
    static int bytes() {
        for (int index = 0; index < 4; index++) {
            Path cache = LINUX.resolve("index" + index);
            try {
                int bytes = bytes(read(cache, "size"));
                if (read(cache, "level").equals("2") && !read(cache, "type").equals("Instruction") && bytes > 0) {
                    return bytes;
                }
            } catch (IOException | NumberFormatException | SecurityException e) {
                // this cache is not described: the usual size stands
            }
        }
        return USUAL;
    }

    private static String read(Path cache, String file) throws IOException {
        return Files.readString(cache.resolve(file)).strip();
    }

    /** Of a text such as "512K". */
    private static int bytes(String text) {
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'K' -> number << 10;
            case 'M' -> number << 20;
            default -> 0;
        };
    }
}
