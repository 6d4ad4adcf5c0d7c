package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Highway;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/** What cannot be built or applied is refused at once, and the message names the argument and its value. */
class NetsRefuseWrongArgumentsTest {

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("depth is 0", () -> DenseNet.plain(0)),
                wrong("depth is -1", () -> DenseNet.residual(-1, 1, 1)),
                wrong("depth is 0", () -> DenseNet.highway(0, 0.5)),
                wrong("alpha is NaN", () -> DenseNet.residual(1, Double.NaN, 1)),
                wrong("beta is Infinity", () -> DenseNet.residual(1, 1, Double.POSITIVE_INFINITY)),
                wrong("gamma1 is -0.1", () -> DenseNet.highway(1, -0.1)),
                wrong("gamma1 is 1.1", () -> DenseNet.highway(1, 1.1)),
                wrong("gamma1 is NaN", () -> DenseNet.highway(1, Double.NaN)),
                wrong("inputs is 0", () -> DenseNet.plain(1).inputs(0)),
                wrong("width is 0", () -> DenseNet.plain(1).width(0)),
                wrong("outputs is -2", () -> DenseNet.plain(1).outputs(-2)));
    }

    private static Arguments wrong(String message, Executable build) {
        return Arguments.of(message, build);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void byName(String message, Executable build) {
        String actual = assertThrows(IllegalArgumentException.class, build).getMessage();
        assertTrue(actual.contains(message) && actual.contains("expected"), actual);
    }

    @Test
    void nothingMayBeNull() {
        DenseNet net = DenseNet.plain(1);
        for (Executable set : new Executable[] {() -> net.normalisation(null), () -> net.statistics(null), () -> net.activation(null),
            () -> net.initializer(null), () -> net.firstLayer(null, null), () -> net.readout(null), () -> Sequence.of((Layer) null)}) {
            assertThrows(NullPointerException.class, set);
        }
    }

    @Test
    void inputsOfAnotherWidth() {
        Layer net = DenseNet.plain(2).inputs(3).width(4).build(RandomStreams.of(1, "net"));
        for (Tensor wrong : new Tensor[] {Tensor.zeros(5, 2), Tensor.zeros(3), Tensor.zeros(2, 3, 1)}) {
            assertThrows(IllegalArgumentException.class, () -> net.apply(wrong));
        }
    }

    @Test
    void aBranchThatChangesTheShape() {
        assertThrows(IllegalArgumentException.class, () -> new Skip(Activation.CRELU.layer(3), 1, 1).apply(Tensor.zeros(2, 3)));
        Layer one = x -> x.slice(1, 0, 1); // a sum would stretch it
        Layer same = x -> x;
        refused("the branch gives the shape [2, 1], expected that of the shortcut, [2, 3]", () -> new Skip(one, 1, 1).apply(Tensor.zeros(2, 3)));
        refused("the branch gives the shape [2, 1]", () -> new Highway(one, same, same).apply(Tensor.zeros(2, 3)));
        refused("the gate gives the shape [2, 1]", () -> new Highway(same, one, same).apply(Tensor.zeros(2, 3)));
    }

    private static void refused(String words, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }
}
