package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.BatchStream;
import org.unshatter.data.Batches;
import org.unshatter.data.Standardisation;
import org.unshatter.nn.FixedNormalise;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Observer;
import org.unshatter.nn.Sequence;
import org.unshatter.optim.Optimizer;
import org.unshatter.safetensors.Entry;
import org.unshatter.train.Evaluation;
import org.unshatter.train.PopulationStatistics;
import org.unshatter.train.Recipe;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingResult;

/** A net is evaluated with the mean and variance of all the training images together, computed here in double precision from their definition. */
class PopulationStatisticsTest {

    private static final double EPSILON = 1e-5;

    private static PopulationStatistics taken(Layer net, Batches batches, int most) {
        PopulationStatistics statistics = PopulationStatistics.of(net, 2, 6, 6);
        try (BatchStream stream = batches.once()) {
            statistics.take(stream, most);
        }
        return statistics;
    }

    /** Of images, channel by channel; batches of 12, the last of 7, or those of the first two. */
    @ParameterizedTest
    @CsvSource({"BATCH, true, 9", "BATCH, false, 9", "CENTER, false, 9", "BATCH, true, 2"})
    void ofImagesTheyAreThoseOfEachChannel(Normalisation kind, boolean affine, int most) {
        Tensor gain = Tensor.of(new float[] {2, -0.5f}, 2);
        Tensor shift = Tensor.of(new float[] {0.25f, 3}, 2);
        Normalise norm = affine ? new Normalise(kind, Statistics.DIFFERENTIATED, gain, shift) : new Normalise(kind, Statistics.DIFFERENTIATED);
        Layer shifted = x -> x.addScalar(3);
        Batches batches = TinyTraining.validation();
        Layer fixed = taken(Sequence.of(shifted, norm), batches, most).fixed();
        int samples = Math.min(31, most * 12);
        double[][] values = new double[2][samples * 36];
        for (int b = 0, at = 0; b * 12 < samples; b++) {
            Tensor images = batches.get(0, b).images();
            for (int i = 0; i < images.dim(0); i++) {
                for (int p = 0; p < 36; p++, at++) {
                    values[0][at] = images.get(i * 72 + p) + 3.0;
                    values[1][at] = images.get(i * 72 + 36 + p) + 3.0;
                }
            }
        }
        Tensor x = batches.get(0, 1).images();
        float[] y = fixed.apply(x).toArray();
        for (int i = 0; i < y.length; i++) {
            int c = i / 36 % 2;
            double expected = x.get(i) + 3.0 - mean(values[c]);
            if (kind == Normalisation.BATCH) {
                expected = expected / Math.sqrt(variance(values[c]) + EPSILON);
                expected = affine ? expected * gain.get(c) + shift.get(c) : expected;
            }
            assertEquals(expected, y[i], 2e-5, "element " + i);
        }
    }

    @Test
    void ofVectorsTheyAreThoseOfEachFeature() {
        Layer fixed = taken(Sequence.of(new Flatten(), new Normalise(Normalisation.BATCH, Statistics.CONSTANT)), TinyTraining.validation(), 9).fixed();
        Tensor all = TinyTraining.validation().get(0, 0).images();
        double[][] features = new double[72][31];
        for (int b = 0; b < 3; b++) {
            Tensor images = TinyTraining.validation().get(0, b).images();
            for (int i = 0; i < images.size(); i++) {
                features[i % 72][b * 12 + i / 72] = images.get(i);
            }
        }
        float[] y = fixed.apply(all).toArray();
        for (int i = 0; i < y.length; i++) {
            double[] feature = features[i % 72];
            assertEquals((all.get(i) - mean(feature)) / Math.sqrt(variance(feature) + EPSILON), y[i], 2e-5);
        }
    }

    private static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double... values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    /** With the statistics of one batch, a net does to that batch what it does with the batch's own: in any depth, with any shortcut. */
    @ParameterizedTest
    @ValueSource(strings = {
        TinyTraining.CONV,
        "conv-plain,depth=4,filters=3,in=2x6x6,out=3,norm=center",
        "conv-highway,depth=3,per=1,filters=3,in=2x6x6,out=3,norm=batch,gate=learned:-1",
        "dense-residual,depth=6,width=9,in=2x6x6,out=3,norm=batch,affine=true",
        "dense-plain,depth=3,width=9,in=2x6x6,out=3,norm=layer"})
    void ofOneBatchTheyAreTheBatchsOwn(String architecture) {
        Network net = TinyTraining.net(architecture);
        PopulationStatistics statistics = taken(net, TinyTraining.validation(), 1);
        Tensor x = TinyTraining.validation().get(0, 0).images();
        assertEquals(architecture.contains("norm=layer"), statistics.isEmpty());
        assertArrayEquals(net.apply(x).toArray(), statistics.fixed().apply(x).toArray(), 1e-4f);
    }

