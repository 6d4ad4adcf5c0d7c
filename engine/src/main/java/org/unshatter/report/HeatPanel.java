package org.unshatter.report;

import java.util.Objects;

/**
 * A matrix drawn as a picture, row 0 at the top; the axes count rows and columns from 1.
 *
 * <p>Values are clamped to [{@code low}, {@code high}] for drawing only. Where that happens the
 * colour bar ends in a point. Colours go from dark blue over teal to yellow in steps that look
 * equal.
 *
 * @param title      shown above the picture; may be empty
 * @param xLabel     shown below the horizontal axis; may be empty
 * @param yLabel     shown beside the vertical axis; may be empty
 * @param rows       number of rows
 * @param columns    number of columns
 * @param values     {@code rows * columns} values, row-major; copied in and out
 * @param low        value of the darkest colour
 * @param high       value of the brightest colour, above {@code low}
 * @param scaleLabel what the colours show, beside the colour bar; may be empty
 */
public record HeatPanel(String title, String xLabel, String yLabel, int rows, int columns, float[] values,
                        double low, double high, String scaleLabel) implements Panel {
    /** @throws IllegalArgumentException if the sizes do not fit, a value is not finite, or not {@code low < high} */
    public HeatPanel {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(xLabel, "xLabel");
        Objects.requireNonNull(yLabel, "yLabel");
        Objects.requireNonNull(scaleLabel, "scaleLabel");
        String who = "panel \"" + title + "\"";
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(who + " is " + rows + " x " + columns + ", expected at least 1 x 1");
        }
        values = values.clone();
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(who + " has " + values.length + " values, expected rows*columns = "
                    + rows + "*" + columns + " = " + (long) rows * columns);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                Check.finite(who + ", row " + i / columns + ", column " + i % columns, values[i]);
            }
        }
        Check.ordered(who + ": colour scale", low, high);
    }

    @Override
    public float[] values() {
        return values.clone();
    }
}
