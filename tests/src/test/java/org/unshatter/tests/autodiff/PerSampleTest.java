package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Gradients of each sample by itself: those of batches of one, and their sum is that of the batch. */
class PerSampleTest {

    private static final int SAMPLES = 19;

    /** Samples do not see each other in them. */
    static List<SmallNet> nets() {
        return List.of(SmallNet.reluNet(), SmallNet.creluNet(), SmallNet.thinNet(), SmallNet.convolutionalCreluNet(), SmallNet.poolingNet());
    }

    @ParameterizedTest
    @MethodSource("nets")
    void areThoseOfEagerBatchesOfOneAndAddUpToThoseOfTheBatch(SmallNet net) {
        SplittableRandom random = new SplittableRandom(net.name().hashCode());
        List<Tensor> parameters = net.initial(random);
        Tensor samples = net.batch(random, SAMPLES)[0];
        BiFunction<List<Tensor>, Tensor, Tensor> f = (w, x) -> net.logits().apply(w.iterator(), x).logSoftmax();
        List<Tensor> all = Derivatives.perSample(f, parameters, samples);
        List<Tensor> batch = gradients(f, parameters, samples);
        assertEquals(parameters.size(), all.size());
        for (int p = 0; p < all.size(); p++) {
            assertEquals(SAMPLES, all.get(p).dim(0));
            double largest = 0;
            double[] sum = new double[parameters.get(p).size()];
            for (int i = 0; i < SAMPLES; i++) {
                Tensor expected = gradients(f, parameters, samples.slice(0, i, i + 1)).get(p);
                Tensor got = all.get(p).slice(0, i, i + 1).reshape(expected.shape());
                Bits.of(expected).requireOf(net + ", parameter " + p + ", sample " + i, got);
                for (int e = 0; e < sum.length; e++) {
                    sum[e] += got.get(e);
                    largest = Math.max(largest, Math.abs(got.get(e)));
                }
            }
            assertTrue(largest > 0, net + ", parameter " + p + ": all gradients are 0");
            for (int e = 0; e < sum.length; e++) {
                assertEquals(sum[e], batch.get(p).get(e), 1e-5 * SAMPLES * largest, net + ", parameter " + p + ", element " + e);
            }
        }
    }

    private static List<Tensor> gradients(BiFunction<List<Tensor>, Tensor, Tensor> f, List<Tensor> parameters, Tensor x) {
        Tape tape = new Tape();
        List<Tensor> variables = parameters.stream().map(tape::variable).toList();
        Gradients gradients = tape.gradients(f.apply(variables, x));
        return variables.stream().map(gradients::of).toList();
    }

    /** y = w·x: the gradient by w is x itself. */
    @Test
    void ofADotProductAreTheSamples() {
        Tensor samples = Data.random(new SplittableRandom(1), 7, 4);
        Tensor w = Data.random(new SplittableRandom(2), 4, 1);
        Bits.of(samples.reshape(7, 4, 1)).requireOf("gradients", Derivatives.perSample((p, x) -> x.matmul(p.get(0)), List.of(w), samples).getFirst());
    }

    @Test
    void theFunctionIsCapturedOnce() {
        AtomicInteger calls = new AtomicInteger();
        Derivatives.perSample((p, x) -> {
            calls.incrementAndGet();
            return x.multiply(p.get(0));
        }, List.of(Tensor.scalar(2)), Tensor.zeros(9, 1));
        assertEquals(1, calls.get());
    }

    @Test
    void ofNoSamplesAreEmptyAndByAnUnusedParameterZeros() {
        List<Tensor> parameters = List.of(Tensor.zeros(2, 3), Tensor.zeros(5));
        BiFunction<List<Tensor>, Tensor, Tensor> f = (p, x) -> x.matmul(p.get(0));
        assertArrayEquals(new int[] {0, 2, 3}, Derivatives.perSample(f, parameters, Tensor.zeros(0, 2)).getFirst().shape());
        Bits.of(Tensor.zeros(4, 5)).requireOf("unused", Derivatives.perSample(f, parameters, Tensor.zeros(4, 2)).getLast());
    }
}
