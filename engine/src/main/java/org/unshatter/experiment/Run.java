package org.unshatter.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.unshatter.autodiff.Tensor;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.files.OutputFolder;
import org.unshatter.safetensors.MalformedFileException;
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
    private Network network;
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
        environment = new LinkedHashMap<>(facts);
        return this;
    }

    /** Who hears how far it has come. */
    public Run listener(TrainingListener hearer) {
        listener = Objects.requireNonNull(hearer, "listener");
        return this;
    }

    /**
     * Takes the diagnostics of shattering before a training begins and after each so many epochs, over validation images; never unless set.
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

    /**
     * Checkpoints also after each so many steps; see {@link Trainer#checkpointEvery}.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Run checkpointEvery(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("checkpointEvery is " + steps + " steps, expected at least 1");
        }
        checkpointEvery = steps;
        return this;
    }

    /**
     * The net as it begins, drawn once.
     *
     * @throws IllegalArgumentException as {@link Experiment#network}
     */
    public Network network() {
        if (network == null) {
            network = experiment.network(data);
        }
        return network;
    }

    /**
     * Whether the folder holds a training, begun or ended.
     *
     * @throws IOException if the folder cannot be read
     */
    public boolean begun() throws IOException {
        return Files.exists(folder.resolve(SUMMARY)) || Files.exists(checkpoints.log()) || !checkpoints.files().isEmpty();
    }

    /**
     * Refuses a folder that is another's, before anything is computed.
     *
     * @throws IllegalArgumentException if it holds another experiment; the message names the differences
     * @throws IOException              if what it holds cannot be read
     */
    public void requireOwnFolder() throws IOException {
        Path summary = folder.resolve(SUMMARY);
        if (Files.exists(summary)) {
            requireOwn(Summary.read(summary).configuration());
        } else if (Files.exists(checkpoints.log())) {
            requireOwn(Summary.configuration(checkpoints.log()));
        }
    }

    private void requireOwn(Map<?, ?> there) {
        boolean known = there.get("notes") instanceof Map<?, ?> notes && notes.containsKey(Experiment.CONTENT);
        Map<?, ?> wanted = (Map<?, ?>) JsonReader.read(Json.compact(experiment.configuration(data, known))); // older summaries have no checksum of the images
        List<String> differences = wanted.keySet().stream().filter(key -> !wanted.get(key).equals(there.get(key)))
                .map(key -> key + " is " + there.get(key) + ", expected " + wanted.get(key)).toList();
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("the folder " + folder + " holds another training: " + String.join("; ", differences));
        }
    }

    /**
     * That of a run that has ended; nothing is computed for it.
     *
     * @throws IllegalArgumentException if the folder holds another experiment
     * @throws IOException              if what it holds cannot be read
     */
    public Optional<Outcome> outcome() throws IOException {
        requireOwnFolder();
        Path file = folder.resolve(SUMMARY);
        return Files.exists(file) ? Optional.of(Summary.read(file).outcome()) : Optional.empty();
    }

    /**
     * Deletes the checkpoints, if the training has ended; log, summary and figures stay.
     *
     * @throws IOException if one cannot be deleted
     */
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
        Optional<Outcome> known = outcome();
        if (known.isPresent()) {
            return known.get();
        }
        Trainer trainer = experiment.trainer(network(), data, folder).listener(new Hearer());
        if (checkpointEvery > 0) {
            trainer.checkpointEvery(checkpointEvery);
        }
        OutputFolder.open(folder);
        if (diagnosedEvery > 0 && checkpoints.files().isEmpty()) { // without checkpoints one that is there may be of another net
            diagnose(0, network);
        }
        Outcome outcome = train(trainer);
        drawAll(outcome);
        write(SUMMARY, Json.text(new Summary(experiment.configuration(data, true), outcome, environment).description()));
        return outcome;
    }

    private Outcome train(Trainer trainer) throws IOException {
        double last = Double.NaN;
        double best = Double.NaN;
        Optional<String> diverged = Optional.empty();
        try {
            TrainingResult result = trainer.run();
            last = test(result.evaluated());
            best = result.best() == result.history().size() - 1 ? last : testOfBest();
        } catch (DivergedException e) {
            diverged = Optional.of(e.getMessage());
        }
        return new Outcome(network.architecture(), experiment.recipe().rate(), experiment.seed(), network.summary().parameters(), diverged, checkpoints.history(), last,
                best);
    }

    /** NaN if its file is damaged or gone: the training has ended all the same. */
    private double testOfBest() throws IOException {
        try {
            return test(Checkpoint.read(checkpoints.best()).evaluated());
        } catch (MalformedFileException | NoSuchFileException e) {
            listener.notice("the net with the best validation accuracy cannot be tested: " + checkpoints.best() + " is "
                    + (e instanceof NoSuchFileException ? "not there" : "damaged"));
            return Double.NaN;
        }
    }

    private double test(Layer net) {
        return Evaluation.of(net).run(Experiment.evaluation(data.test(), data)).accuracy();
    }

    private void drawCurves() throws IOException {
        List<EpochMetrics> history = checkpoints.history();
        if (!history.isEmpty()) {
            write("curves.svg", Curves.of(network.architecture(), history).svg());
        }
    }

    private void diagnose(int epochs, Network now) throws IOException {
        Tensor images = data.validation().range(0, Math.min(DIAGNOSED_IMAGES, data.validation().count())).images(data.standardisation());
        evolution.add(Snapshot.of(epochs, now, images, experiment.seed()));
        drawDiagnostics(epochs);
    }

    private void drawDiagnostics(int epochs) throws IOException {
        List<Snapshot> snapshots = evolution.snapshots(epochs);
        if (!snapshots.isEmpty()) {
            write("diagnostics.svg", Evolution.figure("Gradients of " + network.architecture(), snapshots).svg());
        }
    }

    /** The last epochs may be missing from the figures: a kill may have come between what they show and them. */
    private void drawAll(Outcome outcome) throws IOException {
        drawCurves();
        if (diagnosedEvery > 0) {
            drawDiagnostics(outcome.history().size());
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
        public void epochTrained(EpochMetrics metrics, Network now) throws IOException {
            int epochs = metrics.epoch() + 1;
            listener.epochTrained(metrics, now);
            if (diagnosedEvery > 0 && epochs % diagnosedEvery == 0) {
                diagnose(epochs, now);
            }
        }

        @Override
        public void epochDone(EpochMetrics metrics) throws IOException {
            drawCurves();
            if (!Double.isFinite(metrics.validationLoss())) {
                listener.notice("the validation loss is " + metrics.validationLoss() + " after epoch " + (metrics.epoch() + 1)
                        + ", while that of training is finite: training goes on");
            }
            listener.epochDone(metrics);
        }

        @Override
        public void notice(String message) {
            listener.notice(message);
        }
    }
}
