package org.unshatter.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unshatter.report.Table;

/** The table of a sweep's report: a row for each net and learning rate. */
final class SweepTable {

    private SweepTable() {
    }

    static Table of(ByDepth trainings) {
        List<List<String>> rows = new ArrayList<>();
        for (ByDepth.Line line : trainings.lines()) {
            line.points().forEach((depth, point) -> point.rates().forEach(rate -> rows.add(row(line.label(), depth, rate, point))));
        }
        return new Table("trainings", "All trainings", "Accuracies in percent, after the last epoch unless said otherwise; means over seeds \u00b1 standard deviation "
                + "between them.", List.of("net", "depth", "parameters", "rate", "seeds", "epochs", "training", "validation", "best epoch\u2019s", "test", "hours",
                "diverged"), rows);
    }

    private static List<String> row(String label, int depth, double rate, ByDepth.Point point) {
        List<Outcome> group = point.with(rate);
        long diverged = group.stream().filter(outcome -> outcome.diverged().isPresent()).count();
        return List.of(label, Integer.toString(depth), String.format(Locale.ROOT, "%,d", group.getFirst().parameters()), shortest(rate),
                Integer.toString(group.size()), Integer.toString(group.stream().mapToInt(outcome -> outcome.history().size()).max().orElse(0)),
                percent(point.values(rate, ByDepth::trainingAccuracy)), percent(point.values(rate, Outcome::validation)),
                percent(point.values(rate, Outcome::bestValidation)), percent(point.values(rate, Outcome::test)),
                String.format(Locale.ROOT, "%.2f", group.stream().mapToDouble(Outcome::seconds).sum() / 3600),
                diverged == 0 ? "" : diverged + " of " + group.size());
    }

    private static String shortest(double rate) {
        return Double.toString(rate).replace("E", "e").replace(".0e", "e");
    }

    private static String percent(double... shares) {
        if (shares.length == 0) {
            return "\u2014";
        }
        String mean = String.format(Locale.ROOT, "%.2f", 100 * ByDepth.mean(shares));
        return shares.length == 1 ? mean : mean + String.format(Locale.ROOT, " \u00b1 %.2f", 100 * ByDepth.deviation(shares));
    }
}
