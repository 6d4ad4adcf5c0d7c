package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.tests.ByOtherProcesses;

/**
 * The launcher finds a JDK, or says what it found and what to install. It runs from a copy, so that whatever it wrote would show,
 * with a PATH of a few basic tools and JDKs that only tell how they were called.
 */
@DisabledOnOs(OS.WINDOWS)
@ByOtherProcesses
class LauncherTest {

    private static final List<String> TOOLS = List.of("dirname", "basename", "readlink", "sed", "find", "mkdir", "touch", "rm", "cat");

    @TempDir
    Path folder;

    private Path root;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aTreeWithoutJdk() throws IOException {
        Path source = Jvm.root();
        root = Files.createDirectory(folder.resolve("a tree"));
        Files.copy(source.resolve("unshatter"), root.resolve("unshatter"));
        Files.copy(source.resolve("pom.xml"), root.resolve("pom.xml"));
        for (String place : List.of(".mvn", "kernels/src", "autodiff/src", "engine/src")) {
            Files.createDirectories(root.resolve(place));
        }
        for (String module : List.of("kernels", "autodiff", "engine")) {
            Files.createFile(root.resolve(module).resolve("pom.xml"));
        }
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path original = Path.of(place, tool);
                if (Files.exists(original) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), original);
                }
            }
        }
        environment.put("PATH", tools.toString());
        environment.put("UNSHATTER_JDK_DIRS", Files.createDirectory(folder.resolve("jdks")) + "/*");
    }

    /** JUnit would warn on stderr of each link that leads out of its folder. */
    @AfterEach
    void removeTheLinks() throws IOException {
        for (String tool : TOOLS) {
            Files.deleteIfExists(folder.resolve("tools").resolve(tool));
        }
    }

    @Test
    void withoutAnyJdkItSaysWhatToInstall() throws IOException {
        String line = refused();
        for (String word : List.of("JDK 25", "no JDK", "Temurin", "JAVA_HOME")) {
            assertTrue(line.contains(word), line);
        }
    }

    @Test
    void withOldJdksItNamesEach() throws IOException {
        environment.put("JAVA_HOME", jdk("old home", "17.0.9").toString());
        jdk("jdks/jdk-21", "21.0.2");
        jdk("jdks/jdk-8", "1.8.0_392");
        String line = refused();
        for (String word : List.of("JDK 25", "JDK 17.0.9 in ", "/old home", "JDK 21.0.2 in ", "/jdks/jdk-21", "JDK 1.8.0_392 in ")) {
            assertTrue(line.contains(word), line);
        }
    }

    @Test
    void aJavaHomeThatIsNoneIsNoReasonToFail() throws IOException {
        environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
        assertTrue(refused().contains("no JDK"));
        aBuiltJar();
        jdk("jdks/jdk-25", "25.0.1");
        assertEquals("jdk-25", launch("info").out().lines().findFirst().orElseThrow());
    }

    @Test
    void withoutJarAndMavenItSaysThat() throws IOException {
        environment.put("JAVA_HOME", jdk("home", "25.0.1").toString());
        assertTrue(refused().contains("Maven"));
    }

    private String refused() throws IOException {
        List<String> before = Tree.of(folder);
        Jvm.Run run = launch("reproduce");
        assertEquals(1, run.exit(), run::toString);
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run::toString);
        assertTrue(run.err().startsWith("unshatter: "), run::toString);
        assertEquals(before, Tree.of(folder));
        return run.err();
    }

    /** JAVA_HOME before all; of the usual folders the oldest that will do. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-, jdk-25", "26.0.1, home", "17.0.9, jdk-25"})
    void itPrefersJavaHomeThenTheOldest(String home, String chosen) throws IOException {
        aBuiltJar();
        jdk("jdks/jdk-27", "27");
        jdk("jdks/jdk-25", "25.0.1");
        jdk("jdks/jdk-26", "26-ea");
        jdk("jdks/jdk-24", "24.0.2");
        if (home != null) {
            environment.put("JAVA_HOME", jdk("home", home).toString());
        }
        assertEquals(chosen, launch("info").out().lines().findFirst().orElseThrow());
    }

    @Test
    void argumentsArriveUnchangedAndThoseBeforeTheCommandAtTheJvm() throws IOException {
        Path jar = aBuiltJar();
        jdk("jdks/jdk-25", "25.0.1");
        Jvm.Run run = launch("-Da=1 2", "-Xmx1g", "reproduce", "--out", "a  \"b\" $c *", "", "-Dlate");
        assertEquals(List.of("jdk-25", "-p", jar.toRealPath().toString(), "-Da=1 2", "-Xmx1g", "-m", "org.unshatter/org.unshatter.cli.Main",
                "reproduce", "--out", "a  \"b\" $c *", "", "-Dlate"), run.out().lines().toList(), run::toString);
    }

    @Test
    void benchIsAProgramOfItsOwnWhichMayCallNativeCode() throws IOException {
        aBuiltJar();
        Files.createDirectories(root.resolve("bench/src"));
        Files.createFile(root.resolve("bench/pom.xml"));
        String name = Jvm.jar().getFileName().toString().replace("unshatter-", "unshatter-bench-");
        Path jar = Files.createFile(Files.createDirectories(root.resolve("bench/target")).resolve(name));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        jdk("jdks/jdk-25", "25.0.1");
        Jvm.Run run = launch("-Dunshatter.openblas=x", "bench", "sweep", "--json", "a b");
        assertEquals(List.of("jdk-25", "--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED", "-cp", jar.toRealPath() + ":" + root.toRealPath().resolve("bench/target/lib/*"),
                "-Dunshatter.openblas=x", "org.unshatter.bench.Main", "sweep", "--json", "a b"), run.out().lines().toList(), run::toString);
    }

    @Test
    void theProgramsExitCodeIsTheLaunchers() throws IOException {
        aBuiltJar();
        jdk("jdks/jdk-25", "25.0.1");
        assertEquals(7, launch("info").exit());
    }

    @Test
    void itMayBeCalledThroughALinkFromAnywhere() throws IOException {
        aBuiltJar();
        jdk("jdks/jdk-25", "25.0.1");
        Path link = Files.createSymbolicLink(Files.createDirectory(folder.resolve("bin")).resolve("us"), root.resolve("unshatter"));
        Jvm.Run run = Jvm.run(folder.resolve("bin"), environment, List.of("/bin/sh", link.toString(), "info"));
        assertTrue(run.out().contains("a tree/engine/target/unshatter-"), run::toString);
    }

    @Test
    void withARealJdkTheProgramRuns() throws IOException {
        aBuiltJar();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Jvm.Run run = launch("reproduce", "--only", "fig 9");
        assertEquals(2, run.exit(), run::toString);
        assertTrue(run.errorLines().size() == 1 && run.err().contains("\"fig 9\""), run::toString);
    }

    private Jvm.Run launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", root.resolve("unshatter").toString()));
        command.addAll(List.of(arguments));
        return Jvm.run(folder, environment, command);
    }

    /** The real jar, newer than everything that the launcher compares it with. */
    private Path aBuiltJar() throws IOException {
        Path jar = Files.createDirectories(root.resolve("engine/target")).resolve(Jvm.jar().getFileName());
        Files.copy(Jvm.jar(), jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        return jar;
    }

    /** A JDK whose java prints the folder's name, then its arguments, one on each line, and exits with 7. */
    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String tool : List.of("java", "javac")) {
            Path file = home.resolve("bin").resolve(tool);
            Files.writeString(file, "#!/bin/sh\nprintf '%s\\n' '" + home.getFileName() + "' \"$@\"\nexit 7\n");
            assertTrue(file.toFile().setExecutable(true));
        }
        return home;
    }
}
