package org.unshatter.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and what lies in docs/, taken apart. */
final class Documents {

    static final Path ROOT = Path.of(System.getProperty("unshatter.root", "..")).toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\R(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    private Documents() {
    }

    /** A block between fences, with the word behind the first one. */
    record Block(String language, String text) {
    }

    static List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(all::add);
        }
        return all;
    }

    /** The files of the source tree, relative to the root, with slashes. */
    static List<String> sources() throws IOException {
        List<String> files = new ArrayList<>();
        for (String folder : List.of("kernels", "autodiff", "engine", "bench", "tests")) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(folder).resolve("src"))) {
                walk.filter(Files::isRegularFile).forEach(file -> files.add(ROOT.relativize(file).toString().replace('\\', '/')));
            }
        }
        return files;
    }

    /** Without the blocks. */
    static String prose(Path document) throws IOException {
        return FENCE.matcher(Files.readString(document)).replaceAll("");
    }

    static List<Block> blocks(Path document) throws IOException {
        return FENCE.matcher(Files.readString(document)).results().map(block -> new Block(block.group(1), block.group(2))).toList();
    }

    /** What stands in backticks within the prose. */
    static List<String> code(Path document) throws IOException {
        return CODE.matcher(prose(document)).results().map(code -> code.group(1)).toList();
    }

    /** The lines of blocks for a shell, continued lines joined and comments dropped, and what stands in backticks. */
    static List<String> commands(Path document) throws IOException {
        List<String> commands = new ArrayList<>(code(document));
        for (Block block : blocks(document)) {
            if (block.language().equals("sh")) {
                block.text().replaceAll("\\\\\\R", " ").lines().map(line -> line.replaceFirst("(^|\\s)#.*", "").strip()).forEach(commands::add);
            }
        }
        return commands;
    }

    /** The words of the command at the head of an example. */
    static List<String> command(String example) throws IOException {
        Matcher head = Pattern.compile("(?m)^// {3}(java .*)$").matcher(Files.readString(ROOT.resolve(example)));
        if (!head.find()) {
            throw new AssertionError("no line \"//   java ...\" at the head of " + example);
        }
        return List.of(head.group(1).strip().split(" +"));
    }
}
