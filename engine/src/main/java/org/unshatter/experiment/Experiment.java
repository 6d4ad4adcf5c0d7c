package org.unshatter.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.unshatter.arch.Architecture;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;
import org.unshatter.train.Recipe;
import org.unshatter.train.Trainer;

/**
 * All that determines a training but the images: a value.
 *
 * @param architecture as text, see {@link Architecture}; inputs and outputs that it does not set are those of the images, and through the statistics of
 *                     batch norms gradients flow unless it says otherwise
 * @param recipe       how it is trained
 * @param batch        images of a step; those at the end of an epoch that do not fill one are left out, others in each epoch
 * @param augmentation of the images to learn from
 * @param seed         of the weights, the order of the images and their augmentation
 */
public record Experiment(String architecture, Recipe recipe, int batch, Augmentation augmentation, long seed) {

    /** The note with the checksum of the images. */
    static final String CONTENT = "content";

    /** Evaluation needs no memory for gradients. */
    private static final int EVALUATION_BATCH = 200;

    /** @throws IllegalArgumentException if the batch is smaller than 1, or the learning rate is 0 */
    public Experiment {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(augmentation, "augmentation");
        if (batch < 1) {
            throw new IllegalArgumentException("batch is " + batch + " images, expected at least 1");
        }
        if (recipe.rate() == 0) { // nor would it have a place in figures by rate
            throw new IllegalArgumentException("rate is " + recipe.rate() + ", expected above 0");
        }
    }

    /** The same with another net, rate and seed. */
    Experiment with(String otherNet, double rate, long otherSeed) {
        return new Experiment(otherNet, recipe.rate(rate), batch, augmentation, otherSeed);
    }

    /**
     * What the text leaves open set as these images want it.
     *
     * @throws IllegalArgumentException if the text is not an architecture's
     */
    public Architecture<?> architecture(TrainingData data) {
        Architecture.parse(architecture); // so that what is wrong is said of the text as it was given
        return Architecture.parse(architecture
                + unlessSet("in", Arrays.stream(data.training().shape()).mapToObj(Integer::toString).collect(Collectors.joining("x")))
                + unlessSet("out", Integer.toString(data.training().classes().size()))
                + (sets("norm") ? unlessSet("stats", "differentiated") : ""));
    }

    /**
     * The net as it begins.
     *
     * @throws IllegalArgumentException if the architecture is none, or not one for these images, or there are fewer of them than a batch has
     */
    public Network network(TrainingData data) {
        if (batch > data.training().count()) {
            throw new IllegalArgumentException("batch is " + batch + " images, expected at most " + data.training().count() + ", as many as there are to train");
        }
        Network network = architecture(data).build(RandomStreams.of(seed, "weights"));
        if (!Arrays.equals(network.input(), data.training().shape())) {
            throw new IllegalArgumentException("network " + architecture + " takes " + Arrays.toString(network.input()) + ", expected "
                    + Arrays.toString(data.training().shape()) + ", the shape of the images");
        }
        List<Integer> outputs = network.summary().rows().getLast().shape();
        if (!outputs.equals(List.of(data.training().classes().size()))) {
            throw new IllegalArgumentException("network " + architecture + " has outputs of " + outputs + ", expected [" + data.training().classes().size()
                    + "], one for each class of the images");
        }
        return network;
    }

    /** What tells this training from others, with or without the checksum of the images; a run goes on only under the same. */
    SequencedMap<String, Object> configuration(TrainingData data, boolean content) {
        SequencedMap<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("architecture", architecture(data).toString());
        configuration.putAll(recipe.description());
        SequencedMap<String, String> notes = notes(data);
        if (!content) {
            notes.remove(CONTENT);
        }
        configuration.put("notes", notes);
        return configuration;
    }

    private String unlessSet(String key, String value) {
        return sets(key) ? "" : "," + key + "=" + value;
    }

    private boolean sets(String key) {
        return Arrays.stream(architecture.split(",")).anyMatch(part -> part.startsWith(key + "="));
    }

    Trainer trainer(Network network, TrainingData data, Path folder) {
        Batches training = Batches.of(data.training(), data.standardisation(), batch).shuffled(seed).augmented(augmentation).completeOnly();
        return Trainer.of(network, recipe, training, evaluation(data.validation(), data)).folder(folder).notes(notes(data));
    }

    static Batches evaluation(Dataset images, TrainingData data) {
        return Batches.of(images, data.standardisation(), EVALUATION_BATCH);
    }

    /** What is not in architecture and recipe. */
    private SequencedMap<String, String> notes(TrainingData data) {
        SequencedMap<String, String> notes = new LinkedHashMap<>();
        notes.put("data", data.name());
        notes.put("images", data.training().count() + " to train, " + data.validation().count() + " to validate");
        notes.put(CONTENT, data.fingerprint());
        notes.put("batch", Integer.toString(batch));
        notes.put("augmentation", augmentation.toString());
        notes.put("seed", Long.toString(seed));
        return notes;
    }
}
