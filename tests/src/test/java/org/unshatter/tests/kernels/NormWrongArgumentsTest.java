package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Normalisation;
import org.unshatter.tests.kernels.NormCall.Arguments;

/** Wrong arguments of normalisations are refused by name, before anything is written. */
class NormWrongArgumentsTest {

    private static final Images IMAGES = new Images(5, 3, 2, 2);

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e39})
    void epsilonMustBeAFloatThatIsNotNegative(double wrong) {
        refused("epsilon is " + wrong, () -> Normalisation.of(IMAGES, wrong));
        refused("epsilon is " + wrong, () -> new Normalisation(IMAGES, false, wrong, Activation.NONE));
        refused(NormCall.ROW_FORWARD, "epsilon is " + wrong, a -> a.epsilon = wrong);
        refused(NormCall.ROW_GRADIENT, "epsilon is " + wrong, a -> a.epsilon = wrong);
        refused(NormCall.COLUMN_FORWARD, "epsilon is " + wrong, a -> a.epsilon = wrong);
        refused(NormCall.COLUMN_EVALUATE, "epsilon is " + wrong, a -> a.epsilon = wrong);
        refused(NormCall.COLUMN_GRADIENT, "epsilon is " + wrong, a -> a.epsilon = wrong);
    }

    @Test
    void normalisationsNeedImagesAndARectifierOrNone() {
        refused("activation is CRELU, expected NONE or RELU", () -> new Normalisation(IMAGES, true, 1e-5, Activation.CRELU));
        assertEquals("images", assertThrows(NullPointerException.class, () -> Normalisation.centring(null)).getMessage());
        assertEquals("activation", assertThrows(NullPointerException.class, () -> new Normalisation(IMAGES, true, 0, null)).getMessage());
        assertEquals(Activation.RELU, Normalisation.of(IMAGES, 0).relu().activation());
    }

    @ParameterizedTest
    @EnumSource(names = "COLUMN_.*", mode = EnumSource.Mode.MATCH_ALL)
    void columnsNeedARectifierOrNone(NormCall call) {
        refused(call, "activation is CRELU, expected NONE or RELU", a -> a.activation = Activation.CRELU);
        Arguments without = call.fitting();
        without.activation = null;
        assertEquals("activation", assertThrows(NullPointerException.class, () -> call.with(without)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void momentumMustBeAShare(double wrong) {
        refused(NormCall.BATCH_UPDATE_RUNNING, "momentum is " + wrong + ", expected a number from 0 to 1", a -> a.momentum = wrong);
    }

    @ParameterizedTest
    @EnumSource(names = "(ROW|COLUMN)_.*", mode = EnumSource.Mode.MATCH_ALL)
    void matricesNeedSizesThatAreNotNegative(NormCall call) {
        refused(call, "rows is -1", a -> a.rows = -1);
        refused(call, "columns is -1", a -> a.columns = -1);
        refused(call, "x has", a -> a.rows = Integer.MAX_VALUE);
        refused(call, "x has", a -> a.rows = a.columns = 1 << 16);
    }

    @ParameterizedTest
    @EnumSource
    void arraysMustHoldTheirShapesAndNoMore(NormCall call) {
        call.with(call.fitting());
        call.arrays().forEach(name -> {
            refused(call, name + " has", a -> a.arrays.put(name, Arrays.copyOf(a.array(name), a.array(name).length - 1)));
            refused(call, name + " has 0 elements", a -> a.arrays.put(name, new float[0]));
            refused(call, name + " has", a -> a.offsets.put(name, 1));
            refused(call, name + " has", a -> a.offsets.put(name, -1));
            refused(call, name + " has", a -> a.offsets.put(name, Integer.MAX_VALUE));
        });
    }

    @ParameterizedTest
    @EnumSource
    void nullIsAcceptedOnlyWhereItSaysSo(NormCall call) {
        Arguments leftOut = call.fitting();
        call.optional().forEach(leftOut.arrays::remove);
        call.with(leftOut);
        call.arrays().filter(name -> call.optional().noneMatch(name::equals)).forEach(name -> {
            Arguments arguments = call.fitting();
            arguments.arrays.remove(name);
            Map<String, float[]> before = copies(arguments);
            assertEquals(name, assertThrows(NullPointerException.class, () -> call.with(arguments), call + " without " + name).getMessage());
            assertNothingWritten(before, arguments, call + " without " + name);
        });
    }

    @ParameterizedTest
    @EnumSource(names = "ROW_.*", mode = EnumSource.Mode.MATCH_NONE)
    void centringNeedsNoVariance(NormCall call) {
        Arguments arguments = call.fitting();
        arguments.norm = Normalisation.centring(IMAGES);
        arguments.arrays.remove("variance");
        arguments.arrays.remove("runningVariance");
        call.with(arguments);
        refused(call, "mean has", a -> {
            a.norm = Normalisation.centring(IMAGES);
            a.offsets.put("mean", 1);
        });
    }

    /** By the last element of the one and the first of the other, or by all. */
    @ParameterizedTest
    @EnumSource
    void outputsMustNotShareElementsWithInputs(NormCall call) {
        call.arrays().filter(name -> name.equals("y") || name.equals("dx")).forEach(out ->
                call.arrays().filter(name -> name.equals("x") || name.equals("dy")).forEach(in -> {
                    refused(call, in + " and " + out + " overlap", a -> a.arrays.put(out, a.array(in)));
                    refused(call, in + " and " + out + " overlap", a -> share(a, in, out, 1));
                    refused(call, in + " and " + out + " overlap", a -> share(a, out, in, 1));
                    Arguments neighbours = call.fitting();
                    share(neighbours, in, out, 0);
                    call.with(neighbours);
                }));
    }

    private static void share(Arguments arguments, String first, String second, int elements) {
        int length = arguments.array(first).length;
        float[] both = new float[2 * length - elements];
        arguments.arrays.put(first, both);
        arguments.arrays.put(second, both);
        arguments.offsets.put(second, length - elements);
    }

    private static void refused(NormCall call, String part, Consumer<Arguments> change) {
        Arguments arguments = call.fitting();
        change.accept(arguments);
        Map<String, float[]> before = copies(arguments);
        refused(part, () -> call.with(arguments));
        assertNothingWritten(before, arguments, call + ", " + part);
    }

    private static void refused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call, "expected to be refused: " + part).getMessage();
        assertTrue(message.contains(part), () -> "\"" + message + "\", expected it to contain \"" + part + "\"");
    }

    private static Map<String, float[]> copies(Arguments arguments) {
        Map<String, float[]> copies = new HashMap<>();
        arguments.arrays.forEach((name, array) -> copies.put(name, array.clone()));
        return copies;
    }

    private static void assertNothingWritten(Map<String, float[]> before, Arguments arguments, String where) {
        before.forEach((name, array) -> assertArrayEquals(array, arguments.array(name), where + ": " + name + " was written"));
    }
}
