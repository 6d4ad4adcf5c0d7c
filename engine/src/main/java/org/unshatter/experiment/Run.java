package org.unshatter.experiment;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.unshatter.autodiff.Tensor;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.report.OutputFolder;
import org.unshatter.train.Checkpoint;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.DivergedException;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Evaluation;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;
import org.unshatter.train.TrainingResult;

/**
 * An experiment that is carried out in a folder: beside the files of {@link CheckpointFolder}, learning curves ({@code curves.svg}), on request diagnostics
 * ({@code diagnostics/} and {@code diagnostics.svg}), and at the end {@code summary.json}. When it is run again it goes on where it was; once it has ended,
 * its outcome is read and nothing is computed.
 */
public final class Run {

    static final String SUMMARY = "summary.json";
    private static final int DIAGNOSED_IMAGES = 64;

    private final Experiment experiment;
    private final TrainingData data;
    private final Path folder;
    private final CheckpointFolder checkpoints;
    private final Evolution evolution;
    private SequencedMap<String, Object> environment = new LinkedHashMap<>();
    private TrainingListener listener = TrainingListener.NONE;
    private int diagnosedEvery;
    private int checkpointEvery;

    private Run(Experiment experiment, TrainingData data, Path folder) {
        this.experiment = experiment;
        this.data = data;
        this.folder = folder;
        checkpoints = CheckpointFolder.at(folder);
        evolution = new Evolution(folder.resolve("diagnostics"));
    }

    /** Of an experiment, with these images, in a folder. */
    public static Run of(Experiment experiment, TrainingData data, Path folder) {
        return new Run(experiment, data, folder);
    }

    /** What it runs on, for the summary. */
    public Run environment(SequencedMap<String, Object> facts) {
        environment = facts;
        return this;
    }

    public Run listener(TrainingListener hearer) {
        listener = hearer;
        return this;
    }

    /**
     * Takes the diagnostics of shattering before the first and after each so many epochs, over validation images; never unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Run diagnoseEvery(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("diagnoseEvery is " + epochs + " epochs, expected at least 1");
        }
        diagnosedEvery = epochs;
        return this;
    }

    /** Checkpoints also after each so many steps; see {@link Trainer#checkpointEvery}. */
    public Run checkpointEvery(int steps) {
        checkpointEvery = steps;
        return this;
    }

    /** Whether the folder holds a training, begun or ended. */
    public boolean begun() throws IOException {
        return Files.exists(folder.resolve(SUMMARY)) || Files.exists(checkpoints.log()) || !checkpoints.files().isEmpty();
    }

    /** Deletes the checkpoints, if the training has ended; log, summary and figures stay. */
    public void deleteCheckpoints() throws IOException {
        if (Files.exists(folder.resolve(SUMMARY))) {
            for (Path file : checkpoints.files()) {
                Files.delete(file);
            }
            Files.deleteIfExists(checkpoints.best());
        }
    }

    /**
     * Trains and judges. That a training diverges is an outcome like others.
     *
     * @throws IllegalArgumentException if the architecture does not suit the images, or the folder holds another experiment
     * @throws IOException              if a file cannot be read or written; see {@link Trainer#run}
     */
    public Outcome carryOut() throws IOException {
        Network network = experiment.network(data);
        Trainer trainer = experiment.trainer(network, data, folder).listener(new Hearer());
        if (checkpointEvery > 0) {
            trainer.checkpointEvery(checkpointEvery);
        }
        Optional<Outcome> known = outcome(trainer);
        if (known.isPresent()) {
            return known.get();
        }
        OutputFolder.open(folder);
        if (diagnosedEvery > 0 && (!evolution.contains(0) || checkpoints.files().isEmpty())) { // without checkpoints it may be of another net
            diagnose(0, network);
        }
        Outcome outcome = train(trainer, network);
        drawAll(outcome);
        SequencedMap<String, Object> summary = new LinkedHashMap<>();
        summary.put("configuration", trainer.configuration());
        summary.put("outcome", outcome.description());
        summary.put("environment", environment);
        write(SUMMARY, Json.text(summary));
        return outcome;
    }

