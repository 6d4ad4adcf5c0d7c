package org.unshatter.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.unshatter.arch.Architecture;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.json.Json;
import org.unshatter.report.Figure;
import org.unshatter.report.HtmlReport;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.OutputFolder;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Section;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/** Accuracy by depth of all trainings of a sweep that have ended; where several rates were tried, of each net with its best one, and accuracy by rate as well. */
public final class SweepReport {

    /** By the architecture without its depth, in the order of the sweep; in it by depth. */
    private final SequencedMap<String, TreeMap<Integer, Point>> lines = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Outcome> outcomes;

    /** All trainings of one architecture. */
    private record Point(List<Outcome> all) {

        Point() {
            this(new ArrayList<>());
        }

        double rate() {
            return BestRates.best(all);
        }

        /** With a rate, by seed. */
        List<Outcome> with(double rate) {
            return all.stream().filter(outcome -> outcome.rate() == rate).toList();
        }

        /** Of those with the best rate that have such a number; empty if none has. */
        double[] values(ToDoubleFunction<Outcome> value) {
            return values(rate(), value);
        }

        double[] values(double rate, ToDoubleFunction<Outcome> value) {
            return with(rate).stream().mapToDouble(value).filter(Double::isFinite).toArray();
        }
    }

    /**
     * Of what has ended so far.
     *
     * @param order see {@link Sweep#labels}; what is not among them comes behind, under its architecture
     */
    public SweepReport(SequencedMap<String, String> order, List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
        labels.putAll(order);
        order.keySet().forEach(kind -> lines.put(kind, new TreeMap<>()));
        for (Outcome outcome : outcomes) {
            String kind = BestRates.withoutDepth(outcome.architecture());
            labels.putIfAbsent(kind, kind);
            lines.computeIfAbsent(kind, _ -> new TreeMap<>()).computeIfAbsent(Architecture.parse(outcome.architecture()).depth(), _ -> new Point()).all().add(outcome);
        }
        lines.values().removeIf(Map::isEmpty);
    }