    /** Negative control: on other images the batch's own give something else. */
    @Test
    void onOtherImagesTheyDiffer() {
        Network net = TinyTraining.net(TinyTraining.CONV);
        Layer fixed = taken(net, TinyTraining.validation(), 1).fixed();
        Tensor x = TinyTraining.validation().get(0, 2).images();
        float[] own = net.apply(x).toArray();
        float[] y = fixed.apply(x).toArray();
        double difference = 0;
        for (int i = 0; i < y.length; i++) {
            difference = Math.max(difference, Math.abs(y[i] - own[i]));
        }
        assertTrue(difference > 0.05, "difference " + difference);
    }

    /** After a training the score does not depend on how the set is divided, nor on which samples stand together. */
    @Test
    void aScoreDoesNotDependOnTheBatches() throws IOException {
        TrainingResult result = Trainer.of(TinyTraining.net(TinyTraining.CONV), Recipe.of(Optimizer.parse("adam"), 0.01, 3),
                TinyTraining.training(), TinyTraining.validation()).run();
        Batches ones = Batches.of(TinyTraining.images("validation", 31), Standardisation.of(TinyTraining.images("training", 50)), 1);
        double expected = result.history().getLast().validationLoss();
        assertEquals(expected, Evaluation.of(result.evaluated()).run(ones).loss(), 1e-5 * expected);
        assertEquals(expected, Evaluation.of(result.evaluated()).run(ones.shuffled(4)).loss(), 1e-5 * expected);
    }

    @Test
    void statisticsOfAnotherNetAreRefusedAndNothingChanges() {
        PopulationStatistics statistics = taken(TinyTraining.net(TinyTraining.CONV), TinyTraining.validation(), 9);
        SequencedMap<String, Entry> before = statistics.entries();
        SequencedMap<String, Entry> missing = new LinkedHashMap<>(before);
        missing.pollLastEntry();
        SequencedMap<String, Entry> more = new LinkedHashMap<>(before);
        more.put("another.mean", Entry.of(new float[] {1}, 1));
        SequencedMap<String, Entry> other = new LinkedHashMap<>(before);
        other.put(before.firstEntry().getKey(), Entry.of(new float[] {1}, 1));
        for (SequencedMap<String, Entry> wrong : List.of(missing, more, other)) {
            assertThrows(IllegalArgumentException.class, () -> statistics.restore(wrong));
            statistics.entries().forEach((name, entry) -> assertEquals(before.get(name).data(), entry.data(), name));
        }
        try (BatchStream none = TinyTraining.validation().stream(1, 0, 1)) {
            assertThrows(IllegalArgumentException.class, () -> statistics.take(none, 3));
        }
    }

    /** A record of a program's own, with parts that it shows. */
    private record Twice(Layer inner) implements Layer {

        @Override
        public Tensor apply(Tensor x) {
            return inner.apply(x).scale(2);
        }

        @Override
        public Tensor observe(Observer observer, Tensor x) {
            return inner.observe(observer.within("inner"), x).scale(2);
        }
    }

    /** It would go on with the statistics of the batch, and scores would depend on the company that a sample is in. */
    @Test
    void aLayerWhosePlaceCannotBeTakenIsNamed() {
        Layer batchNorm = new Normalise(Normalisation.BATCH, Statistics.CONSTANT);
        String message = assertThrows(IllegalArgumentException.class, () -> PopulationStatistics.of(Sequence.of(new Flatten(), new Twice(batchNorm)), 2, 6, 6)).getMessage();
        assertTrue(message.contains("[1.inner]"), message);
        assertTrue(PopulationStatistics.of(new Twice(new Normalise(Normalisation.LAYER, Statistics.CONSTANT)), 12).isEmpty());
    }

    @Test
    void anOrdinaryLayerIsNotFixed() {
        Tensor one = Tensor.of(new float[] {1}, 1);
        assertThrows(IllegalArgumentException.class, () -> FixedNormalise.of(new Normalise(Normalisation.LAYER, Statistics.CONSTANT), one, one));
        assertThrows(IllegalArgumentException.class, () -> FixedNormalise.of(new Normalise(Normalisation.BATCH, Statistics.CONSTANT), one, null));
    }
}
