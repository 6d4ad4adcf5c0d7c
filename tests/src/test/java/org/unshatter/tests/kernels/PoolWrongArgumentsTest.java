package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pool2d;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;

/** Poolings of nothing and arrays that are too short or shared are refused by name, before anything is written. */
class PoolWrongArgumentsTest {

    private static final int CANDIDATES = 2000;
    private static final Images IMAGES = new Images(2, 4, 5, 6);
    private static final Pooling SHAPE = new Pooling(IMAGES, Window.of(3).padding(1).stride(2));
    private static final int IN = IMAGES.length();
    private static final int OUT = SHAPE.output().length();

    private final float[] x = filled(IN, 1);
    private final float[] y = filled(OUT, 2);
    private final float[] dx = filled(IN, 3);
    private final float[] both = filled(IN + OUT, 4);

    @Test
    void windowsMustSeePixels() {
        refused("row 0 of the output sees nothing but border", () -> new Pooling(IMAGES, new Window(2, 2, 1, 1, 2, 0, 0, 0, 1, 1)));
        refused("row 5 of the output sees nothing but border", () -> new Pooling(IMAGES, new Window(2, 2, 1, 1, 0, 2, 0, 0, 1, 1)));
        refused("column 0 of the output sees nothing but border", () -> new Pooling(IMAGES, new Window(2, 2, 2, 2, 0, 0, 3, 0, 1, 1)));
        refused("column 3 of the output sees nothing but border", () -> new Pooling(IMAGES, new Window(2, 2, 2, 2, 0, 0, 0, 2, 1, 1)));
        refused("row 0 of the output sees nothing but border", () -> new Pooling(IMAGES, Window.of(1).padding(1)));
    }

    /** The window's own pixels, not what lies between them. */
    @Test
    void dilatedWindowsMustSeePixelsToo() {
        Images pixel = new Images(3, 1, 1, 1);
        refused("row 0 of the output sees nothing but border", () -> new Pooling(pixel, new Window(2, 1, 1, 1, 1, 1, 0, 0, 2, 1)));
        refused("column 0 of the output sees nothing but border", () -> new Pooling(pixel, new Window(1, 2, 1, 1, 0, 0, 1, 1, 1, 2)));
        refused("row 0 of the output sees nothing but border", () -> new Pooling(new Images(1, 1, 2, 9), Window.of(2).padding(3).dilation(6)));
        assertEquals(new Images(3, 1, 1, 1), new Pooling(pixel, Window.of(3).padding(2).dilation(2)).output());
    }

    @Test
    void windowsMustFitTheImagesWithTheirBorder() {
        refused("height is 6, dilation included, expected at most 5", () -> new Pooling(IMAGES, new Window(6, 1, 1, 1, 0, 0, 0, 0, 1, 1)));
        refused("width is 7, dilation included, expected at most 6", () -> new Pooling(IMAGES, new Window(1, 7, 1, 1, 0, 0, 0, 0, 1, 1)));
        refused("width is 9, dilation included, expected at most 8", () -> new Pooling(IMAGES, new Window(1, 5, 1, 1, 0, 0, 1, 1, 1, 2)));
        refused("expected at most " + Integer.MAX_VALUE, () -> new Pooling(IMAGES, new Window(1, 1, 1, 1, Integer.MAX_VALUE, 0, 0, 0, 1, 1)));
    }

    @Test
    void justThosePoolingsAreRefusedThatSeeNothing() {
        int refused = 0;
        for (int i = 0; i < CANDIDATES; i++) {
            RandomGenerator random = Seeds.stream(i);
            Images images = PoolShapes.images(random);
            Window window = PoolShapes.window(random);
            String where = images + ", " + window + Seeds.again(PoolWrongArgumentsTest.class);
            if (PoolShapes.fit(images, window)) {
                assertDoesNotThrow(() -> new Pooling(images, window), where);
            } else {
                refused++;
                assertThrows(IllegalArgumentException.class, () -> new Pooling(images, window), where);
            }
        }
        int few = CANDIDATES / 10;
        assertTrue(refused > few && refused < CANDIDATES - few, refused + " of " + CANDIDATES + " refused"
                + Seeds.again(PoolWrongArgumentsTest.class));
    }

