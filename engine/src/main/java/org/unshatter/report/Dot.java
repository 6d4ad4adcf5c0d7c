package org.unshatter.report;

/** Shapes of the dots of lines. Their areas are alike, so that no line seems heavier. */
final class Dot {
    private static final double[][] SHAPES = {
        {}, // a circle
        {-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9},
        {0, -1.25, 1.2, 0.85, -1.2, 0.85},
        {0, -1.35, 1.2, 0, 0, 1.35, -1.2, 0},
        {0, 1.25, 1.2, -0.85, -1.2, -0.85},
        {-0.45, -1.3, 0.45, -1.3, 0.45, -0.45, 1.3, -0.45, 1.3, 0.45, 0.45, 0.45, 0.45, 1.3, -0.45, 1.3,
            -0.45, 0.45, -1.3, 0.45, -1.3, -0.45, -0.45, -0.45},
    };

    private Dot() {}

    /** Path data of the shape with a number, around a point. */
    static String path(int number, double x, double y, double radius) {
        double[] shape = SHAPES[number % SHAPES.length];
        StringBuilder out = new StringBuilder();
        if (shape.length == 0) {
            String r = Xml.number(radius);
            String half = "a" + r + "," + r + " 0 1,0 ";
            return out.append('M').append(Svg.at(x - radius, y)).append(half).append(Svg.at(2 * radius, 0))
                    .append(half).append(Svg.at(-2 * radius, 0)).append('Z').toString();
        }
        for (int i = 0; i < shape.length; i += 2) {
            out.append(i == 0 ? 'M' : 'L').append(Svg.at(x + radius * shape[i], y + radius * shape[i + 1]));
        }
        return out.append('Z').toString();
    }
}
