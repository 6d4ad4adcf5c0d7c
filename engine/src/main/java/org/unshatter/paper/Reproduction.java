package org.unshatter.paper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.unshatter.data.SampleImages;
import org.unshatter.json.Json;
import org.unshatter.report.Figure;
import org.unshatter.report.HtmlReport;
import org.unshatter.files.OutputFolder;
import org.unshatter.report.Section;

/**
 * Computes the figures and tables of the paper and writes {@code report.html}, an SVG file for each figure, and
 * {@code results.json} with every number behind them (docs/RESULTS-SCHEMA.md).
 *
 * @param parts       what to compute
 * @param quick       fewer draws, for a first look
 * @param seed        of all random numbers: the same seed gives the same results
 * @param data        folder of CIFAR-10 for Figure 5; null for the built-in images
 * @param version     of the program, for the files
 * @param environment of the run, for the files: what may differ between two runs of the same seed
 */
public record Reproduction(Set<Part> parts, boolean quick, long seed, Path data, String version,
                           SequencedMap<String, Object> environment) {

    /** What can be asked for. */
    public enum Part { FIG1, FIG2, FIG3, FIG4, FIG5, THEORY }

    private int runs() {
        return quick ? 4 : 20;
    }

    private int fig3Runs() {
        return quick ? 10 : 100;
    }

    private int theorySeeds() {
        return quick ? 8 : 40;
    }

    /**
     * Computes and writes everything. The images are read and the folder is tried before anything is computed, and the files appear in it
     * only when all are complete.
     *
     * @return the report
     * @throws IOException if the folder cannot be written or the images cannot be read; nothing has been computed then
     */
    public Path write(Path folder, Progress progress) throws IOException {
        SampleImages images = parts.contains(Part.FIG5) ? images() : null;
        OutputFolder output = OutputFolder.open(folder);
        List<Section> sections = new ArrayList<>();
        SequencedMap<String, Object> figures = new LinkedHashMap<>();
        List<Object> theory = List.of();
        if (parts.contains(Part.FIG1)) {
            Figure1 fig1 = Figure1.compute(seed, progress);
            sections.add(fig1.figure());
            figures.put("fig1", fig1.results());
        }
        if (parts.contains(Part.FIG2)) {
            Figure2 fig2 = Figure2.compute(seed, runs(), progress);
            sections.add(fig2.figure());
            sections.add(fig2.table());
            figures.put("fig2", fig2.results());
        }
        if (parts.contains(Part.FIG3)) {
            Figure3 fig3 = Figure3.compute(seed, fig3Runs(), progress);
            sections.add(fig3.figure());
            sections.add(fig3.table());
            figures.put("fig3", fig3.results());
        }
        if (parts.contains(Part.FIG4)) {
            Figure4 fig4 = Figure4.compute(seed, runs(), progress);
            sections.add(fig4.rasters());
            sections.add(fig4.histograms());
            sections.add(fig4.table());
            figures.put("fig4", fig4.results());
        }
        if (images != null) {
            Figure5 fig5 = Figure5.compute(seed, quick, images, progress);
            sections.add(fig5.figure());
            sections.add(fig5.table());
            figures.put("fig5", fig5.results());
        }
        if (parts.contains(Part.THEORY)) {
            TheoryPage page = TheoryPage.compute(seed, theorySeeds(), quick, progress);
            sections.addAll(page.sections());
            theory = page.results();
        }
        SequencedMap<String, String> files = new LinkedHashMap<>();
        for (Section section : sections) {
            if (section instanceof Figure figure) {
                files.put(figure.id() + ".svg", figure.svg());
            }
        }
        files.put("results.json", Json.text(results(figures, theory)));
        files.put("report.html", html(sections));
        output.write(files);
        return folder.resolve("report.html");
    }

    private SampleImages images() throws IOException {
        if (data == null) {
            return SampleImages.builtIn(seed);
        }
        SampleImages images = SampleImages.cifar10(data);
        if (images.data().count() < Figure5.IMAGES) {
            throw new IOException(data + ": number of test images is " + images.data().count() + ", expected at least " + Figure5.IMAGES);
        }
        return images;
    }

    private SequencedMap<String, Object> results(SequencedMap<String, Object> figures, List<Object> theory) {
        SequencedMap<String, Object> options = new LinkedHashMap<>();
        options.put("only", parts.stream().sorted().map(Part::name).map(String::toLowerCase).collect(Collectors.toList()));
        options.put("quick", quick);
        SequencedMap<String, Object> results = new LinkedHashMap<>();
        results.put("schema", "unshatter.results/1");
        results.put("version", version);
        results.put("seed", seed);
        results.put("options", options);
        results.put("environment", environment);
        results.put("figures", figures);
        results.put("theory", theory);
        return results;
    }

    private String html(List<Section> sections) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", version);
        facts.put("Seed", Long.toString(seed));
        facts.put("Draws", runs() + " per point of Figure 2 and per histogram of Figure 4, " + fig3Runs() + " per line of Figure 3, "
                + theorySeeds() + " per row of the theory table, but for looks-linear nets" + (quick ? " (--quick)" : ""));
        environment.forEach((name, value) -> facts.put(name, String.valueOf(value)));
        return new HtmlReport("The shattered gradients problem, reproduced", List.of("""
                Look at the gradient of a network's output by its input, along a line of nearby inputs. In a shallow rectifier network it is \
                a random walk: neighbouring inputs have similar gradients. In a deep plain network it is white noise: the gradient has \
                shattered. Skip connections slow this down, and the looks-linear initialisation removes it.""", """
                This page repeats the first figures and the theorems of Balduzzi, Frean, Leary, Lewis, Ma and McWilliams, “The Shattered \
                Gradients Problem: If resnets are the answer, then what is the question?”, ICML 2017 (arXiv 1702.08591). Every number \
                was computed by this run; all of them are in results.json beside this file."""),
                sections, facts, "Unshatter " + version).html();
    }
}
