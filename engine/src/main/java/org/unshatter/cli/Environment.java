package org.unshatter.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.unshatter.kernels.Kernels;

/** What a run ran on: all that may differ between two runs of the same seed. */
final class Environment {

    private Environment() {
    }

    static SequencedMap<String, Object> describe() {
        Kernels.Info info = Kernels.info();
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("jdk", info.jdk() + " (" + System.getProperty("java.vendor") + ")");
        map.put("vectorBits", info.vectorBits());
        map.put("microKernel", info.microKernel());
        map.put("threads", info.threads());
        map.put("processor", processor());
        map.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        info.scalarReason().ifPresent(reason -> map.put("scalarReason", reason));
        return map;
    }

    /** The processor's name where the system tells it in a file, else its architecture. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException e) {
            return System.getProperty("os.arch");
        }
    }
}
