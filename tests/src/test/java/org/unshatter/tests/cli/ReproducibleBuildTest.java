package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.ByOtherProcesses;

/** The same sources give the same jars, byte for byte: in another folder, time zone and language, from nothing, as from whatever was built here before. */
@DisabledOnOs(OS.WINDOWS)
@ByOtherProcesses
class ReproducibleBuildTest {

    @TempDir
    Path folder;

    @Test
    void aSecondBuildGivesTheSameBytes() throws IOException {
        Maven.assumePresent();
        Path copy = Files.createDirectory(folder.resolve("another place"));
        for (String file : List.of("pom.xml", "LICENSE", "bench/pom.xml", "tests/pom.xml")) { // Maven reads the POMs of all modules
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(Jvm.root().resolve(file), copy.resolve(file));
        }
        for (String module : List.of("kernels", "autodiff", "engine")) {
            Tree.copy(Jvm.root().resolve(module + "/src"), copy.resolve(module + "/src"));
            Files.copy(Jvm.root().resolve(module + "/pom.xml"), copy.resolve(module + "/pom.xml"));
        }
        Files.createDirectory(copy.resolve(".mvn")); // marks the root
        // Offline: the build around this one has needed all that it needs.
        Maven.run(copy, Map.of("TZ", "Pacific/Auckland", "LC_ALL", "C"), "--offline", "-DskipTests", "-pl", "engine", "-am", "verify");
        String jar = Jvm.jar().getFileName().toString();
        for (String name : List.of(jar, jar.replace(".jar", "-sources.jar"), jar.replace(".jar", "-javadoc.jar"), jar.replace(".jar", ".pom"))) {
            same(Jvm.jar().resolveSibling(name), copy.resolve("engine/target").resolve(name));
        }
    }

    private static void same(Path here, Path there) throws IOException {
        long at = Files.mismatch(here, there);
        if (at >= 0) {
            if (here.toString().endsWith(".jar")) {
                assertEquals(entries(here), entries(there), () -> here + " and one from a build elsewhere");
            }
            fail(here + " and one from a build elsewhere differ, first at byte " + at);
        }
    }

    private static Map<String, String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Map<String, String> entries = new TreeMap<>();
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), entry.getTimeLocal() + " " + Long.toHexString(entry.getCrc()));
            }
            return entries;
        }
    }
}
