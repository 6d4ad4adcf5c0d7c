package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Parameters and their gradients, side by side in two arrays. */
class ParametersTest {

    private final List<Tensor> initial = List.of(Data.random(3, new int[][] {{3, 5}, {16}, {}, {0}, {17}, {5, 2, 2, 1}}));
    private final Parameters parameters = Parameters.of(initial);
    private List<Tensor> variables;

    @Test
    void areCopiesInTheirOrder() {
        assertEquals(initial.size(), parameters.count());
        for (int i = 0; i < initial.size(); i++) {
            Bits.of(initial.get(i)).requireOf("parameter " + i, parameters.value(i));
            Bits.of(Tensor.zeros(initial.get(i).shape())).requireOf("gradient " + i, parameters.gradient(i));
        }
        Bits before = Bits.of(initial.toArray(Tensor[]::new));
        Arrays.fill(parameters.values(), 9);
        before.requireOf("the originals", initial.toArray(Tensor[]::new));
    }

    @Test
    void anOptimiserSeesThemAllInOnePassWithZerosInTheGapsOnly() {
        assertEquals(parameters.values().length, parameters.gradients().length);
        double sum = 0;
        for (Tensor tensor : initial) {
            sum += tensor.abs().sum().item();
        }
        double inArray = 0;
        int nonZeros = 0;
        for (float value : parameters.values()) {
            inArray += Math.abs(value);
            nonZeros += value != 0 ? 1 : 0;
        }
        assertEquals(sum, inArray, 1e-4);
        assertEquals(initial.stream().mapToInt(Tensor::size).sum(), nonZeros);
        for (int i = 0; i < parameters.values().length; i++) {
            parameters.values()[i] *= 2;
        }
        for (int i = 0; i < initial.size(); i++) {
            Bits.of(initial.get(i).scale(2)).requireOf("parameter " + i, parameters.value(i));
        }
    }

    @Test
    void eachBeginsWithACacheLine() {
        for (int i = 0; i < parameters.values().length; i++) {
            parameters.values()[i] = i;
            parameters.gradients()[i] = i;
        }
        for (int i = 0; i < initial.size(); i++) {
            if (initial.get(i).size() > 0) {
                assertEquals(0, parameters.value(i).get(0) % 16, "parameter " + i);
                assertEquals(parameters.value(i).get(0), parameters.gradient(i).get(0), "gradient " + i);
                assertEquals(parameters.value(i).get(0), parameters.offset(i), "parameter " + i);
            }
        }
        assertEquals(parameters.offset(4), parameters.offset(3), "an empty parameter takes no place");
        assertEquals(parameters.values().length, parameters.offset(initial.size()));
    }

    @Test
    void parametersInImagesKeepTheirLayoutAndElements() {
        Tensor images = Data.random(new SplittableRandom(1), 3, 2, 2, 2).images();
        Parameters inImages = Parameters.of(List.of(Tensor.scalar(1), images));
        Bits.of(images).requireOf("images", inImages.value(1));
        inImages.assign(gradients(inImages), variables);
        Bits.of(images.scale(2)).requireOf("gradient", inImages.gradient(1));
    }

    /** Of the sum of all squares. */
    private Gradients gradients(Parameters of) {
        Tape tape = new Tape();
        variables = of.on(tape);
        return tape.gradients(variables.stream().map(v -> v.multiply(v).sum()).reduce(Tensor::add).orElseThrow());
    }

    @Test
    void gradientsAreAssignedToTheirPlacesAndGathered() {
        for (int times = 1; times < 4; times++) {
            parameters.assign(gradients(parameters), variables);
            parameters.accumulate(gradients(parameters), variables);
            for (int i = 0; i < initial.size(); i++) {
                Bits.of(initial.get(i).scale(4)).requireOf("gradient " + i, parameters.gradient(i));
            }
        }
        parameters.clearGradients();
        assertArrayEquals(new float[parameters.gradients().length], parameters.gradients());
    }

    @Test
    void aParameterThatIsNotUsedHasTheGradientZero() {
        Arrays.fill(parameters.gradients(), 9);
        Tape tape = new Tape();
        List<Tensor> on = parameters.on(tape);
        parameters.assign(tape.gradients(on.get(0).sum()), on);
        for (int i = 0; i < initial.size(); i++) {
            Bits.of(Tensor.zeros(initial.get(i).shape()).addScalar(i == 0 ? 1 : 0)).requireOf("gradient " + i, parameters.gradient(i));
        }
    }

    /** Of losses that are sums over samples which do not see each other. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoMinibatchesOneAfterTheOtherGiveTheGradientOfBothTogether(boolean captured) {
        SmallNet net = SmallNet.convolutionalCreluNet();
        SplittableRandom random = new SplittableRandom(8);
        List<Tensor> weights = net.initial(random);
        Tensor x = net.batch(random, 20)[0];
        Parameters together = Parameters.of(weights);
        Parameters inParts = Parameters.of(weights);
        sum(net, together, x);
        Captured step = Captured.of(in -> sum(net, inParts, in));
        for (Tensor part : List.of(x.slice(0, 0, 11), x.slice(0, 11, 20))) {
            if (captured) {
                step.run(part);
            } else {
                sum(net, inParts, part);
            }
        }
        double largest = 0;
        for (float g : together.gradients()) {
            largest = Math.max(largest, Math.abs(g));
        }
        assertTrue(largest > 0.1);
        assertArrayEquals(together.gradients(), inParts.gradients(), (float) (1e-5 * largest));
        assertNotEquals(0, inParts.gradient(0).abs().sum().item());
    }

    /** The gradients of those left out would stay as they were. */
    @Test
    void gradientsByFewerVariablesAreRefused() {
        Tape tape = new Tape();
        List<Tensor> weights = parameters.on(tape);
        Gradients gradients = tape.gradients(weights.getFirst().sum());
        for (Consumer<List<Tensor>> call : List.<Consumer<List<Tensor>>>of(few -> parameters.assign(gradients, few), few -> parameters.accumulate(gradients, few))) {
            String message = assertThrows(IllegalArgumentException.class, () -> call.accept(weights.subList(0, 2))).getMessage();
            assertEquals("variables are 2, expected one for each of the " + weights.size() + " parameters", message);
        }
    }

    private static Tensor[] sum(SmallNet net, Parameters parameters, Tensor... x) {
        Tape tape = new Tape();
        List<Tensor> weights = parameters.on(tape);
        Tensor loss = net.logits().apply(weights.iterator(), x[0]).tanh().sum();
        parameters.accumulate(tape.gradients(loss), weights);
        return new Tensor[] {loss};
    }
}
