package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.init.Place.Role;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Window;
import org.unshatter.nn.Activation;

/** Features in pairs of opposite sign make nets of plain rectifiers linear: what they compute is what their blocks W alone compute. */
class MirroredWeightsTest {

    private static final Initializer FIRST = Initializers.mirrored().at(Place.first(Activation.RELU));
    private static final Initializer HIDDEN = Initializers.mirrored().at(Place.hidden(Activation.RELU));
    private static final Initializer READOUT = Initializers.mirrored().at(Place.readout(Activation.RELU));

    @Test
    void aHiddenLayerHasFourBlocksAlikeButForTheirSigns() {
        Tensor w = Blocks.draw(HIDDEN, "hidden", 6, 10);
        Tensor block = Blocks.left(Blocks.upper(w));
        assertTrue(OrthogonalTest.deviation(block.toArray(), 3, 5) < 1e-5);
        assertEquals(0, Blocks.difference(w.slice(0, 0, 3).slice(1, 5, 10).negate(), block));
        assertEquals(0, Blocks.difference(w.slice(0, 3, 6).slice(1, 0, 5).negate(), block));
        assertEquals(0, Blocks.difference(w.slice(0, 3, 6).slice(1, 5, 10), block));
    }

    @Test
    void aDenseNetIsTheProductOfItsBlocks() {
        Tensor x = Blocks.inputs(9, 7);
        Tensor first = Blocks.draw(FIRST, "first", 20, 7);
        Tensor second = Blocks.draw(HIDDEN, "second", 24, 20);
        Tensor third = Blocks.draw(HIDDEN, "third", 18, 24);
        Tensor readout = Blocks.draw(READOUT, "readout", 3, 18);
        Tensor net = x.matmulTransposed(first).relu().matmulTransposed(second).relu().matmulTransposed(third).relu().matmulTransposed(readout);
        Tensor linear = x.matmulTransposed(Blocks.upper(first)).matmulTransposed(Blocks.left(Blocks.upper(second)))
                .matmulTransposed(Blocks.left(Blocks.upper(third))).matmulTransposed(Blocks.left(readout));
        assertEquals(0, Blocks.difference(net, linear), 1e-5);
    }

    @Test
    void withHeTheSameNetIsNotLinear() {
        Tensor x = Blocks.inputs(9, 8);
        Tensor first = Blocks.draw(Initializers.he(), "first", 20, 8);
        Tensor readout = Blocks.draw(Initializers.he(), "readout", 3, 20);
        Tensor net = x.matmulTransposed(first).relu().matmulTransposed(readout);
        assertTrue(Blocks.difference(net.negate(), x.negate().matmulTransposed(first).relu().matmulTransposed(readout)) > 0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aConvolutionalNetIsTheConvolutionOfItsBlocks(int stride) {
        Tensor x = Blocks.inputs(3, 3, 9, 8);
        Tensor first = Blocks.draw(FIRST, "first", 8, 3, 3, 3);
        Tensor second = Blocks.draw(HIDDEN, "second", 12, 8, 3, 3);
        Window same = Window.of(3).padding(1);
        Window strided = same.stride(stride);
        int features = 6 * strided.outHeight(9) * strided.outWidth(8);
        Tensor readout = Blocks.draw(READOUT, "readout", 10, 2 * features);
        Tensor net = x.conv2d(first, null, same, 1).relu().conv2d(second, null, strided, 1).relu().reshape(3, -1).matmulTransposed(readout);
        Tensor linear = x.conv2d(Blocks.upper(first), null, same, 1).conv2d(Blocks.left(Blocks.upper(second)), null, strided, 1)
                .reshape(3, -1).matmulTransposed(Blocks.left(readout));
        assertEquals(0, Blocks.difference(net, linear), 1e-5);
    }

    /** The stream is [h; −h] and not rectified, so W·h − W·(−h) would be twice W·h: the layers that read it are halved. */
    @Test
    void aNetWithSkipsIsThatOfItsBlocks() {
        Tensor x = Blocks.inputs(9, 7);
        Tensor first = Blocks.draw(FIRST, "first", 12, 7);
        Tensor inner = Blocks.draw(at(Role.HIDDEN, true), "inner", 16, 12);
        Tensor end = Blocks.draw(at(Role.BRANCH_END, true), "end", 20, 16);
        Tensor shortcut = Blocks.draw(at(Role.SHORTCUT, false), "shortcut", 20, 12);
        Tensor readout = Blocks.draw(at(Role.READOUT, false), "readout", 3, 20);
        Tensor stream = x.matmulTransposed(first);
        Tensor net = stream.relu().matmulTransposed(inner).relu().matmulTransposed(end).add(stream.matmulTransposed(shortcut))
                .matmulTransposed(readout);
        Tensor h = x.matmulTransposed(Blocks.upper(first));
        Tensor branch = h.matmulTransposed(Blocks.left(Blocks.upper(inner))).matmulTransposed(Blocks.left(Blocks.upper(end)));
        Tensor linear = branch.add(h.matmulTransposed(Blocks.left(Blocks.upper(shortcut)).scale(2))).matmulTransposed(Blocks.left(readout).scale(2));
        assertEquals(0, Blocks.difference(net, linear), 1e-5);
        assertTrue(OrthogonalTest.deviation(Blocks.left(readout).scale(2).toArray(), 3, 10) < 1e-5, "the readout reads h with gain 1");
        assertTrue(OrthogonalTest.deviation(Blocks.left(Blocks.upper(shortcut)).scale(2).toArray(), 10, 6) < 1e-5, "so does the shortcut");
    }

    @Test
    void aGateStartsConstant() {
        assertEquals(Initializers.zeros(), at(Role.GATE, false));
    }

    private static Initializer at(Role role, boolean rectified) {
        return Initializers.mirrored().at(new Place(role, Activation.RELU, rectified, 4, 2));
    }

    @ParameterizedTest
    @CsvSource({"mirrored, 7, 8, outputs is 7", "mirrored, 8, 7, inputs is 7", "mirrored:first, 7, 8, outputs is 7",
        "mirrored:readout, 8, 7, inputs is 7", "mirrored:stream, 8, 7, inputs is 7", "mirrored:stream-readout, 8, 7, inputs is 7"})
    void oddExtentsHaveNoHalves(String name, int outputs, int inputs, String reason) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Initializers.parse(name).weights(outputs, inputs, RandomStreams.of(1, "odd"))).getMessage();
        assertTrue(message.startsWith(name + ": " + reason), message);
    }

    @Test
    void whatHasNoHalvesMayBeOdd() {
        assertEquals(7 * 8, Initializers.parse("mirrored:first").weights(8, 7, RandomStreams.of(1, "odd")).length);
        assertEquals(7 * 8, Initializers.parse("mirrored:readout").weights(7, 8, RandomStreams.of(1, "odd")).length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"crelu | crelu makes both signs by itself", "linear | ρ(u) − ρ(−u) = u", "prelu:0.5 | ρ(u) − ρ(−u) = u",
        "tanh | ρ(u) − ρ(−u) = u"})
    void anotherActivationIsRefused(String name, String reason) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Initializers.mirrored().at(Place.hidden(Activation.parse(name)))).getMessage();
        assertTrue(message.contains("mirrored with activation " + name + ", expected relu") && message.contains(reason), message);
    }
}
