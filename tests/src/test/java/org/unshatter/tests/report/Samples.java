package org.unshatter.tests.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.unshatter.report.Figure;
import org.unshatter.report.HeatPanel;
import org.unshatter.report.HtmlReport;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/** Figures and a report that use every kind of panel, section, scale and mark. */
final class Samples {
    /** Every character that markup treats specially. */
    static final String HOSTILE = "a < b & \"c\" > 'd' ]]> <script>x</script>";

    private Samples() {}

    static HeatPanel heat(int rows, int columns, float... values) {
        return new HeatPanel("picture", "column", "row", rows, columns, values, 0, 1, "value");
    }

    static LinePanel lines(Scale scale) {
        double[] x = {1, 10, 100, 1000};
        double[] y = {1, 0.25, 1234.5, 1e-3};
        Series line = new Series("line", x, y, Mark.LINE);
        return new LinePanel("lines, " + scale, "depth", "value", List.of(line, new Series("dots", x, y, Mark.LINE_WITH_DOTS),
                new Series("dashes", x, y, Mark.DASHED).withColour(6), line.withError(new double[] {0.5, 2, 0, 1})),
                null, null, scale, scale);
    }

    /** Two figures of different columns, so that also the narrow layout of either kind is drawn. */
    static List<Figure> figures() {
        Series hostile = Series.counted(HOSTILE, 0, new double[] {-1, 2}, Mark.LINE);
        LinePanel text = new LinePanel(HOSTILE, HOSTILE, HOSTILE, List.of(hostile, hostile), new Range(0, 1), null);
        HeatPanel other = new HeatPanel(HOSTILE, HOSTILE, HOSTILE, 1, 2, new float[] {0, 7}, -1, 3, HOSTILE);
        return List.of(
                new Figure("fig-a", HOSTILE, HOSTILE, 2,
                        List.of(lines(Scale.LINEAR), lines(Scale.LOG), lines(Scale.INDEX), text, heat(2, 2, 0, 1, 2, 3), other)),
                new Figure("fig-b", "four in a row", "", 4,
                        List.of(heat(1, 1, 0), heat(1, 1, 1), heat(1, 1, 2), heat(1, 1, 3), lines(Scale.LINEAR), text, text, text)));
    }

    static HtmlReport report() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("seed", "42");
        facts.put(HOSTILE, HOSTILE);
        return new HtmlReport(HOSTILE, List.of(HOSTILE, "second"), List.of(figures().get(0), figures().get(1),
                new Table("tab", HOSTILE, HOSTILE, List.of(HOSTILE, "number"),
                        List.of(List.of(HOSTILE, "0.97 ± 0.02"), List.of("none", "—")))), facts, HOSTILE);
    }
}
