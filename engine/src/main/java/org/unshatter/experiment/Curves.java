package org.unshatter.experiment;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;
import org.unshatter.train.EpochMetrics;

/** Learning curves of one training. */
final class Curves {

    private Curves() {
    }

    /** @param history at least one epoch */
    static Figure of(String title, List<EpochMetrics> history) {
        List<Series> losses = List.of(series("training", history, EpochMetrics::trainingLoss), series("validation", history, EpochMetrics::validationLoss));
        List<Series> accuracies = List.of(series("training", history, EpochMetrics::trainingAccuracy), series("validation", history, EpochMetrics::validationAccuracy));
        List<Series> rates = List.of(series("learning rate", history, EpochMetrics::rate));
        return new Figure("curves", title, "Training figures are means over an epoch, under parameters that changed meanwhile; validation comes after it. "
                + "The learning rate is that of an epoch's last step.", 3, List.of(
                new LinePanel("Loss", "epochs", "cross-entropy", losses, null, shown(losses), Scale.LINEAR, Scale.LINEAR),
                new LinePanel("Accuracy", "epochs", "", accuracies, null, shown(accuracies), Scale.LINEAR, Scale.LINEAR),
                new LinePanel("Learning rate", "epochs", "", rates, null, shown(rates), Scale.LINEAR, Scale.LINEAR)));
    }

    /** What is not finite is not drawn. */
    private static Series series(String name, List<EpochMetrics> history, ToDoubleFunction<EpochMetrics> value) {
        List<EpochMetrics> drawn = history.stream().filter(epoch -> Double.isFinite(value.applyAsDouble(epoch))).toList();
        return new Series(name, drawn.stream().mapToDouble(epoch -> epoch.epoch() + 1).toArray(), drawn.stream().mapToDouble(value).toArray(),
                Mark.LINE_WITH_DOTS);
    }

    /** Null for that of the data, if there are any. */
    private static Range shown(List<Series> series) {
        return series.stream().anyMatch(line -> line.x().length > 0) ? null : new Range(0, 1);
    }
}
