package org.unshatter.tests.engine.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Outcome;
import org.unshatter.experiment.TrainingData;
import org.unshatter.optim.Optimizer;
import org.unshatter.tests.engine.train.TinyTraining;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.TrainingListener;

/** Trainings of a few milliseconds. */
final class TinyExperiment {

    /** 6 batches of 8 images of 2 × 6 × 6; three classes. */
    static final TrainingData DATA = data(TinyTraining.images("training", 50));
    static final String NET = "dense-plain,depth=3,width=12,bias=true";

    private TinyExperiment() {
    }

    static TrainingData data(Dataset training) {
        return new TrainingData("tiny", training, TinyTraining.images("validation", 31), TinyTraining.images("test", 30), Standardisation.of(training));
    }

    static Experiment of(String architecture, double rate, int epochs, long seed) {
        return new Experiment(architecture, Recipe.of(Optimizer.parse("adam"), rate, epochs), 8, Augmentation.shifts(1), seed);
    }

    /** With times that two trainings cannot have in common set to 1. */
    static Outcome timeless(Outcome outcome) {
        List<EpochMetrics> history = outcome.history().stream().map(epoch -> new EpochMetrics(epoch.epoch(), epoch.trainingLoss(), epoch.trainingAccuracy(),
                epoch.validationLoss(), epoch.validationAccuracy(), epoch.rate(), 1, 1)).toList();
        return new Outcome(outcome.architecture(), outcome.rate(), outcome.seed(), outcome.parameters(), outcome.diverged(), history, outcome.test(), outcome.testOfBest());
    }

    /** All files below a folder, with the time at which they were written. */
    static Map<String, Long> files(Path folder) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS));
            }
        }
        return files;
    }

    /** Counts steps, keeps notices, and ends the training as a crash would after so many steps. */
    static final class Watch implements TrainingListener {

        final List<String> notices = new ArrayList<>();
        int steps;
        int most = Integer.MAX_VALUE;

        static Watch crashAfter(int steps) {
            Watch watch = new Watch();
            watch.most = steps;
            return watch;
        }

        @Override
        public void stepDone(RunningEpoch epoch) {
            if (++steps >= most) {
                throw new IllegalStateException("crash");
            }
        }

        @Override
        public void notice(String message) {
            notices.add(message);
        }
    }
}
