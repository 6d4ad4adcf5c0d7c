package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.RandomStreams;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Layer;

/** The gradient by the input, of nets and of a user's own functions. */
class InputGradientTest {

    @Test
    void ofALinearFunctionIsItsWeights() {
        Tensor weight = Tensor.of(new float[] {2, -3, 5}, 1, 3);
        float[] gradient = InputGradient.of(x -> x.matmulTransposed(weight), Laboratory.gaussian(1, 2, 3)).toArray();
        assertArrayEquals(new float[] {2, -3, 5, 2, -3, 5}, gradient, 0);
    }

    @Test
    void sumsOverTheOutputs() {
        Tensor weight = Tensor.of(new float[] {1, 2, 10, 20}, 2, 2);
        assertArrayEquals(new float[] {11, 22}, InputGradient.of(x -> x.matmulTransposed(weight), Tensor.zeros(1, 2)).toArray(), 0);
    }

    @Test
    void ofEachSampleIsItsOwnWhereSamplesDoNotMeet() {
        Layer net = DenseNet.plain(5).inputs(3).width(20).build(RandomStreams.of(1, "net"));
        Tensor inputs = Laboratory.gaussian(1, 7, 3);
        Tensor together = InputGradient.of(net, inputs);
        for (int i = 0; i < 7; i++) {
            float[] alone = InputGradient.of(net, inputs.slice(0, i, i + 1)).toArray();
            // The kernels may sum one row in another order than seven.
            assertArrayEquals(alone, together.slice(0, i, i + 1).toArray(), 1e-5f);
        }
    }

    @Test
    void leavesInputsAlone() {
        Tensor inputs = Laboratory.gaussian(1, 4, 3);
        float[] before = inputs.toArray().clone();
        InputGradient.of(DenseNet.residual(3, 1, 1).inputs(3).width(8).build(RandomStreams.of(1, "net")), inputs);
        assertArrayEquals(before, inputs.toArray());
    }

    @Test
    void ofAFunctionThatForgetsItsInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> InputGradient.of(x -> Tensor.zeros(1, 1), Tensor.zeros(1, 1)));
    }
}