    @Test
    void arraysMustHoldTheirShapes() {
        refused("x has " + (IN - 1) + " elements", () -> Pool2d.max(SHAPE, new float[IN - 1], 0, y, 0));
        refused("x has", () -> Pool2d.max(SHAPE, x, -1, y, 0));
        refused("y has", () -> Pool2d.max(SHAPE, x, 0, y, 1));
        refused("x has", () -> Pool2d.gradientOfMax(SHAPE, x, 1, y, 0, false, dx, 0));
        refused("dy has", () -> Pool2d.gradientOfMax(SHAPE, x, 0, y, 1, false, dx, 0));
        refused("dx has", () -> Pool2d.gradientOfMax(SHAPE, x, 0, y, 0, false, dx, 1));
        refused("x has", () -> Pool2d.tangentOfMax(SHAPE, x, 1, dx, 0, y, 0));
        refused("dx has", () -> Pool2d.tangentOfMax(SHAPE, x, 0, dx, 1, y, 0));
        refused("dy has", () -> Pool2d.tangentOfMax(SHAPE, x, 0, dx, 0, y, -1));
        refused("x has", () -> Pool2d.average(SHAPE, true, x, 1, y, 0));
        refused("y has", () -> Pool2d.average(SHAPE, true, x, 0, new float[OUT - 1], 0));
        refused("dy has", () -> Pool2d.gradientOfAverage(SHAPE, true, y, -1, false, dx, 0));
        refused("dx has", () -> Pool2d.gradientOfAverage(SHAPE, true, y, 0, false, dx, IN));
        nothingWritten();
    }

    /** By one element, at either end. */
    @Test
    void outputsMustNotShareElementsWithInputs() {
        refused("x and y overlap", () -> Pool2d.max(SHAPE, both, 0, both, IN - 1));
        refused("x and y overlap", () -> Pool2d.max(SHAPE, both, OUT - 1, both, 0));
        refused("x and dx overlap", () -> Pool2d.gradientOfMax(SHAPE, x, 0, y, 0, true, x, 0));
        refused("dx and dy overlap", () -> Pool2d.gradientOfMax(SHAPE, x, 0, both, IN - 1, true, both, 0));
        refused("x and dy overlap", () -> Pool2d.tangentOfMax(SHAPE, both, 0, dx, 0, both, IN - 1));
        refused("dx and dy overlap", () -> Pool2d.tangentOfMax(SHAPE, x, 0, both, OUT - 1, both, 0));
        refused("x and y overlap", () -> Pool2d.average(SHAPE, false, both, 0, both, IN - 1));
        refused("dx and dy overlap", () -> Pool2d.gradientOfAverage(SHAPE, false, both, 0, true, both, OUT - 1));
        nothingWritten();
        assertDoesNotThrow(() -> Pool2d.max(SHAPE, both, 0, both, IN), "neighbours are no overlap");
    }

    @Test
    void nullIsRefusedByName() {
        missing("x", () -> Pool2d.max(SHAPE, null, 0, y, 0));
        missing("y", () -> Pool2d.max(SHAPE, x, 0, null, 0));
        missing("x", () -> Pool2d.gradientOfMax(SHAPE, null, 0, y, 0, false, dx, 0));
        missing("dy", () -> Pool2d.gradientOfMax(SHAPE, x, 0, null, 0, false, dx, 0));
        missing("dx", () -> Pool2d.gradientOfMax(SHAPE, x, 0, y, 0, false, null, 0));
        missing("x", () -> Pool2d.tangentOfMax(SHAPE, null, 0, dx, 0, y, 0));
        missing("dx", () -> Pool2d.tangentOfMax(SHAPE, x, 0, null, 0, y, 0));
        missing("dy", () -> Pool2d.tangentOfMax(SHAPE, x, 0, dx, 0, null, 0));
        missing("x", () -> Pool2d.average(SHAPE, true, null, 0, y, 0));
        missing("y", () -> Pool2d.average(SHAPE, true, x, 0, null, 0));
        missing("dy", () -> Pool2d.gradientOfAverage(SHAPE, true, null, 0, false, dx, 0));
        missing("dx", () -> Pool2d.gradientOfAverage(SHAPE, true, y, 0, false, null, 0));
        nothingWritten();
    }

    @Test
    void thereMustBeAShape() {
        assertThrows(NullPointerException.class, () -> Pool2d.max(null, x, 0, y, 0));
        assertThrows(NullPointerException.class, () -> Pool2d.gradientOfMax(null, x, 0, y, 0, false, dx, 0));
        assertThrows(NullPointerException.class, () -> Pool2d.tangentOfMax(null, x, 0, dx, 0, y, 0));
        assertThrows(NullPointerException.class, () -> Pool2d.average(null, true, x, 0, y, 0));
        assertThrows(NullPointerException.class, () -> Pool2d.gradientOfAverage(null, true, y, 0, false, dx, 0));
        assertThrows(NullPointerException.class, () -> new Pooling(null, Window.of(2)));
        assertThrows(NullPointerException.class, () -> new Pooling(IMAGES, null));
        assertThrows(NullPointerException.class, () -> Pooling.global(null));
        nothingWritten();
    }

    private void nothingWritten() {
        assertArrayEquals(filled(IN, 1), x);
        assertArrayEquals(filled(OUT, 2), y);
        assertArrayEquals(filled(IN, 3), dx);
        assertArrayEquals(filled(IN + OUT, 4), both);
    }

    private static float[] filled(int n, float value) {
        float[] array = new float[n];
        Arrays.fill(array, value);
        return array;
    }

    private static void missing(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    private static void refused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), () -> "\"" + message + "\", expected it to contain \"" + part + "\"");
    }
}
