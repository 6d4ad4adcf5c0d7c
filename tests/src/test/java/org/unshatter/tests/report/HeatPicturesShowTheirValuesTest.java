package org.unshatter.tests.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.unshatter.report.Figure;
import org.unshatter.report.HeatPanel;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The picture embedded for a heat panel holds one pixel for each value, in the right place and colour. */
class HeatPicturesShowTheirValuesTest {
    /** Ends of the colour map in Oklab, as its source states them: dark blue and yellow. */
    private static final double[] DARKEST = {0.22, 0.005, -0.095};
    private static final double[] BRIGHTEST = {0.93, -0.04, 0.155};
    /** Half way along the map's four straight lines: 1/12 of the way from (0.58, -0.08, -0.04) to (0.77, -0.115, 0.09). */
    private static final double[] HALF_WAY = {0.595, -0.083, -0.030};

    @Test
    void onePixelForEachValueRowByRow() throws IOException {
        BufferedImage picture = picture(Samples.heat(2, 3, 0, 0.25f, 0.5f, 0.75f, 1, 0));
        assertEquals(3, picture.getWidth());
        assertEquals(2, picture.getHeight());
        double[] lightness = IntStream.range(0, 6).mapToDouble(i -> oklab(picture.getRGB(i % 3, i / 3))[0]).toArray();
        for (int i = 1; i < 5; i++) {
            assertTrue(lightness[i] > lightness[i - 1] + 0.1, "values rise up to number 4, and so must lightness at number " + i);
        }
        assertEquals(lightness[0], lightness[5]);
    }

    @Test
    void lowestMiddleAndHighestHaveTheColoursOfTheMap() throws IOException {
        BufferedImage picture = picture(new HeatPanel("", "", "", 1, 3, new float[] {-4, 1, 6}, -4, 6, ""));
        // An 8-bit channel rounds by up to 0.002, and 256 colours put the middle half a step, 0.0016, beside it.
        assertArrayEquals(DARKEST, oklab(picture.getRGB(0, 0)), 0.003);
        assertArrayEquals(HALF_WAY, oklab(picture.getRGB(1, 0)), 0.003);
        assertArrayEquals(BRIGHTEST, oklab(picture.getRGB(2, 0)), 0.003);
    }

    @Test
    void valuesBeyondTheScaleHaveTheColoursOfItsEnds() throws IOException {
        BufferedImage picture = picture(Samples.heat(2, 2, -1e30f, 0, 1, Float.MAX_VALUE));
        assertEquals(picture.getRGB(1, 0), picture.getRGB(0, 0));
        assertEquals(picture.getRGB(0, 1), picture.getRGB(1, 1));
    }

    @Test
    void equalStepsInValueLookEqual() throws IOException {
        float[] ramp = new float[256];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i / 255f;
        }
        BufferedImage picture = picture(Samples.heat(16, 16, ramp));
        double length = 0.8075; // of the map's four straight lines together
        for (int i = 16; i < ramp.length; i++) {
            double[] here = oklab(picture.getRGB(i % 16, i / 16));
            double[] before = oklab(picture.getRGB(i % 16, i / 16 - 1));
            assertTrue(here[0] > before[0], "lightness must rise to value " + ramp[i]);
            double step = Math.sqrt(square(here[0] - before[0]) + square(here[1] - before[1]) + square(here[2] - before[2]));
            // A corner of the map cuts a step short; rounding to 8 bits adds or takes a little.
            assertEquals(length * 16 / 255, step, 0.15 * length * 16 / 255, "step to value " + ramp[i]);
        }
    }

    @Test
    void thePictureFillsItsFrame() {
        Document svg = svg(Samples.heat(2, 5, new float[10]));
        Element use = Markup.elements(svg, "use").getFirst();
        double[] numbers = numbers(use.getAttribute("transform"));
        Element frame = Markup.elements(svg, "rect", "us-axis").getFirst();
        assertEquals(number(frame, "x"), numbers[0], 0.01);
        assertEquals(number(frame, "y"), numbers[1], 0.01);
        assertEquals(number(frame, "width"), numbers[2] * 5, 0.01);
        assertEquals(number(frame, "height"), numbers[3] * 2, 0.01);
        assertEquals("#" + Markup.elements(svg, "image").getFirst().getAttribute("id"), use.getAttribute("href"));
    }

    @Test
    void theColourBarEndsInAPointOnlyWhereValuesWereClamped() {
        assertEquals(0, points(Samples.heat(1, 2, 0, 1)));
        assertEquals(1, points(Samples.heat(1, 2, 0, 1.5f)));
        assertEquals(1, points(Samples.heat(1, 2, -0.5f, 1)));
        assertEquals(2, points(Samples.heat(1, 2, -0.5f, 1.5f)));
    }

    private static long points(HeatPanel panel) {
        return Markup.elements(svg(panel), "path").stream().filter(path -> path.hasAttribute("fill")).count();
    }

    private static Document svg(HeatPanel panel) {
        return Markup.parse(new Figure("f", "figure", "", 1, List.of(panel)).svg());
    }

    private static BufferedImage picture(HeatPanel panel) throws IOException {
        String uri = Markup.elements(svg(panel), "image").getFirst().getAttribute("href");
        byte[] png = Base64.getDecoder().decode(uri.substring("data:image/png;base64,".length()));
        return ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(png)));
    }

    private static double[] numbers(String transform) {
        return List.of(transform.split("[^0-9.]+")).stream().filter(s -> !s.isEmpty()).mapToDouble(Double::parseDouble).toArray();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /** sRGB to Oklab with the published matrices of Ottosson (2020), the other way round than the colour map goes. */
    private static double[] oklab(int rgb) {
        double r = linear(rgb >> 16 & 255);
        double g = linear(rgb >> 8 & 255);
        double b = linear(rgb & 255);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
        };
    }

    private static double linear(int channel) {
        double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static double square(double v) {
        return v * v;
    }
}
