package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.arch.DenseNet;

/** The gradient of a looks-linear net is the same at every input, however deep the net; that of a plain ReLU net is not. */
class LooksLinearGradientIsConstantTest {

    @ParameterizedTest
    @ValueSource(ints = {50, 1000})
    void alongTheWholeGrid(int depth) {
        GradientSignal mirrored = Laboratory.gradient(Laboratory.onTheGrid(DenseNet.plain(depth)).activation(Activation.CRELU)
                .initializer(Initializers.looksLinear()).build(RandomStreams.of(depth, "looks-linear")));
        assertTrue(mirrored.rootMeanSquare() > 0.01, "the gradient has vanished: " + mirrored.rootMeanSquare());
        assertTrue(mirrored.relativeSpread() <= 1e-4, "relative spread " + mirrored.relativeSpread() + " at depth " + depth);

        GradientSignal plain = Laboratory.gradient(Laboratory.onTheGrid(DenseNet.plain(depth)).build(RandomStreams.of(depth, "plain")));
        assertFalse(plain.relativeSpread() <= 1e-4, "a plain net passes the check: relative spread " + plain.relativeSpread());
    }
}
