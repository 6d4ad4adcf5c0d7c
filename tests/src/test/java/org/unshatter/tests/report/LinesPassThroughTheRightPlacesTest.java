package org.unshatter.tests.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Points of a line lie where a reader with a ruler finds them: two labelled ticks of an axis give the
 * mapping from values to pixels, and every point must agree with it.
 */
class LinesPassThroughTheRightPlacesTest {
    /** Coordinates are written to 1/100 pixel, and the mapping stands on two of them. */
    private static final double TOLERANCE = 0.03;
    private static final Pattern NUMBERS = Pattern.compile("-?[0-9.]+");

    @Test
    void onLinearAxes() {
        double[] x = {-3, -1, 0, 2, 7};
        double[] y = {-5, -1, 1, 5, 15}; // y = 2 x + 1
        expectAt(x, y, new LinePanel("", "", "", List.of(new Series("line", x, y, Mark.LINE))), v -> v);
    }

    @Test
    void onLogarithmicAxes() {
        double[] x = {1, 3, 50, 2000};
        double[] y = {1, 9, 2500, 4e6}; // y = x²
        Series line = new Series("line", x, y, Mark.LINE);
        expectAt(x, y, new LinePanel("", "", "", List.of(line), null, null, Scale.LOG, Scale.LOG), Math::log);
    }

    @Test
    void onCountedAxes() {
        double[] y = {4, 1, 3, 2, 8, 6, 7, 5, 12, 9, 11, 10};
        Series line = Series.counted("line", 1, y, Mark.LINE);
        expectAt(line.x(), y, new LinePanel("", "", "", List.of(line), null, null, Scale.INDEX, Scale.LINEAR), v -> v);
    }

    /** Up from the axis, over each bin, and down to the axis. */
    @Test
    void inStepsAlongTheOutlineOfAHistogram() {
        Series outline = Series.steps("outline", new double[] {1, 2, 4, 8}, new double[] {0.5, 0, 2});
        double[] x = {1, 1, 2, 2, 4, 4, 8, 8};
        double[] y = {0, 0.5, 0.5, 0, 0, 2, 2, 0};
        expectAt(x, y, new LinePanel("", "", "", List.of(outline)), v -> v);
    }

    @Test
    void inAPartOfTheAxes() {
        double[] x = {0, 10};
        double[] y = {-1, 1};
        Series line = new Series("line", x, y, Mark.LINE);
        expectAt(x, y, new LinePanel("", "", "", List.of(line), new Range(2, 4), new Range(-0.5, 0.25)), v -> v);
    }

    @Test
    void rangesReachFromFrameToFrame() {
        Series line = new Series("line", new double[] {0, 10}, new double[] {-1, 1}, Mark.LINE);
        Document svg = svg(new LinePanel("", "", "", List.of(line), new Range(2, 4), new Range(-0.5, 0.25)));
        Element frame = Markup.elements(svg, "rect", "us-axis").getFirst();
        double x = Double.parseDouble(frame.getAttribute("x"));
        double y = Double.parseDouble(frame.getAttribute("y"));
        DoubleUnaryOperator across = axis(svg, "middle", 0, v -> v);
        DoubleUnaryOperator down = axis(svg, "end", 1, v -> v);
        assertEquals(x, across.applyAsDouble(2), TOLERANCE);
        assertEquals(x + Double.parseDouble(frame.getAttribute("width")), across.applyAsDouble(4), TOLERANCE);
        assertEquals(y, down.applyAsDouble(0.25), TOLERANCE);
        assertEquals(y + Double.parseDouble(frame.getAttribute("height")), down.applyAsDouble(-0.5), TOLERANCE);
    }

    @Test
    void theBandReachesFromBelowToAboveTheLine() {
        double[] x = {0, 1};
        double[] y = {2, 3};
        Series line = new Series("line", x, y, Mark.LINE).withError(new double[] {0.5, 0.25});
        Document svg = svg(new LinePanel("", "", "", List.of(line)));
        List<double[]> band = points(Markup.elements(svg, "path", "us-band").getFirst());
        // There along the upper edge, back along the lower one.
        expect(band, new double[] {0, 1, 1, 0}, new double[] {2.5, 3.25, 2.75, 1.5},
                axis(svg, "middle", 0, v -> v), axis(svg, "end", 1, v -> v));
    }

    @Test
    void dotsMarkOnlyThePointsThatAreShown() {
        double[] x = {0, 1, 2, 3, 4};
        Series dots = new Series("dots", x, x, Mark.LINE_WITH_DOTS);
        Document svg = svg(new LinePanel("", "", "", List.of(dots), new Range(0.5, 3.5), null));
        String path = Markup.elements(svg, "path", "us-dot").getFirst().getAttribute("d");
        assertEquals(3, path.chars().filter(c -> c == 'M').count());
    }

    private static void expectAt(double[] x, double[] y, LinePanel panel, DoubleUnaryOperator scale) {
        Document svg = svg(panel);
        expect(points(Markup.elements(svg, "path", "us-line").getFirst()), x, y, axis(svg, "middle", 0, scale), axis(svg, "end", 1, scale));
    }

    private static void expect(List<double[]> points, double[] x, double[] y, DoubleUnaryOperator across, DoubleUnaryOperator down) {
        assertTrue(across.applyAsDouble(x[1]) != across.applyAsDouble(x[1] + 1) && down.applyAsDouble(y[0]) != down.applyAsDouble(y[0] + 1),
                "the axes map everything to one place");
        assertEquals(x.length, points.size());
        for (int i = 0; i < x.length; i++) {
            assertEquals(across.applyAsDouble(x[i]), points.get(i)[0], tolerance(points.get(i)[0]), "x of point " + i);
            assertEquals(down.applyAsDouble(y[i]), points.get(i)[1], tolerance(points.get(i)[1]), "y of point " + i);
        }
    }

    /** A point far outside multiplies the rounding of the ticks. */
    private static double tolerance(double at) {
        return TOLERANCE * Math.max(1, Math.abs(at) / 500);
    }

    private static Document svg(LinePanel panel) {
        return Markup.parse(new Figure("f", "figure", "", 1, List.of(panel)).svg());
    }

    /** The mapping from values to pixels that the first and the last tick label of an axis give. */
    private static DoubleUnaryOperator axis(Document svg, String anchor, int coordinate, DoubleUnaryOperator scale) {
        List<Element> labels = Markup.elements(svg, "text", "us-muted").stream()
                .filter(text -> text.getAttribute("text-anchor").equals(anchor)).toList();
        assertTrue(labels.size() >= 2, "an axis needs two ticks to be read");
        double low = scale.applyAsDouble(value(labels.getFirst()));
        double high = scale.applyAsDouble(value(labels.getLast()));
        double from = points(Markup.previous(labels.getFirst())).getFirst()[coordinate];
        double to = points(Markup.previous(labels.getLast())).getFirst()[coordinate];
        assertTrue(coordinate == 0 ? to > from + 100 : to < from - 100, "x grows to the right and y upwards, over most of the plot");
        return value -> from + (scale.applyAsDouble(value) - low) / (high - low) * (to - from);
    }

    private static double value(Element label) {
        return Double.parseDouble(label.getTextContent().replace('\u2212', '-'));
    }

    private static List<double[]> points(Element path) {
        double[] numbers = NUMBERS.matcher(path.getAttribute("d")).results().map(MatchResult::group)
                .mapToDouble(Double::parseDouble).toArray();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            points.add(new double[] {numbers[i], numbers[i + 1]});
        }
        return points;
    }
}