    /** That of an ended run. */
    private Optional<Outcome> outcome(Trainer trainer) throws IOException {
        Path file = folder.resolve(SUMMARY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<?, ?> summary = summary(file);
        Object wanted = JsonReader.read(Json.compact(trainer.configuration()));
        if (!wanted.equals(summary.get("configuration"))) {
            throw new IllegalArgumentException("the folder " + folder + " holds another experiment: " + Json.compact(summary.get("configuration")) + ", expected "
                    + Json.compact(wanted));
        }
        return Optional.of(read(file));
    }

    /** The outcome in a summary. */
    static Outcome read(Path file) throws IOException {
        try {
            return Outcome.of((Map<?, ?>) summary(file).get("outcome"));
        } catch (ClassCastException | NullPointerException e) {
            throw new FileSystemException(file.toString(), null, "it is not the summary of a training");
        }
    }

    private static Map<?, ?> summary(Path file) throws IOException {
        try {
            return (Map<?, ?>) JsonReader.read(Files.readString(file));
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new FileSystemException(file.toString(), null, "it is not the summary of a training: " + e.getMessage());
        }
    }

    private Outcome train(Trainer trainer, Network network) throws IOException {
        double last = Double.NaN;
        double best = Double.NaN;
        Optional<String> diverged = Optional.empty();
        try {
            TrainingResult result = trainer.run();
            last = test(result.evaluated());
            best = result.best() == result.history().size() - 1 ? last : test(Checkpoint.read(checkpoints.best()).evaluated());
        } catch (DivergedException e) {
            diverged = Optional.of(e.getMessage());
        }
        return new Outcome(network.architecture(), experiment.recipe().rate(), experiment.seed(), network.summary().parameters(), diverged, checkpoints.history(), last, best);
    }

    private double test(Layer net) {
        return Evaluation.of(net).run(Experiment.evaluation(data.test(), data)).accuracy();
    }

    private void diagnose(int epochs, Network network) throws IOException {
        Tensor images = data.validation().range(0, Math.min(DIAGNOSED_IMAGES, data.validation().count())).images(data.standardisation());
        evolution.add(Snapshot.of(epochs, network, images, experiment.seed()));
        drawDiagnostics(epochs, network.architecture());
    }

    private void drawDiagnostics(int epochs, String architecture) throws IOException {
        write("diagnostics.svg", Evolution.figure("Gradients of " + architecture, evolution.snapshots(epochs)).svg());
    }

    private void drawCurves(List<EpochMetrics> history) throws IOException {
        write("curves.svg", Curves.of(experiment.architecture(), history).svg());
    }

    /** The last epochs may be missing from the figures: a kill may have come between what they show and them. */
    private void drawAll(Outcome outcome) throws IOException {
        if (!outcome.history().isEmpty()) {
            drawCurves(outcome.history());
        }
        if (diagnosedEvery > 0) {
            drawDiagnostics(outcome.history().size(), outcome.architecture());
        }
    }

    private void write(String file, String content) throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(file, content);
        OutputFolder.open(folder).write(files);
    }

    /** Makes the figures, and passes on what it hears. */
    private final class Hearer implements TrainingListener {

        @Override
        public void stepDone(RunningEpoch epoch) {
            listener.stepDone(epoch);
        }

        @Override
        public void epochTrained(EpochMetrics metrics, Network network) throws IOException {
            int epochs = metrics.epoch() + 1;
            listener.epochTrained(metrics, network);
            if (diagnosedEvery > 0 && epochs % diagnosedEvery == 0) {
                diagnose(epochs, network);
            }
        }

        @Override
        public void epochDone(EpochMetrics metrics) throws IOException {
            drawCurves(checkpoints.history());
            listener.epochDone(metrics);
        }

        @Override
        public void notice(String message) {
            listener.notice(message);
        }
    }
}
