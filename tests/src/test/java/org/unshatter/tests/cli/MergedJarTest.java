package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.kernels.Kernels;
import org.unshatter.tests.ByOtherProcesses;

/** The one jar that users link: free of dependencies, and at work on the module path and on the class path. Its size is the enforcer's business. */
@ByOtherProcesses
class MergedJarTest {

    private static final String FLAG = "--add-modules jdk.incubator.vector";

    @TempDir
    static Path folder;

    private static Path classes;

    /** A stranger's program outside this build, compiled against the one jar alone. */
    @BeforeAll
    static void compileTheProgram() throws URISyntaxException {
        Path sources = Path.of(MergedJarTest.class.getResource("/outside/module-info.java").toURI()).getParent();
        classes = folder.resolve("classes");
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-Xlint:all,-incubating", "-Werror", "-d", classes.toString(),
                "-cp", folder.toString(), "-p", Jvm.jar().toString(), sources.resolve("module-info.java").toString(), sources.resolve("outside/Program.java").toString());
        assertEquals(0, status, "javac");
    }

    @Test
    void onTheModulePathItNeedsNoFlag() {
        Jvm.Run run = java("-p", Jvm.jar() + separator() + classes, "-m", "outside/outside.Program");
        answers(run, Kernels.info().vectorBits());
        assertEquals(List.of(), run.errorLines(), run::toString);
    }

    @Test
    void onTheClassPathTheFlagBringsTheVectors() {
        List<String> command = new ArrayList<>(List.of(FLAG.split(" ")));
        command.addAll(List.of("-cp", Jvm.jar() + separator() + classes, "outside.Program"));
        Jvm.Run run = java(command.toArray(String[]::new));
        answers(run, Kernels.info().vectorBits());
        assertEquals(List.of(), run.errorLines(), run::toString);
    }

    @Test
    void onTheClassPathWithoutItOneLineNamesTheFlag() {
        Jvm.Run run = java("-cp", Jvm.jar() + separator() + classes, "outside.Program");
        answers(run, 0);
        assertEquals(1, run.err().lines().count(), run::toString);
        assertTrue(run.err().contains(FLAG) && run.err().contains("scalar"), run::toString);
    }

    @Test
    void thatLineCanBeSilenced() {
        Jvm.Run run = java("-Dunshatter.quiet=true", "-cp", Jvm.jar() + separator() + classes, "outside.Program");
        answers(run, 0);
        assertEquals("", run.err(), run::toString);
    }

    @Test
    void theCommandLineWorksInAllThreeWays() {
        String bits = Integer.toString(Kernels.info().vectorBits());
        assertEquals(bits, InfoTest.read(Jvm.unshatter(folder, "info")).get("vectorBits"));
        String[] flag = FLAG.split(" ");
        assertEquals(bits, InfoTest.read(java(flag[0], flag[1], "-jar", Jvm.jar().toString(), "info")).get("vectorBits"));
        Jvm.Run without = java("-jar", Jvm.jar().toString(), "info");
        assertEquals("0", InfoTest.read(without).get("vectorBits"));
        assertEquals(1, without.err().lines().count(), without::toString);
    }

    @Test
    void itIsOneModuleThatNeedsTheJdkOnly() {
        ModuleDescriptor module = ModuleFinder.of(Jvm.jar()).find("org.unshatter").orElseThrow().descriptor();
        assertTrue(module.requires().stream().allMatch(r -> r.name().startsWith("java.") || r.name().startsWith("jdk.")), module.requires()::toString);
    }

    /** No line more: an Automatic-Module-Name beside a descriptor, say, or what depends on the JVM that Maven ran on. */
    @Test
    void itsManifestTellsWhatItIs() throws IOException {
        try (JarFile jar = new JarFile(Jvm.jar().toFile())) {
            Map<String, String> manifest = new TreeMap<>();
            jar.getManifest().getMainAttributes().forEach((name, value) -> manifest.put(name.toString(), value.toString()));
            String platform = ModuleFinder.of(Jvm.jar()).find("org.unshatter").orElseThrow().descriptor().requires().stream()
                    .filter(required -> required.name().equals("java.base")).findFirst().orElseThrow().rawCompiledVersion().orElseThrow();
            assertEquals(Map.of("Manifest-Version", "1.0", "Implementation-Title", "Unshatter", "Implementation-Version", version(),
                    "Main-Class", "org.unshatter.cli.Main", "Build-Jdk-Spec", platform), manifest);
        }
    }

    /** Besides its own classes it holds these, and nothing that only the build needs. */
    @Test
    void itHoldsLittleElse() throws IOException {
        try (JarFile jar = new JarFile(Jvm.jar().toFile())) {
            assertEquals(List.of("META-INF/LICENSE", "META-INF/MANIFEST.MF", "module-info.class", "org/unshatter/cli/version.txt"),
                    jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName)
                            .filter(name -> !name.startsWith("org/unshatter/") || !name.endsWith(".class") || name.endsWith("-info.class")).sorted().toList());
        }
    }

    /** As --version prints it and as a training records it: from the jar, and from folders of classes, which have neither manifest nor module. */
    @Test
    void itsVersionIsKnownHoweverItRuns() {
        String folders = Stream.of("kernels", "autodiff", "engine").map(module -> Jvm.root().resolve(module + "/target/classes").toString())
                .collect(Collectors.joining(separator()));
        for (String path : List.of(Jvm.jar().toString(), folders)) {
            assertEquals("unshatter " + version(), java("-cp", path, "org.unshatter.cli.Main", "--version").out().strip(), path);
        }
        assertEquals("unshatter " + version(), Jvm.unshatter(folder, "--version").out().strip());
    }

    private static String version() {
        return Jvm.jar().getFileName().toString().replaceAll("^unshatter-|\\.jar$", "");
    }

    /** The numbers were worked by hand, see the program; a plain net of 50 layers with batch norm shatters, a looks-linear one is linear. */
    private static void answers(Jvm.Run run, int vectorBits) {
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of("2.9970703 -3.9960938", "SHATTERED", "CONSTANT", Integer.toString(vectorBits)), run.out().lines().toList(), run::toString);
    }

    private static Jvm.Run java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString()));
        command.addAll(List.of(arguments));
        return Jvm.run(folder, null, command);
    }

    private static String separator() {
        return System.getProperty("path.separator");
    }
}
