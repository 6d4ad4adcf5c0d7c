package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.cli.Console;
import org.unshatter.diagnostics.PathLengths;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;
import org.xml.sax.InputSource;

/** {@code diagnose} tells nets apart whose gradients are known, in words and numbers, on the screen and as a page. */
class DiagnoseTest {

    @TempDir
    Path folder;

    @Test
    void tellsTheKindsOfNetsApart() throws Exception {
        String out = run("diagnose", "--arch", "conv-plain,depth=3,norm=batch,filters=8", "--arch", "conv-plain,depth=25,norm=batch,filters=8",
                "--arch", "thin-plain,depth=18,act=crelu,init=looks-linear", "--arch", "dense-plain,depth=10,width=32,init=zeros", "--samples", "64");
        assertEquals(List.of("brown (nearby gradients are alike)", "shattered (white)", "constant (the net is linear as it stands)",
                "collapsed (gradients are 0, or nearly)"), verdicts(out).stream().map(verdict -> verdict.split(";")[0]).toList());
        assertTrue(out.contains("layers: |Delta|/|S| 0.00 on average"), out);
        assertTrue(out.contains("(64 built-in images, "), out);
        String html = Files.readString(folder.resolve("out/diagnosis.html"));
        // The page is well-formed XML as well.
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html.replaceFirst("<!DOCTYPE html>", ""))));
        for (String word : List.of("conv-plain,depth=25", "shattered (white)", "Remedies", "looks-linear", "Autocorrelation along a line", "Units on")) {
            assertTrue(html.contains(word), word);
        }
    }

    /** Each leaves out pictures of the page that others have: no rectifiers, nothing finite, no gradient along any path. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dense-linear,depth=3,in=5                             | constant
            dense-plain,depth=60,in=5,init=normal:0.2             | exploded
            dense-residual,depth=4,width=20,in=5,init=zeros       | collapsed""")
    void whatHasNothingToDrawHasAPage(String architecture, String verdict) throws Exception {
        String out = run("diagnose", "--arch", architecture, "--samples", "16");
        assertTrue(verdicts(out).getFirst().startsWith(verdict), out);
        assertTrue(Files.readString(folder.resolve("out/diagnosis.html")).contains(verdict));
        assertFalse(out.contains("NaN %") || out.contains("NaN of them"), out);
    }

    /** As noise has no rank to speak of, few images are judged by their lines alone; that is said. */
    @Test
    void ofFewSamplesTheRankIsNotAsked() {
        String few = run("diagnose", "--arch", "conv-plain,depth=3,filters=4", "--samples", "39");
        assertTrue(few.contains("relative effective rank: not asked of fewer than 40 samples"), few);
        String enough = run("diagnose", "--arch", "conv-plain,depth=3,filters=4", "--samples", "40");
        assertTrue(enough.contains("relative effective rank of the batch"), enough);
        String one = run("diagnose", "--arch", "dense-plain,depth=3", "--samples", "64");
        assertTrue(one.contains("relative effective rank: not asked of inputs of so few features"), one);
    }

    /** Nothing is left where images cannot be read. */
    @Test
    void aFolderIsMadeOnceAllIsRead() {
        Console run = console("diagnose", "--arch", "thin-plain,depth=6", "--data", at("nowhere"));
        assertEquals(1, run.exit(), run::toString);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    /** Two ways to explode, one of which has no batch norm to leave out. */
    @Test
    void theRemedyForLargeGradientsIsForTheirCause() {
        String out = run("diagnose", "--arch", "dense-plain,depth=50,in=5,width=50,norm=batch", "--arch", "dense-residual,depth=40,in=5,width=50,beta=1", "--samples", "64");
        assertEquals(2, verdicts(out).stream().filter(verdict -> verdict.endsWith("gradients explode on their way back")).count(), out);
        List<String> remedies = out.lines().filter(line -> line.startsWith("  Remedy: ")).toList();
        assertTrue(remedies.getFirst().contains("no batch norm in plain nets"), out);
        assertTrue(!remedies.getLast().contains("no batch norm") && remedies.getLast().contains("smaller gain"), out);
    }

    /** The remedy the paper offers works: the same net, shattered, and with another initialiser not. */
    @Test
    void anInitialiserForAllArchitectures() {
        String he = run("diagnose", "--arch", "dense-plain,depth=100,width=64,in=1,act=crelu,norm=center", "--samples", "64");
        String looksLinear = run("diagnose", "--arch", "dense-plain,depth=100,width=64,in=1,act=crelu,norm=center", "--init", "looks-linear", "--samples", "64");
        assertTrue(verdicts(he).getFirst().startsWith("shattered") && he.contains("init=looks-linear"), he);
        assertTrue(verdicts(looksLinear).getFirst().startsWith("constant"), looksLinear);
    }

    @Test
    void residualNetsShowTheirPaths() throws Exception {
        String out = run("diagnose", "--arch", "dense-residual,depth=8,width=64,in=20,norm=batch,beta=0.1", "--samples", "64");
        assertTrue(out.contains("paths: 100 % of the gradient through at most 8 branches"), out);
        assertTrue(Files.readString(folder.resolve("out/diagnosis.html")).contains("Gradient by path length"));
    }

    /** As a process, whose report goes to the folder it is started in. */
    @Test
    void thePageSaysWhatItLeavesOutAndWhichInputsThereWere() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("diagnose", "--samples", "4", "--arch", "dense-plain,depth=1"));
        for (int in = 2; in <= 9; in++) {
            arguments.addAll(List.of("--arch", "dense-plain,depth=1,width=10,in=" + in));
        }
        Jvm.Run run = Jvm.unshatter(folder, arguments.toArray(String[]::new));
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), run.errorLines(), run::toString);
        String html = Files.readString(folder.resolve("out/diagnosis.html"));
        assertTrue(html.contains("Inputs: 4 points of [-2, 2], 4 Gaussian inputs."), html);
        assertTrue(html.contains("Of 9 nets only the first 7 are drawn"), html);
    }

    /** Batch norm over a part of a dense net's inputs would make another net of it: over 8, paths would be 4 of 20 branches long instead of 3. */
    @Test
    void pathsAreThoseOfTheWholeBatch() {
        String text = "dense-residual,depth=20,width=100,in=50,norm=batch";
        String out = run("diagnose", "--arch", text, "--samples", "128");
        Network net = Architecture.parse(text).build(RandomStreams.of(1, "weights"));
        Tensor inputs = Tensor.of(Initializers.normal(1).weights(128, 50, RandomStreams.of(1, "inputs")), 128, 50);
        double length = 0;
        double share = 0;
        for (PathLengths.Part part : PathLengths.of(net, inputs, 16).parts()) {
            length += part.length() * part.share();
            share += part.share();
        }
        String line = out.lines().filter(l -> l.startsWith("  paths: ")).findFirst().orElseThrow();
        assertEquals(length / share, Double.parseDouble(line.replaceFirst(".*branches, (.*) of them.*", "$1")), 0.06, line);
    }

    @Test
    void checkpointsOfOneRunAreAnEvolution() throws Exception {
        for (int seed = 1; seed <= 3; seed++) {
            Network net = Architecture.parse("dense-plain,depth=4,width=32,in=20,act=crelu").build(RandomStreams.of(seed, "weights"));
            NetworkFile.write(folder.resolve("net" + seed), net);
        }
        String out = run("diagnose", "--checkpoint", at("net1"), "--checkpoint", at("net2"), "--checkpoint=" + at("net3"), "--samples", "64");
        assertEquals(3, verdicts(out).size());
        assertTrue(out.lines().anyMatch(at("net2")::equals), out);
        String html = Files.readString(folder.resolve("out/diagnosis.html"));
        assertTrue(html.contains("As it trains") && html.contains("‖Δ‖/‖S‖"), "evolution");
    }

    /** A bias that is no number stops at the next rectifiers on the way back, and need not reach the gradient. */
    @ParameterizedTest
    @ValueSource(strings = {"first.weight", "layer1.dense.bias", "readout.dense.bias"})
    void aCheckpointWithANumberThatIsNoneHasExploded(String parameter) throws Exception {
        Network net = Architecture.parse("dense-plain,depth=3,width=20,in=5,bias=true").build(RandomStreams.of(1, "broken"));
        NetworkFile.write(folder.resolve("broken"), net.mapParameters((name, value) -> {
            float[] elements = value.toArray();
            elements[0] = name.equals(parameter) ? Float.NaN : elements[0];
            return Tensor.of(elements, value.shape());
        }));
        String out = run("diagnose", "--checkpoint", at("broken"), "--samples", "16");
        assertTrue(verdicts(out).getFirst().startsWith("exploded"), out);
    }

    @Test
    void aMissingFileIsOneLine() {
        for (List<String> wrong : List.of(List.of("--checkpoint", at("nowhere")), List.of("--arch", "thin-plain,depth=6", "--data", at("nowhere")))) {
            Console run = console("diagnose", wrong.toArray(String[]::new));
            assertEquals(1, run.exit(), run::toString);
            assertEquals(1, run.errorLines().size(), run::toString);
            assertTrue(run.err().startsWith("unshatter: cannot read " + at("nowhere")), run::toString);
        }
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private static List<String> verdicts(String out) {
        return out.lines().filter(line -> line.startsWith("  VERDICT: ")).map(line -> line.substring(11)).toList();
    }

    private Console console(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--out", at("out")));
        all.addAll(List.of(arguments));
        return Console.unshatter(all);
    }

    private String run(String command, String... arguments) {
        Console run = console(command, arguments);
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), run.errorLines(), run::toString);
        return run.out();
    }
}
