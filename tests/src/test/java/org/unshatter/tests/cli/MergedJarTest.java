package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.kernels.Kernels;

/** The one jar that users link: small, free of dependencies, and at work on the module path and on the class path. */
class MergedJarTest {

    private static final String FLAG = "--add-modules jdk.incubator.vector";

    /** A stranger's program: a gradient through the public API, then the width it was computed at. */
    private static final String PROGRAM = """
            package outside;

            import org.unshatter.autodiff.Tape;
            import org.unshatter.autodiff.Tensor;
            import org.unshatter.diagnostics.InputGradient;
            import org.unshatter.init.RandomStreams;
            import org.unshatter.kernels.Kernels;
            import org.unshatter.arch.DenseNet;
            import org.unshatter.nn.Layer;

            public class Program {
                public static void main(String[] arguments) {
                    Tape tape = new Tape();
                    Tensor x = tape.variable(Tensor.of(new float[] {3, -4}, 1, 2));
                    Tensor weight = Tensor.of(new float[] {2, 5}, 1, 2);
                    Tensor gradient = tape.gradients(x.relu().matmulTransposed(weight)).of(x);
                    System.out.println(gradient.toArray()[0] + " " + gradient.toArray()[1]);

                    Layer net = DenseNet.plain(10).inputs(2).build(RandomStreams.of(1, "outside"));
                    Tensor slope = InputGradient.of(net, Tensor.of(new float[] {1, 0}, 1, 2));
                    System.out.println(slope.toArray()[0] != 0 && Float.isFinite(slope.toArray()[0]));
                    System.out.println(Kernels.info().vectorBits());
                }
            }
            """;

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compileTheProgram() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src/outside"));
        Files.writeString(sources.resolve("Program.java"), PROGRAM);
        Files.writeString(folder.resolve("src/module-info.java"), "module outside { requires org.unshatter; }");
        classes = folder.resolve("classes");
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), "-p", Jvm.jar().toString(),
                sources.resolve("Program.java").toString(), folder.resolve("src/module-info.java").toString());
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
    void itIsSmall() throws IOException {
        assertTrue(Files.size(Jvm.jar()) < 1_000_000, "the jar has " + Files.size(Jvm.jar()) + " bytes");
    }

    @Test
    void itIsOneModuleThatNeedsTheJdkOnly() {
        ModuleDescriptor module = ModuleFinder.of(Jvm.jar()).find("org.unshatter").orElseThrow().descriptor();
        assertTrue(module.requires().stream().allMatch(r -> r.name().startsWith("java.") || r.name().startsWith("jdk.")), module.requires()::toString);
    }

    private static void answers(Jvm.Run run, int vectorBits) {
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of("2.0 0.0", "true", Integer.toString(vectorBits)), run.out().lines().toList(), run::toString);
    }

    private Jvm.Run java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString()));
        command.addAll(List.of(arguments));
        return Jvm.run(folder, null, command);
    }

    private static String separator() {
        return System.getProperty("path.separator");
    }
}
