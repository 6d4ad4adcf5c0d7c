package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.cli.Console;
import org.unshatter.kernels.Workers;
import org.unshatter.tests.engine.data.HandMade;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;

/**
 * Whatever stands on the command line, it ends with code 0, 1 or 2, and a failure with one line that needs no stack trace to be understood; nothing is
 * left behind that was not asked for.
 */
@Fuzzed
class CommandLineFuzzTest {

    /** More than 10,000 images of MNIST's form, so that two are left to train with. */
    private static final int IMAGES = 10_002;
    private static final Pattern JAVA = Pattern.compile("\\b((java|org\\.unshatter)(\\.\\w+)+|\\w*(Exception|Error)\\b)");
    /** Nets that take long to make are not what is tested here. */
    private static final Pattern LARGE = Pattern.compile("(depth|width|filters|in|out|stages|--depths|--seeds)(=|\\b.*x)?[^,]*[1-9]\\d{2}.*");

    @TempDir
    Path folder;

    private int threads;

    @BeforeEach
    void files() throws IOException {
        threads = Workers.threads();
        Files.writeString(folder.resolve("file"), "not a folder");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.write(data.resolve("train-images-idx3-ubyte"), HandMade.idx(0x803, new int[] {IMAGES, 2, 1}, new int[2 * IMAGES]));
        Files.write(data.resolve("train-labels-idx1-ubyte"), HandMade.idx(0x801, new int[] {IMAGES}, new int[IMAGES]));
        Files.write(data.resolve("t10k-images-idx3-ubyte"), HandMade.idx(0x803, new int[] {1, 2, 1}, 0, 0));
        Files.write(data.resolve("t10k-labels-idx1-ubyte"), HandMade.idx(0x801, new int[] {1}, 0));
        assertEquals(0, Console.unshatter(List.of("summary", "--arch", "dense-plain,depth=2,width=3", "--save", at("net"))).exit());
    }

    @AfterEach
    void asManyThreadsAsBefore() {
        Workers.setThreads(threads);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** Each would succeed or come far, but for a folder that cannot be made. */
    private List<String> valid(RandomGenerator random) {
        String net = Mutations.pick(List.of("dense-plain,depth=2,width=3", "dense-residual,depth=3,width=4,norm=batch", "conv-plain,depth=3,filters=1,in=1x4x4",
                "dense-plain,depth=2,width=4,act=crelu,init=looks-linear"), random);
        String line = Mutations.pick(List.of(
                "--help", "--version", "info --help",
                "summary --initializers", "summary --arch NET", "summary --arch NET --check --seed 3", "summary --arch NET --save AT/saved", "summary --load AT/net",
                "summary --load AT/data/train-images-idx3-ubyte",
                "diagnose --arch NET --samples 2 --seed -1 --init he", "diagnose --checkpoint AT/net --samples 3",
                "train --recipes", "train --arch NET --data AT/data --batch 1 --epochs 1 --rate 0.1",
                "train --arch=NET --data=AT/data --limit=1 --batch=1 --optimizer=sgd:momentum=0.5 --schedule=warmup+cosine --resume",
                "train --arch NET --data AT/data --batch 2 --recipe digits --augment shifts:1 --clip norm:1 --smoothing 0.1 --patience 2 --diagnose-every 1",
                "sweep --report", "sweep --arch dense-plain --depths 2 --rates-from AT/data --data AT/data --keep",
                "sweep --arch dense-plain,width=3 --arch dense-linear,width=2 --label a --label b --depths 2,3 --seeds 1,2 --rates 0.1,0.01 --data AT/data --batch 1",
                "reproduce --quick --only fig1,theory --seed 2 --threads 2", "reproduce --data AT/data --only fig5"), random);
        return Arrays.stream(line.split(" ")).map(word -> word.replace("NET", net)).toList();
    }

    private List<String> commandLine(RandomGenerator random) {
        List<String> words = new ArrayList<>(valid(random));
        List<String> others = valid(random);
        for (int damages = random.nextInt(4); damages > 0; damages--) {
            int at = random.nextInt(words.size());
            switch (random.nextInt(7)) {
                case 0 -> words.remove(at);
                case 1 -> words.add(at, words.get(random.nextInt(words.size())));
                case 2 -> words.add(at, Mutations.pick(others, random));
                case 3 -> words.set(at, Mutations.pick(Mutations.NUMBERS, random));
                case 4 -> words.set(at, words.get(at) + "=" + Mutations.pick(Mutations.NUMBERS, random));
                default -> words.set(at, Mutations.text(words.get(at), Mutations.pick(others, random), others, random));
            }
            if (words.isEmpty()) {
                words.add("");
            }
        }
        // the last counts: there nothing can be made, so no long work begins
        words.addAll(switch (words.getFirst()) {
            case "reproduce", "diagnose", "train", "sweep" -> List.of("--out", "AT/file/below");
            case "info" -> List.of("--help");
            case "summary" -> words.stream().anyMatch(word -> word.startsWith("--save")) ? List.of("--save", "AT/saved") : List.of();
            default -> List.of();
        });
        return words.stream().map(word -> word.replace("AT", folder.toString())).toList();
    }

    private static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void itEndsInOneLineAndLeavesNothing() throws InterruptedException {
        Fuzz.run("command line", 400, random -> {
            List<String> words = commandLine(random);
            if (words.stream().filter(word -> word.length() < 300).anyMatch(word -> LARGE.matcher(word).find()
                    && Mutations.NUMBERS.stream().noneMatch(number -> number.length() > 3 && word.endsWith(number)))) {
                return "large";
            }
            String where = Fuzz.quoted(words);
            List<String> before = Tree.of(folder);
            List<String> here = tree(Path.of(""));
            Console run = Console.unshatter(words);
            String what = where + ": " + run;
            Files.deleteIfExists(folder.resolve("saved"));
            if (run.exit() == 0) {
                assertEquals("", run.err(), what);
            } else {
                assertTrue(run.exit() == 1 || run.exit() == 2, what);
                String line = run.errorLines().getFirst();
                assertTrue(line.startsWith("unshatter: ") && line.length() > 20 && !JAVA.matcher(line).find(), what);
                assertTrue(run.exit() == 1 && words.contains("--debug") || run.errorLines().size() == 1, what);
                assertTrue(line.contains("expected") || run.exit() == 1 && line.contains("cannot ") || line.contains("takes no value")
                        || line.contains("bench is not in the jar"), what);
                assertTrue(line.chars().noneMatch(Character::isISOControl), what);
                assertTrue(run.exit() == 1 || run.out().isEmpty(), what);
            }
            List<String> after = Tree.of(folder);
            assertEquals(before, after, what);
            assertEquals(here, tree(Path.of("")), what);
            return "exit " + run.exit();
        }, "exit 0", "exit 1", "exit 2");
    }
}
