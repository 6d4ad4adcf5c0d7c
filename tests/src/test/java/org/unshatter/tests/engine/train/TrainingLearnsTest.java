package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batches;
import org.unshatter.data.BuiltInImages;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.nn.Network;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Evaluation;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Score;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;
import org.unshatter.train.TrainingResult;

/** A trained net has learnt: its loss falls, and it knows images that it has not seen, unless the labels say nothing about the images. */
class TrainingLearnsTest {

    /** Among 200 images chance has a deviation of 2.1 % around 10 %, so 30 % is beyond it at any seed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twoHundredBuiltInImages(long seed) throws IOException {
        Dataset data = BuiltInImages.train(seed, 200);
        Standardisation standardisation = Standardisation.of(data);
        Batches training = Batches.of(data, standardisation, 20).shuffled(seed);
        Network net = Architecture.parse("conv-residual,depth=4,per=1,filters=8,stages=3,in=3x32x32,out=10,norm=batch,affine=true,stats=differentiated,head=pool")
                .build(RandomStreams.of(seed, "learns"));
        Recipe recipe = Recipe.of(Optimizer.parse("adam"), 0.01, 12).statisticsBatches(5);
        TrainingResult result = Trainer.of(net, recipe, training, Batches.of(data, standardisation, 64)).run();
        List<EpochMetrics> history = result.history();
        assertEquals(12, history.size());
        assertEquals(Math.log(10), history.getFirst().trainingLoss(), 0.6, "the first epoch is near chance");
        assertTrue(history.getLast().trainingLoss() < 0.85 * history.getFirst().trainingLoss(), history::toString);
        assertTrue(history.getLast().validationAccuracy() > 0.3, history::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {TinyTraining.CONV, TinyTraining.DENSE})
    void imagesThatItHasNotSeen(String architecture) throws IOException {
        TrainingResult result = Trainer.of(TinyTraining.net(architecture), Recipe.of(Optimizer.parse("adam"), 0.01, 25),
                TinyTraining.training(), TinyTraining.validation()).run();
        assertTrue(result.history().getLast().validationAccuracy() > 0.75, () -> result.history().toString());
        Score again = Evaluation.of(result.evaluated()).run(TinyTraining.validation());
        assertEquals(result.history().getLast().validationLoss(), again.loss(), "the result is the net that was evaluated last");
        assertEquals(31, again.count());
    }

    /** Negative control: with the rate 0 nothing is learnt. */
    @Test
    void withoutARateNothingIsLearnt() throws IOException {
        Network net = TinyTraining.net(TinyTraining.DENSE);
        TrainingResult result = Trainer.of(net, Recipe.of(Optimizer.parse("adam"), 0, 3), TinyTraining.training(), TinyTraining.validation()).run();
        assertEquals(result.history().getFirst().validationLoss(), result.history().getLast().validationLoss());
        net.parameters().forEach((name, value) -> assertEquals(text(value), text(result.network().parameters().get(name)), name));
    }

    private static String text(Tensor values) {
        return Arrays.toString(values.toArray());
    }

    /** The net that training was given stays as it is. */
    @Test
    void theNetGivenStaysAsItIs() throws IOException {
        Network net = TinyTraining.net(TinyTraining.DENSE);
        String before = text(net.parameters().firstEntry().getValue());
        TrainingResult result = Trainer.of(net, Recipe.of(Optimizer.parse("sgd"), 0.1, 1), TinyTraining.training(), TinyTraining.validation()).run();
        assertEquals(before, text(net.parameters().firstEntry().getValue()));
        assertNotEquals(before, text(result.network().parameters().firstEntry().getValue()));
    }

    @Test
    void theBitsDoNotDependOnThreads() throws IOException {
        int before = Workers.threads();
        try {
            List<String> weights = new ArrayList<>();
            for (int threads = 1; threads <= 2; threads++) {
                Workers.setThreads(threads);
                TrainingResult result = Trainer.of(TinyTraining.net(TinyTraining.CONV), Recipe.of(Optimizer.parse("adam"), 0.01, 2).clipping(Clipping.norm(1)),
                        TinyTraining.training(), TinyTraining.validation()).run();
                weights.add(text(result.network().parameters().lastEntry().getValue()) + result.history().getLast().validationLoss());
            }
            assertEquals(weights.getFirst(), weights.getLast());
        } finally {
            Workers.setThreads(before);
        }
    }

    /** The default of architectures is for diagnostics: whoever forgets it is told. */
    @ParameterizedTest
    @CsvSource({"batch, 3", "center, 3", "layer, 0", "none, 0"})
    void constantStatisticsAreNoticed(String norm, int layers) throws IOException {
        List<String> notices = new ArrayList<>();
        Trainer.of(TinyTraining.net("dense-plain,depth=3,width=5,in=2x6x6,out=3,norm=" + norm), Recipe.of(Optimizer.parse("sgd"), 0.01, 1),
                TinyTraining.training(), TinyTraining.validation()).listener(new TrainingListener() {
                    @Override
                    public void notice(String message) {
                        notices.add(message);
                    }
                }).run();
        assertEquals(layers == 0 ? 0 : 1, notices.size());
        assertTrue(layers == 0 || notices.getFirst().contains("batch statistics of " + layers + " layers, the first layer1.norm;"), notices::toString);
    }

    @Test
    void patienceEndsATrainingThatStandsStill() throws IOException {
        Recipe recipe = Recipe.of(Optimizer.parse("sgd"), 0, 50).patience(3);
        TrainingResult result = Trainer.of(TinyTraining.net(TinyTraining.DENSE), recipe, TinyTraining.training(), TinyTraining.validation()).run();
        assertEquals(4, result.history().size(), "the first epoch is the best, three without progress follow");
        assertTrue(result.stopped());
        assertEquals(0, result.best());
    }

    @Test
    void listenersHearHowFarItIs() throws IOException {
        List<String> heard = new ArrayList<>();
        Trainer.of(TinyTraining.net(TinyTraining.DENSE), Recipe.of(Optimizer.parse("sgd"), 0.01, 2), TinyTraining.training(), TinyTraining.validation())
                .listener(new TrainingListener() {
                    @Override
                    public void stepDone(RunningEpoch epoch) {
                        heard.add(epoch.epoch() + ":" + epoch.batch() + "/" + epoch.batches());
                        assertTrue(epoch.loss() > 0 && epoch.accuracy() >= 0 && epoch.imagesPerSecond() > 0 && epoch.secondsLeft() >= 0);
                        assertEquals(epoch.steps() == 14, epoch.secondsLeft() == 0);
                    }

                    @Override
                    public void epochDone(EpochMetrics metrics) {
                        heard.add("epoch " + metrics.epoch());
                    }
                }).run();
        assertEquals(List.of("0:1/7", "0:2/7", "0:3/7", "0:4/7", "0:5/7", "0:6/7", "0:7/7", "epoch 0",
                "1:1/7", "1:2/7", "1:3/7", "1:4/7", "1:5/7", "1:6/7", "1:7/7", "epoch 1"), heard);
    }
}
