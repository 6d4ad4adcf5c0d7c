package org.unshatter.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.unshatter.data.Batches;
import org.unshatter.nn.Network;

/**
 * A training, set up and then run.
 *
 * {@snippet :
 * Recipe recipe = Recipe.of(Optimizer.parse("adam"), 1e-3, 100).schedule(Schedule.parse("plateau"));
 * TrainingResult result = Trainer.of(network, recipe, training, validation).folder(folder).run();
 * }
 *
 * <p>Each epoch goes over all batches of training, and ends with statistics for evaluation, the score on the validation set, a line of the log and a checkpoint.
 * With a folder, a training that was interrupted, however that was, goes on from its last good checkpoint when it is run again,
 * and ends with the same bits as one that was not, times excepted; one that has ended is not trained further, its result is read.
 *
 * <p>Gradients flow through a batch's mean and variance or not as the net's layers say. For training they should:
 * {@link org.unshatter.autodiff.Statistics#DIFFERENTIATED}.
 */
public final class Trainer {

    private final Network network;
    private final Recipe recipe;
    private final Batches training;
    private final Batches validation;
    private Path folder;
    private int checkpointEvery;
    private TrainingListener listener = TrainingListener.NONE;
    private SequencedMap<String, Object> notes = new LinkedHashMap<>();

    private Trainer(Network network, Recipe recipe, Batches training, Batches validation) {
        this.network = Objects.requireNonNull(network, "network");
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        this.training = Objects.requireNonNull(training, "training");
        this.validation = Objects.requireNonNull(validation, "validation");
    }

    /**
     * Without a folder: nothing is written.
     *
     * @param network    from images to an output for each class; its parameters are copied
     * @param training   shuffled, as a rule; an incomplete last batch is a step like others, captured by itself, unless {@link Batches#completeOnly} leaves it out
     * @param validation after each epoch
     */
    public static Trainer of(Network network, Recipe recipe, Batches training, Batches validation) {
        return new Trainer(network, recipe, training, validation);
    }

    /** Where checkpoints and log go, and where an interrupted training is found: see {@link CheckpointFolder}. */
    public Trainer folder(Path path) {
        folder = Objects.requireNonNull(path, "folder");
        return this;
    }

    /**
     * Checkpoints also within epochs, after each so many steps; only at the end of epochs unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer checkpointEvery(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("checkpointEvery is " + steps + " steps, expected at least 1");
        }
        checkpointEvery = steps;
        return this;
    }

    /** Who hears how far the training has come, and of damaged checkpoints; nobody unless set. */
    public Trainer listener(TrainingListener hearer) {
        listener = Objects.requireNonNull(hearer, "listener");
        return this;
    }

    /** What else makes this training what it is, such as data, seeds and augmentation: it goes on only under the same. For the log, too. */
    public Trainer notes(SequencedMap<String, String> more) {
        notes = new LinkedHashMap<>(more);
        return this;
    }

    /**
     * Trains, from the beginning or the last good checkpoint on.
     *
     * @throws DivergedException        if a loss or gradient is not finite; checkpoints until then are there
     * @throws IllegalArgumentException if the folder holds a training of another configuration
     * @throws org.unshatter.autodiff.OutOfMemoryException before the first step, if those of an epoch do not fit into what is left of the heap
     * @throws IOException              if a file cannot be written, as when the disk is full: the checkpoints before are there; or all checkpoints are damaged;
     *                                  or another training is running in the folder
     */
    public TrainingResult run() throws IOException {
        return new Session(this).run();
    }

    Network network() {
        return network;
    }

    Recipe recipe() {
        return recipe;
    }

    Batches training() {
        return training;
    }

    Batches validation() {
        return validation;
    }

    /** Null for none. */
    Path folder() {
        return folder;
    }

    /** 0 for none within epochs. */
    int checkpointEvery() {
        return checkpointEvery;
    }

    TrainingListener listener() {
        return listener;
    }

    /** What a training goes on only under the same of, for logs: architecture, recipe, batches and {@link #notes}. */
    SequencedMap<String, Object> configuration() {
        SequencedMap<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("architecture", network.architecture());
        configuration.putAll(recipe.description());
        configuration.put("batches", training.count());
        configuration.put("validationBatches", validation.count());
        configuration.put("notes", Collections.unmodifiableSequencedMap(notes));
        return configuration;
    }
}
