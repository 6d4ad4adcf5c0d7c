package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.cli.Console;
import org.unshatter.init.RandomStreams;
import org.unshatter.json.JsonReader;
import org.unshatter.kernels.Kernels;
import org.unshatter.tests.engine.data.HandMade;
import org.unshatter.train.CheckpointFolder;

/** Trainings and sweeps from the command line, in seconds: images of 3 × 3 pixels, the one of the label's number brighter. */
class TrainAndSweepTest {

    private static final String NET = "dense-plain,depth=2,width=12,bias=true";
    private static final String COMPLETE = "dense-plain,depth=2,width=12,in=1x3x3,out=10,bias=true";

    @TempDir
    static Path folder;

    @BeforeAll
    static void images() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (String name : List.of("train", "t10k")) {
            int count = name.equals("train") ? 10_200 : 50;
            int[] pixels = new int[9 * count];
            int[] labels = new int[count];
            RandomGenerator random = RandomStreams.of(1, name);
            for (int i = 0; i < pixels.length; i++) {
                labels[i / 9] = i / 9 % 9;
                pixels[i] = random.nextInt(100) + (i % 9 == labels[i / 9] ? 150 : 0);
            }
            Files.write(images.resolve(name + "-images-idx3-ubyte"), HandMade.idx(0x803, new int[] {count, 3, 3}, pixels));
            Files.write(images.resolve(name + "-labels-idx1-ubyte"), HandMade.idx(0x801, new int[] {count}, labels));
        }
    }

    private static Console run(String command, String... options) {
        List<String> all = new ArrayList<>(List.of(command, "--data", folder.resolve("images").toString(), "--batch", "20", "--augment", "none"));
        all.addAll(List.of(options));
        return Console.unshatter(all);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static String succeeds(String command, String... options) {
        Console run = run(command, options);
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err(), run::toString);
        return run.out();
    }

    /** In one line that has certain words. */
    private static void fails(int exit, Console run, String... words) {
        assertEquals(exit, run.exit(), run::toString);
        assertEquals(1, run.err().lines().count(), run::toString);
        for (String word : words) {
            assertTrue(run.err().startsWith("unshatter: ") && run.err().contains(word), () -> "without " + word + ": " + run);
        }
    }

    private static Map<?, ?> json(String file) throws IOException {
        return (Map<?, ?>) JsonReader.read(Files.readString(folder.resolve(file)));
    }

    @Test
    void aTrainingLearnsAndGoesOnOnlyAsItBegan() throws IOException {
        String[] options = {"--arch", NET, "--rate", "0.03", "--epochs", "4", "--out", at("trained")};
        String out = succeeds("train", options);
        assertTrue(out.startsWith(COMPLETE + System.lineSeparator()), out);
        assertTrue(out.contains("mnist: 200 images to train, 10,000 to validate, 50 to test"), out);
        assertEquals(4, out.lines().filter(line -> line.matches("epoch \\d: loss .*; validation loss .* images/s, .* GFLOP/s")).count(), out);
        Map<?, ?> outcome = (Map<?, ?>) json("trained/summary.json").get("outcome");
        assertTrue((double) outcome.get("testAccuracy") > 0.5, out);
        assertTrue(out.contains("test accuracy %.2f %%".formatted(100 * (double) outcome.get("testAccuracy"))), out);
        assertEquals(5, Files.readAllLines(folder.resolve("trained/log.jsonl")).size());
        Map<?, ?> environment = (Map<?, ?>) json("trained/summary.json").get("environment");
        assertEquals(Console.unshatter(List.of("--version")).out().strip(), "unshatter " + environment.get("version"));
        assertTrue(((String) environment.get("version")).matches("\\d+\\.\\d+\\.\\d+.*"), environment::toString);

        List<String> before = Tree.of(folder.resolve("trained"));
        fails(2, run("train", options), "trained holds a training already", "expected --resume");
        options[5] = "5";
        fails(2, run("train", with(options, "--resume")), "trained holds another training: epochs is 4, expected 5");
        options[5] = "4";
        String again = succeeds("train", with(options, "--resume"));
        assertFalse(again.contains("epoch 1:"), again);
        assertEquals(out.lines().filter(line -> line.startsWith("validation accuracy")).toList(),
                again.lines().filter(line -> line.startsWith("validation accuracy")).toList());
        assertEquals(before, Tree.of(folder.resolve("trained")));
    }

    private static String[] with(String[] options, String more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(more);
        return all.toArray(String[]::new);
    }

    /** The command line | what its one line must contain, separated by " & ". */
    @ParameterizedTest
    @ValueSource(strings = {
        "train --rate 0.1 | --arch is missing & expected",
        "train --arch dense-plain,depth=3 --rate 0 | --rate & \"0\" & above 0",
        "train --arch dense-plain,depth=3 --optimizer magic | --optimizer & \"magic\" & expected one of & adam",
        "train --arch dense-plain,depth=3 --recipe fat | --recipe & \"fat\" & expected one of thin, paper",
        "train --arch dense-plain,depth=3 --augment flips | --augment & \"flips\" & expected none, shifts:pixels",
        "train --arch dense-plain,depth=3 --limit 0 | --limit & \"0\" & at least 1",
        "train --arch dense-plain,depth=3 --depths 3 | \"--depths\" & unknown option & --arch & --resume",
        "sweep --depths 3 | --arch is missing & expected",
        "sweep --arch dense-plain | --depths is missing & expected",
        "sweep --arch dense-plain,depth=3 --depths 3 | --arch & \"dense-plain,depth=3\" & none with a depth",
        "sweep --arch dense-plain --depths 3,x | --depths & \"3,x\" & a depth",
        "sweep --arch dense-plain --depths 3 --shard 3/2 | --shard & \"3/2\" & 2/4",
        "sweep --arch dense-plain --depths 3 --rates 1,0 | --rates & \"1,0\" & above 0",
        "sweep --arch dense-plain --depths 3 --rates-from nowhere | --rates-from & \"nowhere\" & another sweep",
        "sweep --arch dense-plain --depths 3 --diagnose-every 0 | --diagnose-every & \"0\" & at least 1"})
    void wrongUsageIsOneLine(String usage) {
        String[] parts = usage.split(" \\| ");
        Console run = Console.unshatter(List.of(parts[0].split(" ")));
        fails(2, run, parts[1].split(" & "));
        assertEquals("", run.out(), run::toString);
    }

    @Test
    void whatCannotBeTrainedIsOneLine() throws IOException {
        List<String> before = Tree.of(folder);
        fails(2, run("train", "--arch", NET + ",in=9", "--out", at("x")), "takes [9]", "expected [1, 3, 3]");
        fails(2, run("train", "--arch", NET, "--limit", "19", "--out", at("x")), "batch is 20 images", "at most 19");
        fails(1, run("train", "--arch", NET, "--data", at("nowhere"), "--out", at("x")), "cannot read " + at("nowhere"),
                "no such folder", "expected one with CIFAR-10 or MNIST");
        fails(1, run("train", "--arch", NET, "--out", at("images/train-images-idx3-ubyte")), "cannot write " + at("images/train-images-idx3-ubyte"),
                "it is a file, expected a folder");
        fails(2, run("sweep", "--arch", "dense-plain,out=3", "--depths", "2", "--out", at("x")), "outputs of [3]", "expected [10]");
        assertEquals(before, Tree.of(folder));
    }

    /** A report of nothing would be files of ours in somebody's folder. */
    @Test
    void aFolderThatIsNoSweepHasNoReport() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("notes"), "of somebody");
        List<String> before = Tree.of(other);
        fails(2, run("sweep", "--report", "--out", other.toString()), "no training that has ended", "expected the folder of a sweep");
        assertEquals(before, Tree.of(other));
    }

    @Test
    void divergenceIsDiagnosed() {
        fails(1, run("train", "--arch", NET, "--rate", "1e30", "--out", at("wild")), "training diverged at step", "with learning rate",
                "not finite is first the output of");
    }

    /** Deleting is for what has just been trained: checkpoints that were kept on purpose stay. */
    @Test
    void whatOneSweepKeptTheNextOneKeeps() throws IOException {
        String[] options = {"--arch", "dense-plain,width=12,bias=true", "--depths", "2", "--rates", "0.03", "--epochs", "1", "--out", at("kept"), "--seeds", "1", "--keep"};
        succeeds("sweep", options);
        options[options.length - 2] = "1,2";
        succeeds("sweep", Arrays.copyOf(options, options.length - 1));
        List<String> nets = Tree.of(folder.resolve("kept")).stream().filter(name -> name.contains(".safetensors")).toList();
        assertTrue(!nets.isEmpty() && nets.stream().allMatch(name -> name.contains("seed=1/")), nets::toString);
    }

    /** Whoever compares bits should know. */
    @Test
    void goingOnWithAnotherWidthOfVectorsIsSaid() throws IOException {
        assumeTrue(Kernels.info().vectorBits() > 0, "there is no other width");
        String[] options = {"train", "--data", folder.resolve("images").toString(), "--batch", "20", "--augment", "none", "--arch", NET, "--rate", "0.03", "--epochs", "2",
            "--out", at("two-widths")};
        Jvm.Run scalar = Jvm.unshatter(folder, List.of("-Dunshatter.vectorBits=scalar"), options);
        assertEquals(0, scalar.exit(), scalar::toString);
        Files.delete(folder.resolve("two-widths/summary.json"));
        Files.delete(CheckpointFolder.at(folder.resolve("two-widths")).files().getFirst());
        Console resumed = Console.unshatter(Stream.concat(Stream.of(options), Stream.of("--resume")).toList());
        assertEquals(0, resumed.exit(), resumed::toString);
        assertTrue(resumed.err().contains("vectors of 0 bits") && resumed.err().contains("goes on with " + Kernels.info().vectorBits()), resumed::toString);
    }

    /** One that cannot be trained does not keep the others from it. */
    @Test
    void aSweepGoesOnBeyondACellThatFails() throws IOException {
        String[] options = {"--arch", "dense-plain,width=12,bias=true", "--depths", "2,3", "--rates", "0.03", "--epochs", "1", "--keep", "--out", at("partly")};
        succeeds("sweep", options);
        Path first = Files.list(folder.resolve("partly")).filter(path -> path.getFileName().toString().contains("depth=2")).findFirst().orElseThrow()
                .resolve("rate=0.03,seed=1");
        Path second = Files.list(folder.resolve("partly")).filter(path -> path.getFileName().toString().contains("depth=3")).findFirst().orElseThrow()
                .resolve("rate=0.03,seed=1");
        for (Path cell : List.of(first, second)) {
            Files.delete(cell.resolve("summary.json"));
        }
        for (Path checkpoint : Files.list(first).filter(path -> path.getFileName().toString().startsWith("step-")).toList()) {
            Files.write(checkpoint, new byte[] {1, 2, 3});
        }
        Console run = run("sweep", options);
        assertEquals(1, run.exit(), run::toString);
        assertTrue(run.errorLines().getLast().startsWith("unshatter: 1 of 2 trainings could not be carried out, the first dense-plain,depth=2"), run::toString);
        assertFalse(Files.exists(first.resolve("summary.json")));
        assertTrue(Files.exists(second.resolve("summary.json")), run::toString);
    }

    @Test
    void shardsMakeOneReportAndAnotherSweepTakesTheirRates() throws IOException {
        String[] options = {"--arch", "dense-plain,width=12,bias=true", "--label", "plain", "--depths", "2,3", "--rates", "0.03,1e-9",
            "--epochs", "2", "--out", at("swept"), "--shard", "1/2"};
        assertTrue(succeeds("sweep", options).contains("2 of 2: dense-plain,depth=3"), "depths in turn");
        assertEquals(2, ((List<?>) json("swept/sweep.json").get("outcomes")).size());
        options[13] = "2/2";
        succeeds("sweep", options);
        assertEquals(4, ((List<?>) json("swept/sweep.json").get("outcomes")).size());
        assertEquals(List.of(), Tree.of(folder.resolve("swept")).stream().filter(name -> name.contains(".safetensors")).toList(), "checkpoints");
        Path report = folder.resolve("swept/sweep.html");
        String whole = Files.readString(report);
        assertTrue(whole.contains(">plain<"), "the label");

        options[13] = "1/1";
        assertFalse(succeeds("sweep", options).contains("epoch 1:"), "computed again");
        assertEquals(whole, Files.readString(report));
        options[9] = "3";
        fails(2, run("sweep", options), "holds another training: epochs is 2, expected 3");
        Files.delete(report);
        succeeds("sweep", "--report", "--out", at("swept"));
        assertNotEquals(whole, Files.readString(report), "without labels");
        assertEquals(4, ((List<?>) json("swept/sweep.json").get("outcomes")).size());

        succeeds("sweep", "--arch", "dense-plain,width=12,bias=true", "--depths", "2", "--rates-from", at("swept"), "--epochs", "1", "--out", at("tuned"));
        assertEquals(0.03, ((Map<?, ?>) ((List<?>) json("tuned/sweep.json").get("outcomes")).getFirst()).get("rate"));
        succeeds("sweep", "--arch", "dense-plain,width=12,bias=true", "--depths", "2", "--rates-from", at("swept/sweep.json"), "--epochs", "1", "--out", at("by-report"));
        assertEquals(0.03, ((Map<?, ?>) ((List<?>) json("by-report/sweep.json").get("outcomes")).getFirst()).get("rate"));
        fails(2, run("sweep", "--arch", "dense-plain,width=13", "--depths", "2", "--rates-from", at("swept"), "--out", at("tuned")),
                "no net like dense-plain,depth=2,width=13");
        fails(1, run("sweep", "--arch", "dense-plain", "--depths", "2", "--rates-from", at("swept/accuracy.svg"), "--out", at("tuned")),
                "accuracy.svg: it is not the sweep.json of a sweep");
    }
}
