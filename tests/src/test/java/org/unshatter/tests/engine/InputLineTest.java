package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.ConvNet;
import org.unshatter.arch.DenseNet;
import org.unshatter.arch.Family;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.InputLine;
import org.unshatter.diagnostics.InputPlane;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;

/** Gradients along lines and planes of input space, where they are known in closed form or by finite differences. */
class InputLineTest {

    private static final UnaryOperator<Tensor> CUBES = x -> x.pow(3).sum(1);

    private static Tensor point(float... values) {
        return Tensor.of(values, values.length);
    }

    @Test
    void pointsAreEquallySpacedFromTheFirstToTheLast() {
        InputLine line = InputLine.between(point(1, -2), point(4, 2), 5);
        assertArrayEquals(new int[] {5, 2}, line.inputs().shape());
        assertArrayEquals(new float[] {1, -2, 1.75f, -1, 2.5f, 0, 3.25f, 1, 4, 2}, line.inputs().toArray());
        assertEquals(5 / 4.0, line.spacing());
    }

    @Test
    void bothEndsAreExact() {
        Tensor a = Laboratory.gaussian(1, 1, 100).reshape(100);
        Tensor b = Laboratory.gaussian(2, 1, 100).reshape(100);
        float[] inputs = InputLine.between(a, b, 7).inputs().toArray();
        assertArrayEquals(a.toArray(), Arrays.copyOf(inputs, 100));
        assertArrayEquals(b.toArray(), Arrays.copyOfRange(inputs, 600, 700));
    }

    /** Of Σ x³ the gradient is 3x². */
    @Test
    void theGradientOfASumOfCubes() {
        InputLine line = InputLine.between(point(0, 1), point(3, 5), 4);
        assertArrayEquals(new float[] {0, 3, 3, 3 * 49 / 9f, 12, 3 * 121 / 9f, 27, 75}, line.gradient(CUBES).toArray(), 1e-4f);
        double[] expected = {0.8 * 3, 0.6 * 3 + 0.8 * 49 / 3, 0.6 * 12 + 0.8 * 121 / 3, 0.6 * 27 + 0.8 * 75};
        assertArrayEquals(expected, line.derivative(CUBES).values(), 1e-4);
    }

    @Test
    void onALineOfNumbersItIsTheGradientItself() {
        Layer net = Laboratory.onTheGrid(DenseNet.plain(3)).normalisation(Normalisation.CENTER).build(RandomStreams.of(1, "net"));
        InputLine line = InputLine.between(point(-2), point(2), 256);
        float[] grid = Laboratory.grid().toArray();
        assertArrayEquals(grid, line.inputs().toArray(), 1e-6f);
        assertArrayEquals(GradientSignal.of(InputGradient.of(net, line.inputs())).values(), line.derivative(net).values());
        // Backwards, all derivatives change sign.
        double[] backwards = InputLine.between(point(2), point(-2), 256).derivative(x -> x.pow(2)).values();
        assertArrayEquals(new double[] {-4, 4}, new double[] {backwards[0], backwards[255]}, 1e-5);
    }

