package org.unshatter.report;

import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.HexFormat;

/**
 * The colours of heat panels: dark blue, blue, teal, green, yellow.
 *
 * <p>Five control points in the Oklab space, all within sRGB, joined by straight lines and resampled
 * so that each of the 256 colours is equally far from the next there. Oklab distances follow
 * perceived differences, and lightness rises all the way, so equal steps in value look equal, also
 * in grey and to colour-blind readers.
 */
final class ColourMap {
    static final int SIZE = 256;

    /** Lightness, green to red, blue to yellow. */
    private static final double[][] POINTS = {
        {0.22, 0.005, -0.095}, {0.40, -0.025, -0.115}, {0.58, -0.080, -0.040}, {0.77, -0.115, 0.090}, {0.93, -0.040, 0.155},
    };
    private static final int[] RGB = resample();

    private ColourMap() {}

    /** The colours from lowest to highest, for pictures of one byte for each pixel. */
    static IndexColorModel model() {
        return new IndexColorModel(8, SIZE, RGB, 0, false, -1, DataBuffer.TYPE_BYTE);
    }

    /** The number of the colour for a value clamped to [low, high]. */
    static int index(double value, double low, double high) {
        double fraction = (value - low) / (high - low);
        return (int) Math.clamp(Math.round(fraction * (SIZE - 1)), 0L, SIZE - 1L);
    }

    static String hex(int index) {
        return "#" + HexFormat.of().toHexDigits(RGB[index], 6);
    }

    private static int[] resample() {
        double[] reached = new double[POINTS.length];
        for (int p = 1; p < POINTS.length; p++) {
            reached[p] = reached[p - 1] + distance(POINTS[p - 1], POINTS[p]);
        }
        int[] colours = new int[SIZE];
        int p = 1;
        for (int i = 0; i < SIZE; i++) {
            double at = reached[POINTS.length - 1] * i / (SIZE - 1);
            while (p < POINTS.length - 1 && at > reached[p]) {
                p++;
            }
            double t = (at - reached[p - 1]) / (reached[p] - reached[p - 1]);
            double[] lab = new double[3];
            for (int k = 0; k < 3; k++) {
                lab[k] = POINTS[p - 1][k] * (1 - t) + POINTS[p][k] * t;
            }
            colours[i] = fromOklab(lab[0], lab[1], lab[2]);
        }
        return colours;
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]));
    }

    /** Oklab to sRGB with the published matrices of Ottosson (2020). */
    private static int fromOklab(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        int red = channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int green = channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int blue = channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return red << 16 | green << 8 | blue;
    }

    private static double cube(double v) {
        return v * v * v;
    }

    /** Linear light to an sRGB byte. StrictMath: the last bit must not depend on the machine. */
    private static int channel(double linear) {
        double v = linear <= 0.0031308 ? 12.92 * linear : 1.055 * StrictMath.pow(linear, 1 / 2.4) - 0.055;
        return (int) Math.clamp(Math.round(v * 255), 0L, 255L);
    }
}
