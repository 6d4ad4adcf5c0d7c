package org.unshatter.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.PathLengths;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.report.Figure;
import org.unshatter.report.HtmlReport;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Section;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/** Diagnoses side by side as one HTML page. */
public final class DiagnosisPage {

    /** More lines than the palette has colours would not be told apart. */
    private static final int MOST_LINES = 7;

    private DiagnosisPage() {
    }

    /**
     * The page.
     *
     * @param diagnoses at least one; of more than {@value #MOST_LINES} the first are drawn
     * @param evolution whether they are stages of one net's training, in their order
     * @param inputs    what the inputs were, for people
     * @param facts     of the run
     * @param footer    such as the program's version
     * @throws IllegalArgumentException if there are none
     */
    public static String html(List<Diagnosis> diagnoses, boolean evolution, String inputs, SequencedMap<String, String> facts, String footer) {
        if (diagnoses.isEmpty()) {
            throw new IllegalArgumentException("diagnoses is empty, expected at least one");
        }
        List<Section> sections = new ArrayList<>();
        sections.add(verdicts(diagnoses, inputs));
        sections.add(new Table("remedies", "Remedies", "What the paper has to offer.", List.of("net", "remedy"),
                diagnoses.stream().map(d -> List.of(d.name(), Words.remedy(d))).toList()));
        if (evolution && diagnoses.size() > 1) {
            sections.add(evolution(diagnoses));
        }
        List<Diagnosis> drawn = diagnoses.subList(0, Math.min(MOST_LINES, diagnoses.size()));
        sections.add(profile(drawn, diagnoses.size()));
        List<Panel> paths = paths(drawn);
        if (!paths.isEmpty()) {
            sections.add(new Figure("paths", "Gradient by path length", String.format(Locale.ROOT, """
                    How much of the input gradient of the sum of all outputs comes through exactly k residual branches, and how the part that does correlates between different inputs: \
                    long paths are the shattered ones. Exact for the net as it is and the first %d images, or all inputs of a dense net; paths longer than the last are left out. Veit et al. 2016 read residual nets as ensembles of short paths.""", Diagnosis.PATH_IMAGES),
                    2, paths));
        }
        return new HtmlReport("Do its gradients shatter?", List.of(
                "Brown: the gradient at a point resembles that nearby, as in a shallow net. White, or shattered: it does not, and steps along it are steps in the dark. "
                        + "Collapsed and exploding are faults of size, which is another question."), sections, facts, footer).html();
    }

    private static Table verdicts(List<Diagnosis> diagnoses, String inputs) {
        List<List<String>> rows = diagnoses.stream().map(d -> {
            Shattering s = d.shattering();
            return List.of(d.name(), Words.verdict(d), Double.isNaN(s.nearby().mean()) ? "none" : s.nearby().text(3), number(s.relativeRank()),
                    number(s.meanOverDeviation()), String.format(Locale.ROOT, "%.3g", s.size()), String.format(Locale.ROOT, "%+.1f", d.norms().decades()), number(d.mirror()));
        }).toList();
        return new Table("verdicts", "Verdicts", String.format(Locale.ROOT, """
                Inputs: %s. "nearby" is the correlation of gradients %d %% of the way between two inputs apart: brown from %.2f, shattered below %.2f. "rank" is the effective \
                rank of the batch's gradients by that of white noise: brown to %.2f, shattered from %.2f. "decades" is how the gradient's norm grows from output to input, in powers of ten.""",
                inputs, Shattering.STEP_PERCENT, Shattering.BROWN_ABOVE, Shattering.SHATTERED_BELOW, Shattering.BROWN_RANK, Shattering.SHATTERED_RANK),
                List.of("net", "verdict", "nearby", "rank", "mean over deviation", "size", "decades", "‖Δ‖/‖S‖"), rows);
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "none";
    }

    /** Number by number over the stages. */
    private static Figure evolution(List<Diagnosis> stages) {
        List<Panel> panels = List.of(
                stages("Correlation nearby", stages, d -> OptionalDouble.of(d.shattering().nearby().mean())),
                stages("Relative effective rank", stages, d -> d.shattering().relativeRank()),
                stages("Mean over deviation", stages, d -> d.shattering().meanOverDeviation()),
                stages("‖Δ‖/‖S‖", stages, Diagnosis::mirror));
        return new Figure("evolution", "As it trains", "Checkpoints in the order in which they were named.", 4, panels);
    }

