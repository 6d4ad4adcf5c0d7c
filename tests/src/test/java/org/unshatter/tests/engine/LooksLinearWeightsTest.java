package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.init.Place.Role;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Window;
import org.unshatter.nn.Activation;

/** The mirror: [W | −W] to the last bit, with W orthogonal, so that a layer behind CReLU is W itself; and only where the two halves cancel. */
class LooksLinearWeightsTest {

    private static final Initializer MIRRORED = Initializers.looksLinear().at(Place.hidden(Activation.CRELU));

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
    void theLayersOfAConvolutionalNetAreMirroredWhereTheyReadCrelu() {
        Tensor w = Blocks.draw(MIRRORED, "convolution", 6, 8, 3, 3);
        Tensor half = Blocks.draw(Initializers.deltaOrthogonal(), "convolution", 6, 4, 3, 3);
        assertEquals(0, Blocks.difference(Blocks.left(w), half));
        assertEquals(0, Blocks.difference(w.slice(1, 4, 8).negate(), half));
    }

    /** Rounding only: each output sums at most 40 products. */
    @Test
    void aDenseLayerBehindCreluIsLinear() {
        Tensor x = Blocks.inputs(7, 20);
        Tensor w = Blocks.draw(MIRRORED, "dense", 30, 40);
        assertEquals(0, Blocks.difference(x.crelu().matmulTransposed(w), x.matmulTransposed(Blocks.left(w))), 1e-6);
        Tensor he = Blocks.draw(Initializers.he(), "dense", 30, 40);
        assertTrue(Blocks.difference(x.crelu().matmulTransposed(he), x.matmulTransposed(Blocks.left(he))) > 0.1, "the control is linear");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aConvolutionBehindCreluIsLinear(int stride) {
        Tensor x = Blocks.inputs(3, 6, 8, 7);
        Tensor w = Blocks.draw(MIRRORED, "convolution", 10, 12, 3, 3);
        Window window = Window.of(3).padding(1).stride(stride);
        assertEquals(0, Blocks.difference(x.crelu().conv2d(w, null, window, 1), x.conv2d(Blocks.left(w), null, window, 1)), 1e-6);
    }

    /** CReLU doubles the channels, [2c, h, w] flattened has the two blocks as halves. */
    @Test
    void aDenseReadoutOfFlattenedImagesIsLinear() {
        Tensor x = Blocks.inputs(3, 4, 5, 5);
        Tensor w = Blocks.draw(Initializers.looksLinear().at(Place.readout(Activation.CRELU)), "readout", 10, 200);
        assertEquals(0, Blocks.difference(x.crelu().reshape(3, 200).matmulTransposed(w), x.reshape(3, 100).matmulTransposed(Blocks.left(w))), 1e-6);
    }

    @Test
    void whatReadsNoCreluIsNotMirrored() {
        assertEquals(Initializers.deltaOrthogonal(), Initializers.looksLinear().at(Place.first(Activation.CRELU)));
        for (Role role : new Role[] {Role.HIDDEN, Role.BRANCH_END, Role.READOUT, Role.SHORTCUT}) {
            assertEquals(Initializers.deltaOrthogonal(), Initializers.looksLinear().at(new Place(role, Activation.CRELU, false, 4, 2)), role.name());
            assertEquals(Initializers.looksLinear(), Initializers.looksLinear().at(new Place(role, Activation.CRELU, true, 4, 2)), role.name());
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void preluOfSlopeOneIsLinearUnmirrored(Role role) {
        Initializer expected = role == Role.GATE ? Initializers.zeros() : Initializers.deltaOrthogonal();
        for (boolean rectified : new boolean[] {false, true}) {
            assertEquals(expected, Initializers.looksLinear().at(new Place(role, Activation.prelu(1), rectified, 4, 2)));
        }
    }

    @Test
    void aPreluOfSlopeOneChangesNothing() {
        Tensor x = Blocks.inputs(7, 20);
        Tensor w = Blocks.draw(Initializers.looksLinear().at(Place.hidden(Activation.prelu(1))), "prelu", 30, 20);
        assertEquals(0, Blocks.difference(Activation.prelu(1).layer(20).apply(x).matmulTransposed(w), x.matmulTransposed(w)));
        assertTrue(OrthogonalTest.deviation(w.toArray(), 30, 20) < 1e-5);
    }

    @Test
    void aGateStartsConstant() {
        assertEquals(Initializers.zeros(), Initializers.looksLinear().at(new Place(Role.GATE, Activation.CRELU, false, 4, 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void anOddNumberOfInputsHasNoHalves(int inputs) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Initializers.looksLinear().weights(4, inputs, RandomStreams.of(1, "odd"))).getMessage();
        assertTrue(message.contains("inputs is " + inputs) && message.contains("two halves of a CReLU"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "relu", "prelu:0.25", "prelu:0.999", "leaky:0.01", "leaky:1", "tanh", "sigmoid", "softplus", "gelu"})
    void withAnotherActivationTheHalvesDoNotCancel(String name) {
        Activation activation = Activation.parse(name);
        for (Role role : Role.values()) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Initializers.looksLinear().at(new Place(role, activation, role != Role.FIRST, 0, 0))).getMessage();
            assertTrue(message.contains("looks-linear with activation " + activation + ", expected crelu, whose two halves it lets cancel,"
                    + " or prelu:1, which starts linear"), message);
        }
    }
}
