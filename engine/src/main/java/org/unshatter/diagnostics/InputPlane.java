package org.unshatter.diagnostics;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * A grid of points of a plane through input space, rows × columns, and the gradient of a function on it. Point (r, c) is
 * origin + (right − origin)·c/(columns − 1) + (up − origin)·r/(rows − 1); the two directions need not be perpendicular.
 *
 * <p>The points are one batch: as for {@link InputLine}, batch statistics are those of the whole grid.
 */
public final class InputPlane {

    /** Directions whose angle has a squared sine below this are one. */
    private static final double COLLINEAR = 1e-12;

    private final Tensor inputs;
    private final double[] right;
    private final double[] up;
    private final int columns;
    private final int rows;

    private InputPlane(Tensor inputs, double[] right, double[] up, int columns, int rows) {
        this.inputs = inputs;
        this.right = right;
        this.up = up;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * @param origin  point (0, 0), one sample: [features] or [channels, height, width]
     * @param right   point (0, columns − 1), of the same shape
     * @param up      point (rows − 1, 0), of the same shape
     * @param columns at least 2
     * @param rows    at least 2
     * @throws IllegalArgumentException if the shapes differ or have no elements, the three points lie on one line or are not finite, or there are too
     *                                  few columns or rows
     */
    public static InputPlane spanned(Tensor origin, Tensor right, Tensor up, int columns, int rows) {
        double[] across = InputPoints.difference("origin", origin, "right", right);
        double[] upward = InputPoints.difference("origin", origin, "up", up);
        double cosine = InputPoints.dot(across, upward) / InputPoints.length(across) / InputPoints.length(upward);
        if (1 - cosine * cosine < COLLINEAR) {
            throw new IllegalArgumentException("origin, right and up lie on one line, expected three points that span a plane");
        }
        InputPoints.atLeastTwo("columns", columns);
        InputPoints.atLeastTwo("rows", rows);
        return new InputPlane(InputPoints.grid(origin, across, upward, columns, rows), across, upward, columns, rows);
    }

    /** [rows·columns, …], point (r, c) at r·columns + c. */
    public Tensor inputs() {
        return inputs;
    }

    /** Euclidean distance of neighbours in a row. */
    public double columnSpacing() {
        return InputPoints.length(right) / (columns - 1);
    }

    /** Euclidean distance of neighbours in a column. */
    public double rowSpacing() {
        return InputPoints.length(up) / (rows - 1);
    }

    /** The full gradient at every point, as {@link InputGradient} gives it: of the sum of all outputs, [rows·columns, …]. */
    public Tensor gradient(UnaryOperator<Tensor> function) {
        return InputGradient.of(function, inputs);
    }

    /**
     * The derivative in the direction right − origin at the points of a row.
     *
     * @param gradient of the shape of the inputs
     * @throws IllegalArgumentException if it has another or is not finite, or there is no such row
     */
    public GradientSignal alongRow(int row, Tensor gradient) {
        requireIndex("row", row, rows);
        return InputPoints.along(right, inputs, gradient, row * columns, 1, columns);
    }

    /**
     * The derivative in the direction up − origin at the points of a column.
     *
     * @param gradient of the shape of the inputs
     * @throws IllegalArgumentException if it has another or is not finite, or there is no such column
     */
    public GradientSignal alongColumn(int column, Tensor gradient) {
        requireIndex("column", column, columns);
        return InputPoints.along(up, inputs, gradient, column, columns, rows);
    }

    private static void requireIndex(String name, int index, int count) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(name + " is " + index + ", expected 0 to " + (count - 1));
        }
    }
}