    private static LinePanel stages(String title, List<Diagnosis> stages, Function<Diagnosis, OptionalDouble> value) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            OptionalDouble y = value.apply(stages.get(i));
            if (y.isPresent() && Double.isFinite(y.getAsDouble())) {
                points.add(new double[] {i + 1, y.getAsDouble()});
            }
        }
        Series series = new Series(title, points.stream().mapToDouble(p -> p[0]).toArray(), points.stream().mapToDouble(p -> p[1]).toArray(), Mark.LINE_WITH_DOTS);
        return new LinePanel(title, "checkpoint", "", List.of(series), new Range(0, stages.size() + 1), points.isEmpty() ? new Range(0, 1) : null);
    }

    /** Along lines, and along the depth. */
    private static Figure profile(List<Diagnosis> diagnoses, int all) {
        List<Panel> panels = new ArrayList<>();
        List<Series> autocorrelations = drawable(diagnoses, d -> Series.counted(d.name(), 0, d.shattering().autocorrelation(), Mark.LINE_WITH_DOTS));
        if (!autocorrelations.isEmpty()) {
            panels.add(new LinePanel("Autocorrelation along a line", "lag (1/255 of the line)", "", autocorrelations, new Range(0, 15), new Range(-0.3, 1)));
        }
        List<Series> norms = drawable(diagnoses, DiagnosisPage::norms);
        if (!norms.isEmpty()) {
            panels.add(new LinePanel("Gradient by a layer's output", "layer", "norm", norms, null, null, Scale.INDEX, Scale.LOG));
        }
        addUnits(panels, "Units on", diagnoses, Diagnosis.Units::on);
        addUnits(panels, "Units on for both of two inputs", diagnoses, Diagnosis.Units::both);
        if (panels.isEmpty()) {
            panels.add(new LinePanel("Nothing could be measured", "", "", List.of(Series.counted(diagnoses.getFirst().name(), 0, new double[0], Mark.LINE)), new Range(0, 1), new Range(0, 1)));
        }
        return new Figure("profile", "Along a line, and layer by layer", """
                Autocorrelation of the gradient's component along lines between inputs, mean removed; a constant one has none. Norm of the gradient by the output of each layer, \
                from input to output. Share of inputs for which a unit of rectifiers is on, and of pairs of inputs for which it is on for both; 1/2 and 1/4 where inputs are strangers to it.""" + (all > MOST_LINES ? " Of " + all + " nets only the first " + MOST_LINES + " are drawn, here and below." : ""),
                2, panels);
    }

    /** The lines of those nets for which there is anything to draw, each net in one colour in all panels; a panel needs one such net. */
    private static List<Series> drawable(List<Diagnosis> diagnoses, Function<Diagnosis, Series> line) {
        return IntStream.range(0, diagnoses.size()).mapToObj(i -> line.apply(diagnoses.get(i)).withColour(i)).filter(series -> series.x().length > 0).toList();
    }

    /** Norms that a logarithmic axis can show. */
    private static Series norms(Diagnosis d) {
        double[] all = d.norms().outputs().values().stream().mapToDouble(Double::doubleValue).toArray();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            if (all[i] > 0 && Double.isFinite(all[i])) {
                points.add(new double[] {i + 1, all[i]});
            }
        }
        return new Series(d.name(), points.stream().mapToDouble(p -> p[0]).toArray(), points.stream().mapToDouble(p -> p[1]).toArray(), Mark.LINE);
    }

    private static void addUnits(List<Panel> panels, String title, List<Diagnosis> diagnoses, ToDoubleFunction<Diagnosis.Units> value) {
        List<Series> series = drawable(diagnoses, d -> Series.counted(d.name(), 1, d.layers().stream().mapToDouble(value).toArray(), Mark.LINE));
        if (!series.isEmpty()) {
            panels.add(new LinePanel(title, "layer of rectifiers", "", series, null, new Range(0, 1), Scale.INDEX, Scale.LINEAR));
        }
    }

    private static List<Panel> paths(List<Diagnosis> diagnoses) {
        List<Series> shares = drawable(diagnoses, d -> paths(d, PathLengths.Part::share));
        List<Series> correlations = drawable(diagnoses, d -> paths(d, PathLengths.Part::correlation));
        List<Panel> panels = new ArrayList<>();
        if (!shares.isEmpty()) {
            panels.add(new LinePanel("Share of the gradient", "branches on the path", "", shares));
        }
        if (!correlations.isEmpty()) {
            panels.add(new LinePanel("Correlation between inputs", "branches on the path", "", correlations, null, new Range(-0.2, 1)));
        }
        return panels;
    }

    private static Series paths(Diagnosis d, ToDoubleFunction<PathLengths.Part> value) {
        List<PathLengths.Part> known = d.paths().stream().filter(part -> Double.isFinite(value.applyAsDouble(part))).toList();
        return new Series(d.name(), known.stream().mapToDouble(PathLengths.Part::length).toArray(), known.stream().mapToDouble(value).toArray(), Mark.LINE_WITH_DOTS);
    }
}
