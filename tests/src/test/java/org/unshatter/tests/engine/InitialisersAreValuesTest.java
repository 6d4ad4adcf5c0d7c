package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;

/** An initialiser can be written down and read again, says what it does, and depends on nothing but extents and the random stream. */
class InitialisersAreValuesTest {

    static List<Initializer> all() {
        return Initialisations.all();
    }

    static List<Initializer> ofWeights() {
        return Initialisations.ofWeights();
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsNameReadsBack(Initializer initializer) {
        assertEquals(initializer, Initializers.parse(initializer.name()), initializer.name());
        assertEquals(initializer.name(), Initializers.parse(initializer.name()).name());
        assertTrue(initializer.name().matches("[a-z0-9:.E-]+"), () -> "a shell would not take it as it is: " + initializer.name());
    }

    @Test
    void differentOnesHaveDifferentNames() {
        assertEquals(new HashSet<>(all()).size(), all().stream().map(Initializer::name).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("ofWeights")
    void everyWeightIsWrittenAndTheSameStreamGivesTheSame(Initializer initializer) {
        for (Extents extents : List.of(Extents.dense(4, 6), new Extents(6, 4, 3, 1), new Extents(4, 4, 3, 3))) {
            float[] first = new float[extents.size()];
            float[] second = new float[extents.size()];
            Arrays.fill(first, Float.NaN);
            Arrays.fill(second, 7);
            initializer.fill(first, extents, RandomStreams.of(3, "weights"));
            initializer.fill(second, extents, RandomStreams.of(3, "weights"));
            assertArrayEquals(first, second);
            for (float weight : first) {
                assertTrue(Float.isFinite(weight), () -> initializer.name() + " left " + weight);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ofWeights")
    void anArrayOfAnotherLengthIsRefused(Initializer initializer) {
        for (int length : new int[] {0, 23, 25}) {
            float[] weights = new float[length];
            Arrays.fill(weights, 7);
            String message = refused(() -> initializer.fill(weights, Extents.dense(4, 6), RandomStreams.of(3, "weights")));
            assertEquals("weights has " + length + " elements, expected 24, those of 4 × 6", message);
            for (float weight : weights) {
                assertEquals(7, weight, "touched");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ofWeights")
    void anotherStreamGivesOtherWeightsWhereAnyAreDrawn(Initializer initializer) {
        if (initializer.name().matches("zeros|constant.*|dirac")) {
            assertArrayEquals(draw(initializer, 1), draw(initializer, 2));
        } else {
            assertFalse(Arrays.equals(draw(initializer, 1), draw(initializer, 2)), initializer.name());
        }
    }

    private static float[] draw(Initializer initializer, long seed) {
        return initializer.weights(4, 6, RandomStreams.of(seed, "weights"));
    }

    @Test
    void whatCanBeReadIsListedWithItsSource() {
        List<Initializers.Form> forms = Initializers.all();
        for (Initializer initializer : all()) {
            String name = initializer.name().split(":")[0];
            assertEquals(1, forms.stream().filter(form -> form.usage().split("[:\\[]")[0].equals(name)).count(), name);
        }
        for (Initializers.Form form : forms) {
            assertTrue(all().stream().anyMatch(initializer -> initializer.source().equals(form.source())), form::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"he:in, he", "he:in:1.5, he:1.5", "he-uniform:out, he-uniform:out", "truncated-normal:1:2, truncated-normal:1.0",
        "orthogonal:1, orthogonal", "constant:0, zeros", "constant:-0.0, zeros", "mirrored:hidden, mirrored", "normal:1, normal:1.0"})
    void otherWaysToWriteThemMeanTheSame(String written, String name) {
        assertEquals(name, Initializers.parse(written).name());
        assertEquals(Initializers.parse(name), Initializers.parse(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kaiming", "HE", "he ", "zero"})
    void anUnknownNameIsAnsweredWithThoseThereAre(String text) {
        String message = refused(() -> Initializers.parse(text));
        assertTrue(message.contains("\"" + text + "\""), message);
        for (Initializers.Form form : Initializers.all()) {
            assertTrue(message.contains(form.usage()), message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "normal | expected normal:variance", "zeros:1 | expected zeros", "uniform:1 | expected uniform:low:high",
        "he:in:1:2 | expected he[:in|:out][:gain]",
        "he:1:2 | expected he[:in|:out][:gain]", "he:fan | gain of initializer \"he:fan\" is \"fan\", expected a number",
        "normal:x | variance of initializer \"normal:x\" is \"x\", expected a number", "normal: | is \"\", expected a number",
        "normal:-1 | variance is -1.0", "normal:1e300 | variance is 1.0E300, expected 0 to 1.0E72", "he:1e300 | gain is 1.0E300",
        "orthogonal:1e300 | gain is 1.0E300",
        "truncated-normal:1e300 | variance is 1.0E300",
        "uniform:2:1 | uniform from 2.0 to 1.0", "uniform:1:1 | the lower first", "uniform:0:1e39 | finite bounds",
        "constant:NaN | constant is NaN", "constant:1e39 | constant is 1.0E39",
        "truncated-normal:0 | variance is 0.0", "truncated-normal:1:0.01 | cut is 0.01", "truncated-normal:1:9 | cut is 9.0", "he:0 | gain is 0.0",
        "he:NaN | gain is NaN", "delta-orthogonal:-1 | gain is -1.0",
        "mirrored:last | expected one of hidden, first, readout, stream, stream-readout",
        "fixup:1 | expected fixup[:gain:branches:layers]", "fixup:1:5:2.5 | expected a whole number", "fixup:1:5:1 | expected at least 2",
        "fixup:1:-3:2 | -3 branches"})
    void wrongArgumentsAreNamed(String text, String reason) {
        String message = refused(() -> Initializers.parse(text));
        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "zeros | 0", "constant:0.25 | 0.25", "normal:0.3 | N(0, 0.3)", "normal:1e-7 | N(0, 1E-7)", "uniform:-1:2 | U(-1, 2), mean 0.5, variance 0.75",
        "lecun | N(0, 0.03704) = 1 / fan-in 27", "glorot | N(0, 0.02469) = 2 / (fan-in 27 + fan-out 54)",
        "glorot-uniform | U(-0.2722, 0.2722), variance 0.02469 = 2 / (fan-in 27 + fan-out 54)", "he | N(0, 0.07407) = gain² 2 / fan-in 27",
        "he:out | N(0, 0.03704) = gain² 2 / fan-out 54", "he:1 | N(0, 0.03704) = gain² 1 / fan-in 27",
        "he-uniform | U(-0.4714, 0.4714), variance 0.07407 = gain² 2 / fan-in 27",
        "truncated-normal:0.01 | N(0, 0.01292) cut at ±0.2274, variance 0.01 after the cut", "orthogonal | orthonormal rows of length 27",
        "orthogonal:0.5 | orthonormal rows of length 27, times 0.5",
        "delta-orthogonal | orthonormal columns of length 6, at the centre of the 3 × 3 window, the rest 0",
        "dirac | identity of 3 channels, at the centre of the 3 × 3 window, the rest 0",
        "mirrored:first | [W; −W], W with orthonormal columns of length 3, at the centre of the 3 × 3 window, the rest 0",
        "fixup:1.0:16:3 | N(0, 0.009259) = gain² 0.25 / fan-in 27, deviation scaled by 0.5 = 16^(-1/4)"})
    void itSaysWhatItDoesToSixFiltersOfThreeChannels(String name, String explanation) {
        assertEquals(explanation, Initializers.parse(name).explain(new Extents(6, 3, 3, 3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "looks-linear; [W | −W], W with orthonormal columns of length 8", "mirrored; [[W, −W], [−W, W]], W with orthonormal rows of length 5",
        "mirrored:stream-readout; [W, −W] / 2, W with orthonormal columns of length 8", "dirac; identity of 8 channels"})
    void itSaysWhatItDoesToADenseLayer(String name, String explanation) {
        assertEquals(explanation, Initializers.parse(name).explain(Extents.dense(8, 10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta-orthogonal", "dirac", "looks-linear", "mirrored"})
    void aWindowOfEvenExtentHasNoCentre(String name) {
        Initializer initializer = Initializers.parse(name);
        for (Extents extents : List.of(new Extents(4, 4, 2, 3), new Extents(4, 4, 3, 2))) {
            String which = extents.height() == 2 ? "height" : "width";
            String filled = refused(() -> initializer.weights(extents, RandomStreams.of(1, "even")));
            for (String message : List.of(filled, refused(() -> initializer.explain(extents)))) {
                assertTrue(message.contains("the window's " + which + " is 2") && message.contains("no centre"), message);
            }
        }
    }

    @Test
    void mostAreTheSameEverywhere() {
        for (String name : List.of("zeros", "constant:2", "normal:1", "uniform:0:1", "truncated-normal:1", "lecun", "glorot", "glorot-uniform",
                "he:1.5", "orthogonal", "delta-orthogonal", "dirac")) {
            Initializer initializer = Initializers.parse(name);
            for (Activation.Kind kind : Activation.Kind.values()) {
                for (Place.Role role : Place.Role.values()) {
                    assertEquals(initializer, initializer.at(new Place(role, new Activation(kind, 0), true, 2, 2)), name);
                }
            }
        }
        assertNotEquals(Initializers.he(), Initializers.he().at(Place.hidden(Activation.TANH)), "the control");
    }

    private static String refused(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
