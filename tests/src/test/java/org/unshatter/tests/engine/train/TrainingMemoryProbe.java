package org.unshatter.tests.engine.train;

import java.nio.file.Path;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.optim.Optimizer;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;

/** Run in a JVM with a small heap, in a folder: a training whose steps fit, while its evaluation, by a batch 2,000 times as large, does not. */
final class TrainingMemoryProbe {

    private TrainingMemoryProbe() {
    }

    public static void main(String[] arguments) throws Exception {
        Dataset data = TinyTraining.images("training", 16_000);
        Standardisation standardisation = Standardisation.of(data);
        Batches training = Batches.of(data.range(0, 50), standardisation, 8).shuffled(1);
        int[] steps = {0};
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepDone(RunningEpoch epoch) {
                steps[0]++;
            }

            @Override
            public void epochDone(EpochMetrics metrics) {
                System.out.println("epoch");
            }
        };
        for (int validation : new int[] {16_000, 100}) {
            try {
                Trainer.of(TinyTraining.net("conv-plain,depth=3,filters=32,in=2x6x6,out=3"), Recipe.of(Optimizer.parse("adam"), 1e-3, 1), training,
                        Batches.of(data.range(0, validation), standardisation, validation)).folder(Path.of(System.getProperty("unshatter.test.folder"))).listener(listener).run();
            } catch (OutOfMemoryException e) {
                System.out.println("refused " + e.getMessage());
            }
            System.out.println("steps " + steps[0]);
        }
    }
}