    /** A net of smooth units along a line between two images: the derivative is that of the curve t ↦ f(a + t·(b − a)/‖b − a‖). */
    @Test
    void betweenImagesItIsTheSlopeOfTheOutputAlongTheLine() {
        Layer net = ConvNet.of(Family.PLAIN, 3).inputs(2, 5, 4).filters(4).outputs(1).activation(Activation.TANH)
                .bias(true).build(RandomStreams.of(1, "net"));
        Tensor a = Laboratory.gaussian(1, 1, 2, 5, 4).reshape(2, 5, 4);
        Tensor b = Laboratory.gaussian(2, 1, 2, 5, 4).reshape(2, 5, 4);
        int points = 129;
        InputLine line = InputLine.between(a, b, points);
        assertArrayEquals(new int[] {points, 2, 5, 4}, line.inputs().shape());
        double[] derivative = line.derivative(net).values();
        float[] outputs = net.apply(line.inputs()).toArray();
        int apart = 4; // over fewer points the rounding of the outputs shows
        double largest = Arrays.stream(derivative).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 1e-3, "derivatives up to " + largest);
        for (int i = apart; i < points - apart; i++) {
            double difference = (outputs[i + apart] - outputs[i - apart]) / (2 * apart * line.spacing());
            assertEquals(difference, derivative[i], 0.01 * largest, "point " + i);
        }
    }

    /** What the Javadoc warns of: the same point has another gradient on another line, if the net normalises over the batch. */
    @Test
    void batchStatisticsAreThoseOfTheLine() {
        for (Normalisation normalisation : new Normalisation[] {Normalisation.NONE, Normalisation.BATCH}) {
            Layer net = DenseNet.plain(3).inputs(2).width(50).normalisation(normalisation)
                    .firstLayer(Initializers.normal(1), Initializers.normal(1)).build(RandomStreams.of(1, "net"));
            double whole = InputLine.between(point(0, 0), point(4, 4), 65).derivative(net).values()[16];
            double part = InputLine.between(point(0, 0), point(2, 2), 33).derivative(net).values()[16];
            boolean same = Math.abs(whole - part) < 1e-5 * Math.abs(whole);
            assertEquals(normalisation == Normalisation.NONE, same, normalisation + ": " + whole + " and " + part);
        }
    }

    @Test
    void whatIsNoLineIsRefused() {
        refused("the same point", () -> InputLine.between(point(1, 2), point(1, 2), 5));
        refused("points is 1", () -> InputLine.between(point(1, 2), point(1, 3), 1));
        refused("one sample each", () -> InputLine.between(point(1, 2), point(1, 2, 3), 5));
        refused("one sample each", () -> InputLine.between(Tensor.scalar(1), Tensor.scalar(2), 5));
        refused("one sample each", () -> InputLine.between(Tensor.zeros(0), Tensor.zeros(0), 5));
        refused("finite", () -> InputLine.between(point(1, Float.NaN), point(1, 2), 5));
        refused("finite", () -> InputLine.between(point(1, 2), point(1, Float.POSITIVE_INFINITY), 5));
    }

    @Test
    void aGradientOfAnotherShapeIsRefused() {
        InputLine line = InputLine.between(point(1, 2), point(3, 4), 5);
        refused("shape of the inputs, [5, 2]", () -> line.along(Tensor.zeros(5, 1)));
        assertFalse(line.along(line.inputs()).isConstant());
    }

    @Test
    void theGridHasItsThreeCornersAndItsFourth() {
        InputPlane plane = InputPlane.spanned(point(1, 0, 0), point(1, 2, 0), point(2, 0, 3), 3, 4);
        assertArrayEquals(new int[] {12, 3}, plane.inputs().shape());
        float[] x = plane.inputs().toArray();
        assertArrayEquals(new float[] {1, 0, 0, 1, 1, 0, 1, 2, 0}, Arrays.copyOf(x, 9));
        assertArrayEquals(new float[] {2, 0, 3, 2, 1, 3, 2, 2, 3}, Arrays.copyOfRange(x, 27, 36));
        assertEquals(1, plane.columnSpacing());
        assertEquals(Math.sqrt(10) / 3, plane.rowSpacing(), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void itsRowsAndColumnsAreLines(int index) {
        Tensor origin = point(1, 0, 0);
        Tensor right = point(1, 2, 0);
        Tensor up = point(2, 0, 4);
        InputPlane plane = InputPlane.spanned(origin, right, up, 5, 5);
        Tensor gradient = plane.gradient(CUBES);
        float t = index / 4f;
        InputLine row = InputLine.between(point(1 + t, 0, 4 * t), point(1 + t, 2, 4 * t), 5);
        InputLine column = InputLine.between(point(1, 2 * t, 0), point(2, 2 * t, 4), 5);
        assertArrayEquals(row.derivative(CUBES).values(), plane.alongRow(index, gradient).values(), 1e-5);
        assertArrayEquals(column.derivative(CUBES).values(), plane.alongColumn(index, gradient).values(), 1e-5);
    }

    @Test
    void rowsAndColumnsMayDifferInNumber() {
        InputPlane plane = InputPlane.spanned(point(0, 0), point(2, 0), point(0, 6), 3, 7);
        Tensor gradient = plane.gradient(CUBES);
        assertArrayEquals(new double[] {0, 3, 12}, plane.alongRow(6, gradient).values(), 1e-5);
        assertArrayEquals(new double[] {0, 3, 12, 27, 48, 75, 108}, plane.alongColumn(2, gradient).values(), 1e-4);
    }

    @Test
    void whatIsNoPlaneIsRefused() {
        Tensor origin = point(0, 0);
        refused("one line", () -> InputPlane.spanned(origin, point(1, 2), point(-2, -4), 3, 3));
        refused("origin and right are the same point", () -> InputPlane.spanned(origin, origin, point(0, 1), 3, 3));
        refused("origin and up are the same point", () -> InputPlane.spanned(origin, point(1, 0), origin, 3, 3));
        refused("columns is 1", () -> InputPlane.spanned(origin, point(1, 0), point(0, 1), 1, 3));
        refused("rows is 1", () -> InputPlane.spanned(origin, point(1, 0), point(0, 1), 3, 1));
        InputPlane plane = InputPlane.spanned(origin, point(1, 0), point(0, 1), 3, 4);
        refused("row is 4", () -> plane.alongRow(4, plane.inputs()));
        refused("column is -1", () -> plane.alongColumn(-1, plane.inputs()));
        refused("[12, 2]", () -> plane.alongRow(0, Tensor.zeros(3, 2)));
    }

    private static void refused(String what, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(what), message);
    }
}
