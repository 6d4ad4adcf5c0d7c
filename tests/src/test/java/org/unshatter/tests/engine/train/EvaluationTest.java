package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.nn.Layer;
import org.unshatter.train.Evaluation;
import org.unshatter.train.Score;

/** A score is that of all samples, each counting the same, the incomplete last batch included. */
class EvaluationTest {

    private static final Dataset DATA = TinyTraining.images("evaluation", 23);

    private static Batches batches(int size) {
        return Batches.of(DATA, Standardisation.of(DATA), size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 22, 23, 100})
    void lossAndAccuracyAreThoseOfTheDefinition(int size) {
        Layer net = TinyTraining.net(TinyTraining.DENSE);
        Tensor logits = net.apply(DATA.images(Standardisation.of(DATA)));
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < 23; i++) {
            double sum = 0;
            int best = 0;
            for (int c = 0; c < 3; c++) {
                sum += Math.exp(logits.get(i * 3 + c));
                best = logits.get(i * 3 + c) > logits.get(i * 3 + best) ? c : best;
            }
            loss += Math.log(sum) - logits.get(i * 3 + DATA.label(i));
            correct += best == DATA.label(i) ? 1 : 0;
        }
        Score score = Evaluation.of(net).run(batches(size));
        assertEquals(loss / 23, score.loss(), 1e-5);
        assertEquals(correct / 23.0, score.accuracy());
        assertEquals(23, score.count());
    }

    /** Of equal outputs the first counts: an undecided net is right about class 0 only. */
    @Test
    void anUndecidedNetIsRightAboutTheFirstClass() {
        Layer net = x -> Tensor.zeros(x.dim(0), 3);
        assertEquals(8 / 23.0, Evaluation.of(net).run(batches(10)).accuracy());
    }

    @Test
    void aNetOfNaNsIsNeverRight() {
        Layer net = x -> x.reshape(x.dim(0), -1).slice(1, 0, 3).scale(Float.NaN);
        Score score = Evaluation.of(net).run(batches(10));
        assertEquals(0, score.accuracy());
        assertFalse(Double.isFinite(score.loss()));
    }
}
