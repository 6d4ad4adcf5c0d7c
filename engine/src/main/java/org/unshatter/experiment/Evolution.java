package org.unshatter.experiment;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.files.OutputFolder;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;

/** How the gradients of a net change as it is trained: a file for each snapshot, and a figure. */
final class Evolution {

    /** Lines of a panel that can be told apart. */
    private static final int LINES = 6;

    private final Path folder;

    Evolution(Path folder) {
        this.folder = folder;
    }

    private Path file(int epochs) {
        return folder.resolve(String.format(Locale.ROOT, "epoch-%04d.json", epochs));
    }

    boolean contains(int epochs) {
        return Files.exists(file(epochs));
    }

    void add(Snapshot snapshot) throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(file(snapshot.epochs()).getFileName().toString(), Json.text(snapshot.description()));
        OutputFolder.open(folder).write(files);
    }

    /** In the order of epochs. */
    List<Snapshot> snapshots(int upTo) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int epochs = 0; epochs <= upTo; epochs++) {
            if (contains(epochs)) {
                snapshots.add(read(file(epochs)));
            }
        }
        return snapshots;
    }

    private static Snapshot read(Path file) throws IOException {
        try {
            return Snapshot.of((Map<?, ?>) JsonReader.read(Files.readString(file)));
        } catch (CharacterCodingException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw new FileSystemException(file.toString(), null, "it is no file of diagnostics; without it the others are drawn");
        }
    }

    /** @param snapshots at least one */
    static Figure figure(String title, List<Snapshot> snapshots) {
        List<Panel> panels = new ArrayList<>();
        panels.add(overEpochs("Correlation of nearby gradients", snapshots, Snapshot::nearby, new Range(0, 1)));
        panels.add(overEpochs("Relative effective rank", snapshots, Snapshot::rank, new Range(0, 1)));
        panels.add(atEpochs("Autocorrelation of the gradient", "lag (1/" + (Shattering.POINTS - 1) + " of a line)", 0, snapshots, Snapshot::autocorrelation));
        panels.add(overEpochs("Norm of the gradient", snapshots, Snapshot::norm, null));
        if (snapshots.stream().anyMatch(snapshot -> !snapshot.mirror().isEmpty())) {
            panels.add(overEpochs("Mean of \u2016\u0394\u2016/\u2016S\u2016", snapshots, Snapshot::meanMirror, null));
            panels.add(atEpochs("\u2016\u0394\u2016/\u2016S\u2016 by layer", "layer that reads CReLU", 1, snapshots, Snapshot::mirror));
        }
        return new Figure("diagnostics", title, "Gradients of one random combination of the outputs by validation images, and along lines between them; nearby means 2 % of "
                + "a line. What does not exist, such as the autocorrelation of a constant gradient, is not drawn. Of a layer [P | Q] that reads CReLU, S = (P \u2212 Q)/2 "
                + "and \u0394 = (P + Q)/2: it is linear while \u0394 = 0.", 3, panels);
    }

    private static LinePanel overEpochs(String title, List<Snapshot> snapshots, ToDoubleFunction<Snapshot> value, Range range) {
        List<Snapshot> drawn = snapshots.stream().filter(snapshot -> Double.isFinite(value.applyAsDouble(snapshot))).toList();
        Series line = new Series(title, drawn.stream().mapToDouble(Snapshot::epochs).toArray(), drawn.stream().mapToDouble(value).toArray(), Mark.LINE_WITH_DOTS);
        Range epochs = drawn.isEmpty() ? new Range(0, 1) : null;
        return new LinePanel(title, "epochs", "", List.of(line), epochs, drawn.isEmpty() ? new Range(0, 1) : range, Scale.LINEAR, Scale.LINEAR);
    }

    private static LinePanel atEpochs(String title, String xLabel, int first, List<Snapshot> snapshots, Function<Snapshot, List<Double>> values) {
        List<Series> lines = new ArrayList<>();
        for (Snapshot snapshot : some(snapshots)) {
            double[] y = values.apply(snapshot).stream().mapToDouble(Double::doubleValue).toArray();
            boolean finite = DoubleStream.of(y).allMatch(Double::isFinite);
            lines.add(Series.counted(name(snapshot.epochs()), first, finite ? y : new double[0], Mark.LINE));
        }
        boolean empty = lines.stream().allMatch(line -> line.x().length == 0);
        Range unit = empty ? new Range(0, 1) : null;
        return new LinePanel(title, xLabel, "", lines, unit, unit, Scale.LINEAR, Scale.LINEAR);
    }

    private static String name(int epochs) {
        return epochs == 0 ? "at the start" : epochs == 1 ? "after 1 epoch" : "after " + epochs + " epochs";
    }

    /** First, last and evenly some between them. */
    private static List<Snapshot> some(List<Snapshot> all) {
        int count = Math.min(LINES, all.size());
        return IntStream.range(0, count).mapToObj(i -> all.get(count == 1 ? 0 : i * (all.size() - 1) / (count - 1))).toList();
    }
}
