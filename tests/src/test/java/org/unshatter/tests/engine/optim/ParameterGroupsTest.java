package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Parameters;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;
import org.unshatter.optim.AdamW;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.ParameterGroups;
import org.unshatter.optim.Sgd;

/** Each parameter is moved as its name says, and no other by that. */
class ParameterGroupsTest {

    private static final ParameterGroups ALIKE = ParameterGroups.of(Problem.NAMES);

    @Test
    void onlyWeightsDecay() {
        Network net = Architecture.parse("conv-residual,depth=4,filters=4,in=3x8x8,act=prelu:0.25,norm=batch,affine=true,bias=true,beta=learned:0.5,"
                + "stages=2,readout=glorot").build(RandomStreams.of(1, "groups"));
        List<String> names = List.copyOf(net.parameters().keySet());
        Parameters parameters = Parameters.of(net.parameters().values().stream().map(value -> value.add(value.scale(0).exp())).toList()); // no zeros
        float[][] before = values(parameters);
        new AdamW(0.9, 0.999, 1e-8, 0.5).on(parameters, ParameterGroups.of(net).decayWeightsOnly()).step(0.1);
        Set<String> kept = new TreeSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            float[] after = parameters.value(i).toArray();
            double factor = name.endsWith(".weight") ? 1 - 0.1 * 0.5 : 1;
            if (factor == 1) {
                kept.add(name.substring(name.lastIndexOf('.') + 1));
            }
            for (int k = 0; k < after.length; k++) {
                assertEquals(factor * before[i][k], after[k], 1e-6 * Math.abs(before[i][k]), name);
            }
        }
        assertEquals(Set.of("bias", "factor", "gain", "shift", "slope"), kept, "all kinds there are");
    }

    @Test
    void aChosenParameterHasNoDecayAndTheOthersHave() {
        Parameters parameters = ones();
        new Sgd(0, false, 0.5).on(parameters, ALIKE.withoutDecay(name -> name.endsWith("bias"))).step(0.1);
        assertArrayEquals(new float[] {0.95f, 1, 0.95f}, firsts(parameters), 1e-6f);
    }

    @Test
    void exceptionsFromDecayAddUp() {
        Parameters parameters = ones();
        new Sgd(0, false, 0.5).on(parameters, ALIKE.withoutDecay("first.weight"::equals).decayWeightsOnly()).step(0.1);
        assertArrayEquals(new float[] {1, 1, 1}, firsts(parameters));
        parameters = ones();
        new Sgd(0, false, 0.5).on(parameters, ALIKE.withoutDecay("first.bias"::equals).withoutDecay("first.weight"::equals)).step(0.1);
        assertArrayEquals(new float[] {1, 1, 0.95f}, firsts(parameters), 1e-6f);
    }

    @Test
    void ratesAreMultiplied() {
        Parameters parameters = ones();
        Arrays.fill(parameters.gradients(), 1);
        ParameterGroups groups = ALIKE.rate(3, name -> name.startsWith("first")).rate(0, "first.bias"::equals);
        new Sgd(0, false, 0).on(parameters, groups).step(0.1);
        assertArrayEquals(new float[] {0.7f, 1, 0.9f}, firsts(parameters), 1e-6f);
    }

    /** Also that of a decay which is none of the gradient's: η·w·θ. */
    @Test
    void theRateOfDecoupledDecayIsMultipliedToo() {
        Parameters parameters = ones();
        new AdamW(0.9, 0.999, 1e-8, 0.5).on(parameters, ALIKE.rate(0.5, "second.slope"::equals)).step(0.1);
        assertArrayEquals(new float[] {0.95f, 0.95f, 0.975f}, firsts(parameters), 1e-6f);
    }

    /** That others are in a group of their own changes no bit. */
    @ParameterizedTest
    @ValueSource(strings = {"sgd:decay=0.1", "sgd:momentum=0.9,nesterov,decay=0.1", "adam:decay=0.1", "adamw", "rmsprop:decay=0.1", "rmsprop:momentum=0.5"})
    void whoeverIsTreatedAsBeforeGoesAsBefore(String optimizer) {
        Problem problem = new Problem(5);
        Parameters together = problem.parameters();
        Parameters apart = problem.parameters();
        OptimizerState plain = Optimizer.parse(optimizer).on(together);
        OptimizerState grouped = Optimizer.parse(optimizer).on(apart, ALIKE.rate(2, "first.bias"::equals));
        for (int t = 1; t <= 10; t++) {
            double[] gradient = problem.gradient(problem.start(), t);
            Problem.setGradients(together, gradient);
            Problem.setGradients(apart, gradient);
            plain.step(0.01);
            grouped.step(0.01);
        }
        assertArrayEquals(together.value(0).toArray(), apart.value(0).toArray());
        assertArrayEquals(together.value(2).toArray(), apart.value(2).toArray());
        assertTrue(!Arrays.equals(together.value(1).toArray(), apart.value(1).toArray()), "the group makes no difference");
    }

    @Test
    void theyCanBeRead() {
        assertEquals("", ALIKE.toString());
        assertEquals("first.bias: rate x 1, no decay\nsecond.slope: rate x 0.1, no decay\n",
                ALIKE.decayWeightsOnly().rate(0.1, "second.slope"::equals).toString());
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertRefused("factor is -1.0, expected a finite number, at least 0", () -> ALIKE.rate(-1, name -> true));
        assertRefused("factor is NaN", () -> ALIKE.rate(Double.NaN, name -> true));
        assertRefused("none of the names [first.weight, first.bias, second.slope] is chosen", () -> ALIKE.rate(2, "bias"::equals));
        assertRefused("none of the names", () -> ALIKE.withoutDecay(name -> name.endsWith("gain")));
        assertRefused("there are 3 parameters, expected 2 as in the groups", () -> new Sgd().on(ones(), ParameterGroups.of(List.of("a", "b"))));
    }

    private static void assertRefused(String message, Runnable call) {
        String actual = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    private static Parameters ones() {
        double[] ones = new double[Problem.N];
        Arrays.fill(ones, 1);
        return Problem.parameters(ones);
    }

    private static float[] firsts(Parameters parameters) {
        float[] firsts = new float[parameters.count()];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = parameters.value(i).toArray()[0];
        }
        return firsts;
    }

    private static float[][] values(Parameters parameters) {
        float[][] values = new float[parameters.count()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.value(i).toArray();
        }
        return values;
    }
}
