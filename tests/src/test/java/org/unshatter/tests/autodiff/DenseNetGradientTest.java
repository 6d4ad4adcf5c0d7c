package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Statistics;
import org.unshatter.tests.kernels.EveryWidth;

/** The gradient of a whole net by its input and by every weight. */
@EveryWidth
class DenseNetGradientTest {

    @ParameterizedTest
    @EnumSource
    void agreesWithCentralDifferences(Statistics statistics) {
        DenseNet net = new DenseNet(statistics);
        for (long seed = 0; seed < 3; seed++) {
            var inputs = net.inputs(seed);
            GradientCheck.check(net::output, net.reference(inputs)::output, seed, inputs);
        }
    }

    /** The two kinds of statistics give the same value and gradients that one can tell apart. */
    @ParameterizedTest
    @EnumSource
    void disagreesWithTheOtherKindOfStatistics(Statistics statistics) {
        DenseNet net = new DenseNet(statistics);
        DenseNet other = new DenseNet(statistics == Statistics.CONSTANT ? Statistics.DIFFERENTIATED : Statistics.CONSTANT);
        var inputs = net.inputs(1);
        AssertionError error = assertThrows(AssertionError.class,
                () -> GradientCheck.check(net::output, other.reference(inputs)::output, 1, inputs));
        assertTrue(error.getMessage().startsWith("gradient by input"), error.getMessage());
    }
}
