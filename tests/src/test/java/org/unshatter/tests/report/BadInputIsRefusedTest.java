package org.unshatter.tests.report;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.report.Figure;
import org.unshatter.report.HeatPanel;
import org.unshatter.report.HtmlReport;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Section;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/** What cannot be drawn is refused when it is made, by a message that names the thing and the value. */
class BadInputIsRefusedTest {
    private static final double[] TWO = {1, 2};
    private static final Series LINE = series(TWO, TWO);

    static List<Arguments> mistakes() {
        return List.of(
                bad("NaN in y", () -> series(TWO, new double[] {1, Double.NaN}), "\"loss\"", "y[1]", "NaN"),
                bad("infinite x", () -> series(new double[] {Double.NEGATIVE_INFINITY, 1}, TWO), "\"loss\"", "x[0]", "-Infinity"),
                bad("lengths differ", () -> series(TWO, new double[3]), "\"loss\"", "y", "3", "2"),
                bad("length of the error", () -> LINE.withError(new double[1]), "\"loss\"", "error", "1", "2"),
                bad("negative error", () -> LINE.withError(new double[] {0, -0.5}), "\"loss\"", "error[1]", "-0.5"),
                bad("NaN as error", () -> LINE.withError(new double[] {Double.NaN, 0}), "\"loss\"", "error[0]", "NaN"),
                bad("colour", () -> LINE.withColour(-2), "\"loss\"", "colour", "-2"),
                bad("series without a name", () -> new Series(" ", TWO, TWO, Mark.LINE), "series name"),
                bad("edges of a histogram", () -> Series.steps("loss", TWO, TWO), "\"loss\"", "edges", "2", "3"),
                bad("histogram without bins", () -> Series.steps("loss", new double[1], new double[0]), "\"loss\"", "0 bins"),
                bad("panel without series", () -> new LinePanel("depth 50", "", "", List.of()), "\"depth 50\"", "0 series"),
                bad("panel without points", () -> new LinePanel("depth 50", "", "", List.of(series(new double[0], new double[0]))),
                        "\"depth 50\"", "0 points"),
                bad("0 on a logarithmic axis", () -> panel(series(TWO, new double[] {1, 0}), null), "\"depth 50\"", "\"loss\"", "y", "0.0"),
                bad("range from 0 on a logarithmic axis", () -> panel(LINE, new Range(0, 1)), "\"depth 50\"", "yRange", "0.0"),
                bad("empty range", () -> new Range(2, 2), "range", "2.0"),
                bad("reversed range", () -> new Range(3, 2), "range", "3.0", "2.0"),
                bad("NaN in a range", () -> new Range(0, Double.NaN), "range", "high", "NaN"),
                bad("wrong length of a matrix", () -> heat(2, 3, new float[5], 0, 1), "\"weights\"", "5", "2*3"),
                bad("matrix larger than any array", () -> heat(1 << 16, 1 << 16, new float[0], 0, 1), "\"weights\"", "4294967296"),
                bad("no rows", () -> heat(0, 3, new float[0], 0, 1), "\"weights\"", "0 x 3"),
                bad("NaN in a matrix", () -> heat(2, 3, new float[] {0, 0, 0, 0, 0, Float.NaN}, 0, 1),
                        "\"weights\"", "row 1", "column 2", "NaN"),
                bad("reversed colour scale", () -> heat(1, 1, new float[1], 1, -1), "\"weights\"", "colour scale", "1.0", "-1.0"),
                bad("figure without panels", () -> new Figure("fig1", "title", "", 1, List.of()), "fig1", "0 panels"),
                bad("figure without columns", () -> new Figure("fig1", "title", "", 0, List.<Panel>of(heat(1, 1, new float[1], 0, 1))),
                        "fig1", "0 columns"),
                bad("figure without a title", () -> new Figure("fig1", "", "", 1, List.of()), "title", "fig1"),
                bad("malformed id", () -> new Table("fig 1", "title", "", List.of("column"), List.of()), "id", "fig 1"),
                bad("short row", () -> new Table("tab", "title", "", List.of("a", "b"), List.of(List.of("1", "2"), List.of("3"))),
                        "tab", "row 1", "1", "2"),
                bad("table without columns", () -> new Table("tab", "title", "", List.of(), List.of()), "tab", "0 columns"),
                bad("two sections with one id", () -> report("fig1", "fig2", "fig1"), "fig1"),
                bad("a section with the id of the facts", () -> report("run"), "run"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void named(String name, Executable mistake, List<String> words) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "expected \"" + word + "\" in: " + message);
        }
    }

    private static Arguments bad(String name, Executable mistake, String... words) {
        return arguments(name, mistake, List.of(words));
    }

    private static Series series(double[] x, double[] y) {
        return new Series("loss", x, y, Mark.LINE);
    }

    private static LinePanel panel(Series series, Range yRange) {
        return new LinePanel("depth 50", "", "", List.of(series), null, yRange, Scale.LINEAR, Scale.LOG);
    }

    private static HeatPanel heat(int rows, int columns, float[] values, double low, double high) {
        return new HeatPanel("weights", "", "", rows, columns, values, low, high, "");
    }

    private static HtmlReport report(String... ids) {
        List<Section> sections = List.of(ids).stream().<Section>map(id -> new Table(id, "title", "", List.of("column"), List.of())).toList();
        return new HtmlReport("title", List.of(), sections, new LinkedHashMap<>(), "");
    }
}
