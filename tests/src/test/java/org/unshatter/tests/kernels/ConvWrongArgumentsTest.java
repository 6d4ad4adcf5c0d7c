package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Shapes that contradict themselves and arrays that are too short are refused by name, before anything is written. */
class ConvWrongArgumentsTest {

    private static final Images IMAGES = new Images(2, 4, 5, 6);
    private static final Window WINDOW = Window.of(3).padding(1);
    private static final Convolution SHAPE = Convolution.of(IMAGES, WINDOW, 3);
    private static final Convolution CRELU = new Convolution(IMAGES, WINDOW, 3, 1, true);

    @Test
    void imagesNeedPositiveSizesThatFitAnArray() {
        refused("batch is 0", () -> new Images(0, 1, 1, 1));
        refused("channels is -1", () -> new Images(1, -1, 1, 1));
        refused("height is 0", () -> new Images(1, 1, 0, 1));
        refused("width is 0", () -> new Images(1, 1, 1, 0));
        refused("more elements than an array holds", () -> new Images(1 << 30, 1 << 30, 1 << 30, 1 << 30));
        refused("more elements than an array holds", () -> new Images(1, 1, 1 << 14, 1 << 13));
    }

    @Test
    void windowsNeedPositiveSizesAndBordersThatAreNotNegative() {
        refused("window height is 0", () -> new Window(0, 1, 1, 1, 0, 0, 0, 0, 1, 1));
        refused("window width is 0", () -> new Window(1, 0, 1, 1, 0, 0, 0, 0, 1, 1));
        refused("a window of 46341 × 46341 pixels", () -> Window.of(46341));
        refused("strideY is 0", () -> WINDOW.stride(0));
        refused("strideX is 0", () -> new Window(1, 1, 1, 0, 0, 0, 0, 0, 1, 1));
        refused("top is -1", () -> WINDOW.padding(-1));
        refused("right is -2", () -> new Window(1, 1, 1, 1, 0, 0, 0, -2, 1, 1));
        refused("dilationY is 0", () -> WINDOW.dilation(0));
    }

    @Test
    void convolutionsMustFitTogether() {
        refused("filters is 0", () -> Convolution.of(IMAGES, WINDOW, 0));
        refused("groups is 3, expected a divisor of the channels, 4", () -> new Convolution(IMAGES, WINDOW, 3, 3, false));
        refused("groups is 4, expected a divisor of the filters, 6", () -> new Convolution(IMAGES, WINDOW, 6, 4, false));
        refused("groups is 2, expected 1 with CReLU", () -> new Convolution(IMAGES, WINDOW, 4, 2, true));
        refused("height is 6, dilation included, expected at most 5", () -> Convolution.of(IMAGES, Window.of(6), 1));
        refused("width is 9, dilation included, expected at most 6",
                () -> Convolution.of(IMAGES, new Window(1, 5, 1, 1, 0, 0, 0, 0, 1, 2), 1));
        refused("width is 2147483653 with its border", () -> Convolution.of(IMAGES, new Window(1, 1, 1, 1, 0, 0, Integer.MAX_VALUE, 0, 1, 1), 1));
        refused("floats in a row of positions", () -> Convolution.of(IMAGES, new Window(1, 1, 1, Integer.MAX_VALUE, 0, 0, 0, 0, 1, 1), 1));
        refused("floats in a row of positions", () -> Convolution.of(new Images(1, 64, 2, 2), new Window(1, 1, 1, 1, 0, 0, 1 << 22, 0, 1, 1), 1));
        refused("more weights than the gradient by them can be summed of, expected at most 134217728",
                () -> Convolution.of(new Images(1, 1 << 16, 1, 1), Window.of(1), 1 << 16));
    }

    @Test
    void arraysMustHoldTheirShapes() {
        int in = IMAGES.length();
        int out = SHAPE.output().length();
        float[] x = new float[in];
        float[] w = new float[SHAPE.weights()];
        float[] b = new float[3];
        float[] y = new float[out];
        refused("x has", () -> Conv2d.forward(SHAPE, new float[in - 1], 0, w, 0, b, 0, Activation.NONE, y, 0));
        refused("w has", () -> Conv2d.forward(SHAPE, x, 0, w, 1, b, 0, Activation.NONE, y, 0));
        refused("bias has", () -> Conv2d.forward(SHAPE, x, 0, w, 0, b, -1, Activation.NONE, y, 0));
        refused("y has", () -> Conv2d.forward(SHAPE, x, 0, w, 0, b, 0, Activation.NONE, y, 1));
        refused("activation is CRELU", () -> Conv2d.forward(SHAPE, x, 0, w, 0, b, 0, Activation.CRELU, y, 0));
        refused("x and y overlap", () -> {
            float[] both = new float[in + out];
            Conv2d.forward(SHAPE, both, 0, w, 0, b, 0, Activation.NONE, both, in - 1);
        });
        refused("dy has", () -> Conv2d.gradientByData(SHAPE, null, 0, w, 0, y, 1, false, x, 0));
        refused("dx has", () -> Conv2d.gradientByData(SHAPE, null, 0, w, 0, y, 0, false, new float[in - 1], 0));
        refused("w has", () -> Conv2d.gradientByData(SHAPE, null, 0, new float[0], 0, y, 0, false, x, 0));
        refused("x has", () -> Conv2d.gradientByData(CRELU, new float[1], 0, new float[CRELU.weights()], 0, y, 0, false, x, 0));
        refused("dw has", () -> Conv2d.gradientByWeights(SHAPE, x, 0, y, 0, false, b, 0));
        refused("x has", () -> Conv2d.gradientByWeights(SHAPE, b, 0, y, 0, false, w, 0));
        refused("dy has", () -> Conv2d.gradientByWeights(SHAPE, x, 0, b, 0, false, w, 0));
        refused("db has", () -> Conv2d.gradientByBias(SHAPE, y, 0, false, b, 1));
        refused("dy has", () -> Conv2d.gradientByBias(SHAPE, b, 0, false, b, 0));
        refused("nchw has", () -> IMAGES.fromNchw(b, 0, x, 0));
        refused("x has", () -> IMAGES.toNchw(b, 0, x, 0));
        assertTrue(Arrays.equals(y, new float[out]) && Arrays.equals(x, new float[in]), "something was written");
    }

    private static void refused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), () -> "\"" + message + "\", expected it to contain \"" + part + "\"");
    }
}
