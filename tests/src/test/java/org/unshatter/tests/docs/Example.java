package org.unshatter.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unshatter.tests.cli.Jvm;

/** A program of docs/examples, as it stands or edited, which is how the guide's exercises change it. */
record Example(String file, String source) {

    static final String NUMBER = "(-?[\\d.]+(?:e[-+]?\\d+)?)";

    static Example named(String name) throws IOException {
        String file = "docs/examples/" + name + ".java";
        return new Example(file, Files.readString(Documents.ROOT.resolve(file)));
    }

    Example with(String before, String after) {
        assertTrue(source.contains(before), () -> "no \"" + before + "\" in " + file);
        return new Example(file, source.replace(before, after));
    }

    /** What it prints when it is started by the command at its head, in a JVM of its own; each line must be of this form. */
    List<Matcher> lines(String form) throws IOException {
        Path folder = Files.createTempDirectory("unshatter-example");
        Path edited = folder.resolve(Path.of(file).getFileName());
        try {
            Files.writeString(edited, source);
            Jvm.Run run = Jvm.run(Documents.ROOT, null, command(edited));
            assertEquals(0, run.exit(), run::toString);
            assertEquals(List.of(), run.errorLines(), run::toString);
            List<Matcher> lines = run.out().lines().map(Pattern.compile(form)::matcher).toList();
            assertTrue(!lines.isEmpty() && lines.stream().allMatch(Matcher::matches), () -> "expected lines of the form " + form + ": " + run);
            return lines;
        } finally {
            Files.delete(edited);
            Files.delete(folder);
        }
    }

    private List<String> command(Path edited) throws IOException {
        List<String> words = new ArrayList<>(Documents.command(file));
        Path jar = Jvm.jar().toAbsolutePath().normalize();
        assertEquals("java", words.getFirst());
        assertEquals(file, words.getLast());
        assertTrue(words.stream().anyMatch(word -> Documents.ROOT.resolve(word).normalize().equals(jar)), () -> "without " + jar + ": " + words);
        words.set(0, Jvm.java().toString());
        words.set(words.size() - 1, edited.toString());
        words.addAll(1, List.of("-Dstdout.encoding=UTF-8", "-Duser.language=en")); // whatever the machine's own are
        return words;
    }
}
