package org.unshatter.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;

/** The figures of a sweep's report. */
final class SweepFigures {

    private SweepFigures() {
    }

    static Figure accuracies(ByDepth trainings) {
        String choice = trainings.severalRates() ? "Each net with the learning rate that suits it best on the validation set. " : "";
        return new Figure("accuracy", "Accuracy by depth", choice + "After the last epoch, means over seeds; bands show the standard deviation between seeds where "
                + "there are several. A training that diverged has no accuracy.", 3, List.of(
                byDepth("Validation", trainings, Outcome::validation), byDepth("Test", trainings, Outcome::test),
                byDepth("Training", trainings, ByDepth::trainingAccuracy)));
    }

    private static LinePanel byDepth(String title, ByDepth trainings, ToDoubleFunction<Outcome> value) {
        List<Series> series = new ArrayList<>();
        for (ByDepth.Line line : trainings.lines()) {
            List<Integer> depths = new ArrayList<>();
            List<double[]> values = new ArrayList<>();
            line.points().forEach((depth, point) -> {
                double[] found = point.values(point.rate(), value);
                if (found.length > 0) {
                    depths.add(depth);
                    values.add(found);
                }
            });
            Series drawn = series(line.label(), depths, values.stream().mapToDouble(ByDepth::mean).toArray());
            boolean several = values.stream().anyMatch(found -> found.length > 1);
            series.add(several ? drawn.withError(values.stream().mapToDouble(ByDepth::deviation).toArray()) : drawn);
        }
        return panel(title, "depth", series);
    }

    /** The best rate by depth, then for each line accuracy by rate. */
    static Figure rates(ByDepth trainings) {
        List<Panel> panels = new ArrayList<>();
        panels.add(new LinePanel("Best learning rate", "depth", "", trainings.lines().stream().map(line -> series(line.label(), line.points().keySet(),
                line.points().values().stream().mapToDouble(ByDepth.Point::rate).toArray())).toList(), null, null, Scale.LOG, Scale.LOG));
        for (ByDepth.Line line : trainings.lines()) {
            List<Series> series = new ArrayList<>();
            line.points().forEach((depth, point) -> {
                List<Double> rates = point.rates().stream().filter(rate -> point.values(rate, Outcome::validation).length > 0).toList();
                series.add(series("depth " + depth, rates, rates.stream().mapToDouble(rate -> ByDepth.mean(point.values(rate, Outcome::validation))).toArray()));
            });
            panels.add(panel(line.label(), "learning rate", series));
        }
        return new Figure("rates", "Learning rates", "Left the rate with the largest validation accuracy, by depth; then validation accuracy by rate, for each kind of "
                + "net. Rates with which a training diverged have no point.", 3, panels);
    }

    private static Series series(String label, Iterable<? extends Number> x, double... y) {
        List<Double> positions = new ArrayList<>();
        x.forEach(position -> positions.add(position.doubleValue()));
        return new Series(label, positions.stream().mapToDouble(Double::doubleValue).toArray(), y, Mark.LINE_WITH_DOTS);
    }

    private static LinePanel panel(String title, String xLabel, List<Series> series) {
        boolean empty = series.stream().allMatch(line -> line.x().length == 0);
        return new LinePanel(title, xLabel, "accuracy", series, empty ? new Range(1, 10) : null, empty ? new Range(0, 1) : null, Scale.LOG, Scale.LINEAR);
    }
}
