package org.unshatter.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unshatter.cli.Console;

/** What the documents name exists: files, headings, methods, tests, commands and options; and code that they quote stands where they say. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\[([^\\]\\n]*)\\]\\(([^)\\s]+)\\)");
    private static final Path GUIDE = Documents.ROOT.resolve("docs/GUIDE.md");

    private final List<String> wrong = new ArrayList<>();
    private int checked;

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path document : Documents.all()) {
            for (MatchResult link : LINK.matcher(Documents.prose(document)).results().toList()) {
                if (!link.group(2).contains("://")) {
                    String[] target = link.group(2).split("#", 2);
                    Path file = target[0].isEmpty() ? document : document.resolveSibling(target[0]).normalize();
                    check(Files.exists(file) && (target.length == 1 || headings(file).contains(target[1])), document, link.group());
                }
            }
        }
        expect(90);
    }

    /** `Crelu.java`, or with "…" for folders in between. */
    @Test
    void everySourceFileNamedExists() throws IOException {
        List<String> sources = Documents.sources();
        for (Path document : Documents.all()) {
            for (String code : Documents.code(document)) {
                if (code.matches("[\\w/….-]+\\.java") && !code.startsWith("docs/")) {
                    Pattern path = Pattern.compile("(.*/)?" + Arrays.stream(code.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
                    check(sources.stream().anyMatch(source -> path.matcher(source).matches()), document, "`" + code + "`");
                }
            }
        }
        expect(5);
    }

    /** A link [`Type.method`](….java): the file declares or calls it. */
    @Test
    void everyMethodLinkedIsInItsFile() throws IOException {
        Pattern name = Pattern.compile("`\\w+\\.(\\w+)`");
        for (Path document : Documents.all()) {
            for (MatchResult link : LINK.matcher(Documents.prose(document)).results().toList()) {
                Path file = document.resolveSibling(link.group(2)).normalize();
                for (MatchResult method : name.matcher(link.group(1)).results().toList()) {
                    if (link.group(2).endsWith(".java") && !method.group(1).equals("java")) {
                        check(Files.exists(file) && Pattern.compile("\\b" + method.group(1) + "\\(").matcher(Files.readString(file)).find(), document, link.group());
                    }
                }
            }
        }
        expect(20);
    }

    @Test
    void everyCommandAndOptionExists() throws IOException {
        String all = Console.unshatter(List.of("--help")).out();
        String bench = Files.readString(Documents.ROOT.resolve("bench/src/main/java/org/unshatter/bench/Options.java")); // its help is within
        Map<String, String> helps = new HashMap<>(Map.of("bench", bench, "--help", all, "--version", all));
        for (Path document : Documents.all()) {
            for (String command : Documents.commands(document)) {
                if (!command.startsWith("./unshatter")) {
                    continue;
                }
                List<String> words = Stream.of(command.split("\\s+")).skip(1).dropWhile(word -> word.startsWith("-D") || word.startsWith("-X")).toList();
                if (words.isEmpty() || List.of("COMMAND", "...", "…").contains(words.getFirst())) { // the command in general
                    continue;
                }
                String help = helps.computeIfAbsent(words.getFirst(), name -> Console.unshatter(List.of(name, "--help")).out());
                check(!help.isEmpty(), document, command);
                for (String option : words.subList(1, words.size())) {
                    check(!option.startsWith("--") || Pattern.compile(Pattern.quote(option) + "(?![\\w-])").matcher(help).find(), document, option + " of " + command);
                }
            }
        }
        expect(300);
    }

    @Test
    void everyTestNamedExists() throws IOException {
        List<String> sources = Documents.sources();
        for (Path document : Documents.all()) {
            for (String code : Documents.code(document)) {
                if (code.matches("\\w+Test")) {
                    check(sources.stream().anyMatch(source -> source.endsWith("/" + code + ".java")), document, "`" + code + "`");
                }
            }
        }
        expect(5);
    }

    /** A block of Java in the guide begins with "// File.java", with a folder where names repeat: its lines stand there in this order. "…" is what was left out. */
    @Test
    void codeThatTheGuideQuotesStandsInItsFile() throws IOException {
        for (Documents.Block block : Documents.blocks(GUIDE)) {
            if (block.language().equals("java")) {
                String[] lines = block.text().split("\\R");
                String name = lines[0].replaceFirst("^// ", "");
                List<String> files = Documents.sources().stream().filter(source -> source.endsWith("/" + name)).toList();
                assertEquals(1, files.size(), () -> "files named " + name + ", the first line of: " + block.text());
                List<String> file = Files.readAllLines(Documents.ROOT.resolve(files.getFirst()));
                int at = 0;
                for (String line : List.of(lines).subList(1, lines.length)) {
                    if (!line.isBlank() && !line.strip().equals("…")) {
                        while (at < file.size() && !file.get(at).strip().equals(line.strip())) {
                            at++;
                        }
                        check(at++ < file.size(), GUIDE, "not in " + name + ", or not in this order: " + line);
                    }
                }
            }
        }
        expect(15);
    }

    @Test
    void theGuideHasEveryExampleAndExamplesSayHowTheyAreRun() throws IOException {
        String guide = Files.readString(GUIDE);
        try (Stream<Path> examples = Files.list(Documents.ROOT.resolve("docs/examples"))) {
            for (Path example : examples.toList()) {
                check(guide.contains("(examples/" + example.getFileName() + ")"), GUIDE, "without a link to " + example.getFileName());
                check(Documents.command("docs/examples/" + example.getFileName()).getFirst().equals("java"), example, "command");
                check(Files.readAllLines(example).size() <= 60, example, "longer than 60 lines");
            }
        }
        expect(18);
    }

    private void check(boolean right, Path document, String what) {
        checked++;
        if (!right) {
            wrong.add(Documents.ROOT.relativize(document) + ": " + what);
        }
    }

    /** @param least so many were there to be checked when this was written, or nearly: fewer mean that they are no longer found */
    private void expect(int least) {
        assertEquals(List.of(), wrong);
        assertTrue(checked >= least, "only " + checked + " were found, expected at least " + least);
    }

    /** As GitHub makes anchors of them. */
    private static List<String> headings(Path file) throws IOException {
        return Documents.prose(file).lines().filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-')).toList();
    }
}
