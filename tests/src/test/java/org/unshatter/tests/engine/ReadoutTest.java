package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Readout;

/** One number of each sample's output. */
class ReadoutTest {

    private static final Tensor IMAGES = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 1, 2);

    @Test
    void theSumIsThatOfEachSample() {
        assertArrayEquals(new float[] {21, 57}, Readout.sum().of(IMAGES).toArray());
    }

    @Test
    void anOutputIsOneOfEachSample() {
        assertArrayEquals(new float[] {3, 9}, Readout.output(2).of(IMAGES).toArray());
        assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0}, Readout.output(2).gradient(IMAGES).toArray());
        assertRefused("index is 6, expected 0 to 5", Readout.output(6), IMAGES);
        assertRefused("index is -1", Readout.output(-1), IMAGES);
    }

    @Test
    void theRandomVectorIsTheSameForAllSamplesAndHasVarianceOneByOutputs() {
        double[] means = new double[400];
        double[] squares = new double[400];
        for (int seed = 0; seed < 400; seed++) {
            Tensor output = Laboratory.gaussian(seed, 2, 20);
            Readout readout = Readout.random(seed);
            float[] v = readout.gradient(output).toArray();
            assertArrayEquals(v, Readout.random(seed).gradient(output).toArray());
            double product = 0;
            for (int i = 0; i < 20; i++) {
                assertEquals(v[i], v[20 + i]);
                means[seed] += v[i];
                squares[seed] += (double) v[i] * v[i];
                product += v[i] * output.get(20 + i);
            }
            assertEquals(product, readout.of(output).get(1), 1e-5);
        }
        Interval.assertMean(0, means, "sum of the weights");
        Interval.assertMean(1, squares, "sum of their squares");
    }

    @Test
    void crossEntropyIsOfEachSampleByItself() {
        Tensor logits = Laboratory.gaussian(1, 3, 4);
        Tensor each = Readout.crossEntropy(2, 0, 3).of(logits);
        double mean = (each.get(0) + each.get(1) + each.get(2)) / 3;
        assertEquals(logits.crossEntropy(Tensor.of(new float[] {2, 0, 3}, 3), 0).item(), mean, 1e-6);
        float[] gradient = Readout.crossEntropy(2, 0, 3).gradient(logits).toArray();
        float[] softmax = logits.softmax().toArray();
        softmax[2] -= 1;
        softmax[4] -= 1;
        softmax[11] -= 1;
        assertArrayEquals(softmax, gradient, 1e-6f);
        assertRefused("label 1 is 4, expected 0 to 3", Readout.crossEntropy(0, 4, 0), logits);
        assertRefused("label 0 is -1", Readout.crossEntropy(-1, 1, 0), logits);
        assertRefused("expected [2, classes]", Readout.crossEntropy(0, 1), logits);
    }

    @Test
    void aNumberForEachSampleIsRequired() {
        assertRefused("has shape [], expected [2]", Tensor::sum, IMAGES);
        assertRefused("has shape [2, 1, 2], expected [2]", y -> y.sum(1), IMAGES);
        assertRefused("expected [samples, …]", Readout.sum(), Tensor.scalar(1));
        assertRefused("expected [samples, …]", Readout.sum(), Tensor.zeros(3, 0));
    }

    private static void assertRefused(String expected, Readout readout, Tensor output) {
        String message = assertThrows(IllegalArgumentException.class, () -> readout.gradient(output)).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
