package org.unshatter.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.unshatter.json.Json;
import org.unshatter.report.Figure;
import org.unshatter.report.HtmlReport;
import org.unshatter.files.OutputFolder;
import org.unshatter.report.Section;

/** Accuracy by depth of all trainings of a sweep that have ended; where several rates were tried, of each net with its best one, and accuracy by rate as well. */
public final class SweepReport {

    private final ByDepth trainings;
    private final List<Outcome> outcomes;

    /**
     * Of what has ended so far.
     *
     * @param labels see {@link Sweep#labels}; what is not among them comes behind, under its architecture
     */
    public SweepReport(SequencedMap<String, String> labels, List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
        trainings = ByDepth.of(labels, outcomes);
    }

    /**
     * Writes the report of all that has ended in a sweep's folder. Processes that share the sweep do so one after another, so that the last one's has everything.
     *
     * @param labels as for the constructor
     * @throws IOException if the folder cannot be read or written
     */
    public static void write(Path sweep, SequencedMap<String, String> labels) throws IOException {
        OutputFolder output = OutputFolder.open(sweep);
        try (FileChannel channel = FileChannel.open(sweep.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            output.write(new SweepReport(labels, Sweep.outcomes(sweep)).files(Sweep.facts(sweep)));
        }
    }

    /**
     * {@code sweep.html}, {@code accuracy.svg}, {@code rates.svg} where there are several, and {@code sweep.json}.
     *
     * @param facts how all were trained, and on what
     */
    public SequencedMap<String, String> files(SequencedMap<String, Object> facts) {
        List<Section> sections = new ArrayList<>();
        if (!outcomes.isEmpty()) {
            sections.add(SweepFigures.accuracies(trainings));
            if (trainings.severalRates()) {
                sections.add(SweepFigures.rates(trainings));
            }
            sections.add(SweepTable.of(trainings));
        }
        SequencedMap<String, String> files = new LinkedHashMap<>();
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
}
