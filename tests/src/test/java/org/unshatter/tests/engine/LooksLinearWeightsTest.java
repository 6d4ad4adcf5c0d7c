package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.arch.DenseNet;

/** The mirror: [W | −W] to the last bit, with W orthogonal, and only where the two halves cancel. */
class LooksLinearWeightsTest {

    @ParameterizedTest
    @CsvSource({"1, 2", "5, 10", "5, 6", "3, 20", "200, 400"})
    void areMirroredAndOrthogonal(int outputs, int inputs) {
        float[] weights = Initializers.looksLinear().weights(outputs, inputs, RandomStreams.of(1, "looks-linear"));
        int half = inputs / 2;
        float[] w = new float[outputs * half];
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < half; j++) {
                w[i * half + j] = weights[i * inputs + j];
                assertEquals(-w[i * half + j], weights[i * inputs + half + j], "row " + i + ", column " + j);
            }
        }
        assertTrue(OrthogonalTest.deviation(w, outputs, half) < 1e-5);
    }

    @Test
    void theFirstLayerIsOrthogonalWithoutMirror() {
        assertEquals(Initializers.orthogonal(), Initializers.looksLinear().first());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void anOddNumberOfInputsHasNoHalves(int inputs) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Initializers.looksLinear().weights(4, inputs, RandomStreams.of(1, "odd"))).getMessage();
        assertTrue(message.contains("inputs is " + inputs), message);
    }

    @ParameterizedTest
    @EnumSource(names = "CRELU", mode = EnumSource.Mode.EXCLUDE)
    void withAnotherActivationTheHalvesDoNotCancel(Activation activation) {
        RandomGenerator random = RandomStreams.of(1, "net");
        DenseNet net = DenseNet.plain(2).width(6).initializer(Initializers.looksLinear()).activation(activation);
        String message = assertThrows(IllegalArgumentException.class, () -> net.build(random)).getMessage();
        assertTrue(message.contains("looks-linear") && message.contains(activation.name()) && message.contains("CRELU"), message);
    }
}
