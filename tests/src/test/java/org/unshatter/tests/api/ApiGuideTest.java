package org.unshatter.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.cli.Jvm;

/** The programs of docs/API.md and those of other pages print what stands below them. They see what a user's see: the jar's exported packages. */
class ApiGuideTest {

    private static final Pattern PROGRAM = Pattern.compile("```java\n(?<program>(?:(?!```).)*?void main\\(.*?)```\\s*(?:```text\n(?<output>.*?)```)?", Pattern.DOTALL);
    private static final String BORDER = "----\n";

    @TempDir
    Path folder;

    @Test
    void tenProgramsPrintWhatStandsBelowThem() throws IOException {
        List<MatchResult> programs = programs("docs/API.md");
        assertEquals(10, programs.size());
        List<String> outputs = run(programs);
        for (int i = 0; i < programs.size(); i++) {
            assertEquals(programs.get(i).group("output"), outputs.get(i), programs.get(i).group("program"));
        }
        assertTrue(Files.readString(folder.resolve("acf.svg")).contains("<svg"), "the figure");
    }

    @Test
    void theFrontPageAndTheDiagnosticsShowProgramsThatRun() throws IOException {
        List<MatchResult> programs = new ArrayList<>(programs("README.md"));
        programs.addAll(programs("docs/DIAGNOSTICS.md"));
        assertEquals(2, programs.size());
        List<String> outputs = run(programs);
        assertTrue(outputs.get(0).matches("Correlation of neighbouring gradients: -?0\\.\\d+\n"), outputs::toString);
        assertTrue(outputs.get(1).matches("BROWN: gradients nearby correlate by 0\\.\\d+\n"), outputs::toString);
    }

    private static List<MatchResult> programs(String page) throws IOException {
        return PROGRAM.matcher(Files.readString(Path.of(System.getProperty("unshatter.root"), page))).results().toList();
    }

    /** Compiles all at once, and runs them one after another in one process. */
    private List<String> run(List<MatchResult> programs) throws IOException {
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString(), "-p", Jvm.jar().toString(), "--add-modules", "org.unshatter",
                "-cp", String.join(System.getProperty("path.separator"), folder.toString(), testClasses()), Runner.class.getName()));
        List<Path> sources = new ArrayList<>();
        for (MatchResult program : programs) {
            String name = "Program" + sources.size();
            String text = program.group("program");
            String imported = text.startsWith("import ") ? text : "import module org.unshatter;\n" + text;
            sources.add(Files.writeString(folder.resolve(name + ".java"), imported));
            command.add(name);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", folder.toString(), "-p", Jvm.jar().toString(), "--add-modules", "org.unshatter");
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources)).call();
            assertTrue(compiled, messages::toString);
        }
        Jvm.Run run = Jvm.run(folder, null, command);
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), run.errorLines(), run::toString);
        List<String> outputs = List.of(run.out().split(BORDER));
        return outputs.size() == programs.size() ? outputs : fail("a program is silent: " + run);
    }

    private static String testClasses() {
        return Path.of(ApiGuideTest.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
    }

    /** Runs the programs it is given by name, each with a border behind what it prints. */
    static final class Runner {

        private Runner() {
        }

        public static void main(String[] programs) throws ReflectiveOperationException {
            for (String name : programs) {
                Class<?> program = Class.forName(name);
                Constructor<?> constructor = program.getDeclaredConstructor();
                Method main = program.getDeclaredMethod("main");
                constructor.setAccessible(true);
                main.setAccessible(true);
                main.invoke(constructor.newInstance());
                System.out.print(BORDER);
            }
        }
    }
}
