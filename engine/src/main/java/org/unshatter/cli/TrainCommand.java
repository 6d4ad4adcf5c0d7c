package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Outcome;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.TrainingData;
import org.unshatter.nn.Network;
import org.unshatter.nn.Summary;

/** {@code train}: a network, from images to test accuracy. */
final class TrainCommand implements Command {

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "Train a network; write checkpoints, log, learning curves and a summary.";
    }

    @Override
    public List<Options.Option> options() {
        return TrainingOptions.after(
                new Options.Option("--arch", "TEXT", "the architecture, such as thin-plain,depth=18,act=crelu,init=looks-linear; see docs/NETWORKS.md"),
                new Options.Option("--out", "DIR", "folder for all files (default: out/train)"),
                new Options.Option("--resume", null, "go on with the training that is in this folder, if there is one; options must be the same"),
                new Options.Option("--rate", "R", "learning rate"),
                new Options.Option("--seed", "N", "seed of weights, order and augmentation (default 1)"));
    }

    @Override
    public void run(Options options) throws UsageException, IOException {
        TrainingOptions training = new TrainingOptions(options);
        if (training.listed()) {
            return;
        }
        if (!options.has("--arch")) {
            throw new UsageException("train: --arch is missing, expected an architecture");
        }
        Experiment experiment = training.experiment(options.text("--arch", ""), training.rate(), options.number("--seed", 1, Long.MIN_VALUE));
        Path folder = options.has("--out") ? options.path("--out") : Path.of("out", "train");
        TrainingData data = training.data();
        if (!options.has("--resume") && Run.of(experiment, data, folder).begun()) {
            throw new UsageException("train: " + folder + " holds a training already, expected --resume to go on with it, or another folder");
        }
        Run run;
        Network network;
        try {
            run = training.run(experiment, data, folder);
            network = run.network();
        } catch (IllegalArgumentException e) {
            throw new UsageException("train: " + e.getMessage());
        }
        Summary summary = network.summary();
        System.out.printf(Locale.ROOT, "%s%n%,d parameters, %,d flops an image; %s: %,d images to train, %,d to validate, %,d to test%n", network.architecture(),
                summary.parameters(), summary.flops(), data.name(), data.training().count(), data.validation().count(), data.test().count());
        Outcome outcome = run.listener(new TrainingProgress(summary.flops())).carryOut();
        if (outcome.diverged().isPresent()) {
            throw new IOException(outcome.diverged().get());
        }
        System.out.printf(Locale.ROOT, "validation accuracy %.2f %%, best %.2f %%; test accuracy %.2f %%, of the best %.2f %%; "
                + "%.0f s of training%nFiles: %s%n", 100 * outcome.validation(), 100 * outcome.bestValidation(), 100 * outcome.test(), 100 * outcome.testOfBest(), outcome.seconds(), folder);
    }
}