    /**
     * Writes the report of all that has ended in a sweep's folder. Processes that share the sweep do so one after another, so that the last one's has everything.
     *
     * @param order as for the constructor
     * @throws IOException if the folder cannot be read or written
     */
    public static void write(Path sweep, SequencedMap<String, String> order) throws IOException {
        OutputFolder output = OutputFolder.open(sweep);
        try (FileChannel channel = FileChannel.open(sweep.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            output.write(new SweepReport(order, Sweep.outcomes(sweep)).files(Sweep.facts(sweep)));
        }
    }

    /**
     * {@code sweep.html}, {@code accuracy.svg}, {@code rates.svg} where there are several, and {@code sweep.json}.
     *
     * @param facts how all were trained, and on what
     */
    public SequencedMap<String, String> files(SequencedMap<String, Object> facts) {
        List<Section> sections = new ArrayList<>();
        SequencedMap<String, String> files = new LinkedHashMap<>();
        if (!outcomes.isEmpty()) {
            sections.add(accuracies());
            if (severalRates()) {
                sections.add(rates());
            }
            sections.add(table());
        }
        for (Section section : sections) {
            if (section instanceof Figure figure) {
                files.put(figure.id() + ".svg", figure.svg());
            }
        }
        SequencedMap<String, Object> json = new LinkedHashMap<>(facts);
        json.put("outcomes", outcomes.stream().map(Outcome::description).toList());
        files.put("sweep.json", Json.text(json));
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        facts.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        List<String> introduction = List.of(outcomes.size() + " trainings have ended; "
                + outcomes.stream().filter(outcome -> outcome.diverged().isPresent()).count() + " of them diverged.");
        files.put("sweep.html", new HtmlReport("Trainings by depth", introduction, sections, texts, "").html());
        return files;
    }

    private boolean severalRates() {
        return lines.values().stream().flatMap(line -> line.values().stream()).anyMatch(point -> point.all().stream().mapToDouble(Outcome::rate).distinct().count() > 1);
    }

    private Figure accuracies() {
        String choice = severalRates() ? "Each net with the learning rate that suits it best on the validation set. " : "";
        return new Figure("accuracy", "Accuracy by depth", choice + "After the last epoch, means over seeds; bands show the standard deviation between seeds where there are several. "
                + "A training that diverged has no accuracy.", 3, List.of(
                byDepth("Validation", Outcome::validation), byDepth("Test", Outcome::test), byDepth("Training", SweepReport::training)));
    }

    private static double training(Outcome outcome) {
        return outcome.diverged().isPresent() || outcome.history().isEmpty() ? Double.NaN : outcome.history().getLast().trainingAccuracy();
    }

    private LinePanel byDepth(String title, ToDoubleFunction<Outcome> value) {
        List<Series> series = new ArrayList<>();
        lines.forEach((kind, line) -> {
            SequencedMap<Integer, double[]> values = new LinkedHashMap<>();
            line.forEach((depth, point) -> {
                double[] of = point.values(value);
                if (of.length > 0) {
                    values.put(depth, of);
                }
            });
            Series drawn = new Series(labels.get(kind), values.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                    values.values().stream().mapToDouble(of -> Estimate.of(of).mean()).toArray(), Mark.LINE_WITH_DOTS);
            boolean several = values.values().stream().anyMatch(of -> of.length > 1);
            series.add(several ? drawn.withError(values.values().stream().mapToDouble(SweepReport::deviation).toArray()) : drawn);
        });
        return panel(title, "depth", series);
    }

    private static LinePanel panel(String title, String xLabel, List<Series> series) {
        boolean empty = series.stream().allMatch(line -> line.x().length == 0);
        return new LinePanel(title, xLabel, "accuracy", series, empty ? new Range(1, 10) : null, empty ? new Range(0, 1) : null, Scale.LOG, Scale.LINEAR);
    }

    /** Between seeds; 0 of a single one, so that a band narrows to the line. */
    private static double deviation(double... values) {
        if (values.length == 1) {
            return 0;
        }
        Estimate estimate = Estimate.of(values);
        return estimate.stdErr() * Math.sqrt(estimate.draws());
    }

    /** The best rate by depth, then for each line accuracy by rate. */
    private Figure rates() {
        List<Panel> panels = new ArrayList<>();
        List<Series> best = new ArrayList<>();
        lines.forEach((kind, line) -> {
            best.add(new Series(labels.get(kind), line.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                    line.values().stream().mapToDouble(Point::rate).toArray(), Mark.LINE_WITH_DOTS));
        });
        panels.add(new LinePanel("Best learning rate", "depth", "", best, null, null, Scale.LOG, Scale.LOG));
        lines.forEach((kind, line) -> {
            List<Series> series = new ArrayList<>();
            line.forEach((depth, point) -> {
                List<Double> rates = new TreeSet<>(point.all().stream().map(Outcome::rate).toList()).stream().filter(rate -> point.values(rate, Outcome::validation).length > 0).toList();
                series.add(new Series("depth " + depth, rates.stream().mapToDouble(Double::doubleValue).toArray(),
                        rates.stream().mapToDouble(rate -> Estimate.of(point.values(rate, Outcome::validation)).mean()).toArray(), Mark.LINE_WITH_DOTS));
            });
            panels.add(panel(labels.get(kind), "learning rate", series));
        });
        return new Figure("rates", "Learning rates", "Left the rate with the largest validation accuracy, by depth; then validation accuracy by rate, for each kind of net. "
                + "Rates with which a training diverged have no point.", 3, panels);
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        lines.forEach((kind, line) -> line.forEach((depth, point) -> {
            for (double rate : new TreeSet<>(point.all().stream().map(Outcome::rate).toList())) {
                rows.add(row(labels.get(kind), depth, rate, point));
            }
        }));
        return new Table("trainings", "All trainings", "Accuracies in percent, after the last epoch unless said otherwise; means over seeds \u00b1 standard deviation between them.",
                List.of("net", "depth", "parameters", "rate", "seeds", "epochs", "training", "validation", "best epoch\u2019s", "test", "hours", "diverged"), rows);
    }

    private static List<String> row(String label, int depth, double rate, Point point) {
        List<Outcome> group = point.with(rate);
        long diverged = group.stream().filter(outcome -> outcome.diverged().isPresent()).count();
        return List.of(label, Integer.toString(depth), String.format(Locale.ROOT, "%,d", group.getFirst().parameters()), shortest(rate), Integer.toString(group.size()),
                Integer.toString(group.stream().mapToInt(outcome -> outcome.history().size()).max().orElse(0)),
                percent(point.values(rate, SweepReport::training)), percent(point.values(rate, Outcome::validation)), percent(point.values(rate, Outcome::bestValidation)),
                percent(point.values(rate, Outcome::test)), String.format(Locale.ROOT, "%.2f", group.stream().mapToDouble(Outcome::seconds).sum() / 3600),
                diverged == 0 ? "" : diverged + " of " + group.size());
    }

    private static String shortest(double rate) {
        return Double.toString(rate).replace("E", "e").replace(".0e", "e");
    }

    private static String percent(double... shares) {
        if (shares.length == 0) {
            return "\u2014";
        }
        String mean = String.format(Locale.ROOT, "%.2f", 100 * Estimate.of(shares).mean());
        return shares.length == 1 ? mean : mean + String.format(Locale.ROOT, " \u00b1 %.2f", 100 * deviation(shares));
    }
}
