package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;
import org.unshatter.tests.autodiff.OperationCase.Reference;

/**
 * Operations on images, and operations on any tensor where it lies in their layout: batches that leave lanes of it idle, fill it, or begin another block.
 * Variants "of images" have their first input brought to that layout; the others get it row-major.
 */
final class ImageOperations {

    private static final int[][] IMAGES = {{1, 3, 4, 3}, {5, 2, 3, 2}, {16, 2, 2, 3}, {17, 3, 2, 1}, {33, 1, 2, 2}};
    private static final double EPSILON = 0.01;

    private final List<OperationCase> cases = new ArrayList<>();

    private ImageOperations() {
        convolutions();
        poolings();
        normalisations();
        rectifiers();
        arithmetic();
        shapes();
    }

    static List<OperationCase> cases() {
        // no two pixels alike where the larger one decides
        return new ImageOperations().cases.stream().map(c -> c.method().startsWith("maxPool(") ? c.drawn(Data::distinct) : c).toList();
    }

    private void convolutions() {
        for (int batch : new int[] {1, 5, 16, 17, 33}) {
            convolution(new int[] {batch, 3, 4, 3}, 2, Window.of(3).padding(1), 1);
        }
        int[] s = {5, 4, 6, 5};
        convolution(s, 3, Window.of(1), 1);
        convolution(s, 3, Window.of(1).stride(2), 1);
        convolution(s, 3, Window.of(3), 1);
        convolution(s, 3, Window.of(3).stride(2).padding(1), 1);
        convolution(s, 3, Window.of(3).padding(2).dilation(2), 1);
        convolution(s, 3, Window.of(2).stride(2).dilation(2), 1);
        convolution(s, 3, new Window(5, 3, 1, 1, 0, 0, 0, 0, 1, 1), 1);
        convolution(s, 3, new Window(5, 3, 2, 1, 2, 1, 0, 2, 1, 1), 1);
        convolution(s, 6, Window.of(3).padding(1), 2);
        convolution(s, 4, Window.of(1), 2);
        convolution(s, 4, Window.of(3).padding(1), 4);
        convolution(s, 8, Window.of(3).stride(2).padding(1), 4);
        convolution(new int[] {17, 4, 3, 3}, 4, Window.of(3).padding(1), 4);
        convolution(new int[] {1, 1, 1, 1}, 1, Window.of(1), 1);
    }

    private void convolution(int[] s, int filters, Window window, int groups) {
        int[] weights = {filters, s[1] / groups, window.height(), window.width()};
        Function<double[][], double[]> reference = x -> ImageReferences.conv2d(s, filters, window, groups, x[0], x[1], x.length > 2 ? x[2] : null);
        Function<double[][], double[]> magnitude = x -> reference.apply(Arrays.stream(x).map(Data::abs).toArray(double[][]::new));
        String variant = window + ", groups " + groups;
        add("conv2d(Tensor, Tensor, Window, int)", variant, t -> t[0].conv2d(t[1], null, window, groups), reference, magnitude, s, weights);
        add("conv2d(Tensor, Tensor, Window, int)", variant, t -> t[0].conv2d(t[1], t[2], window, groups), reference, magnitude, s, weights, new int[] {filters});
        add("conv2d(Tensor, Tensor, Window, int)", variant + ", of images", t -> t[0].images().conv2d(t[1], t[2], window, groups), reference, magnitude,
                s, weights, new int[] {filters});
    }

    private void poolings() {
        Window[] windows = {Window.of(1).stride(2), Window.of(2), Window.of(2).stride(2).padding(1), new Window(2, 1, 1, 1, 1, 0, 0, 0, 1, 1)};
        for (int[] s : new int[][] {{1, 3, 4, 3}, {5, 2, 3, 5}, {16, 2, 2, 3}, {17, 1, 3, 3}, {33, 1, 2, 2}}) {
            for (Window window : windows) {
                addEither("maxPool(Window)", window.toString(), x -> x.maxPool(window), x -> ImageReferences.maxPool(s, window, x), null, s);
                for (boolean border : new boolean[] {false, true}) {
                    addEither("averagePool(Window, boolean)", window + ", border " + border, x -> x.averagePool(window, border),
                            x -> ImageReferences.averagePool(s, window, border, x),
                            x -> ImageReferences.averagePool(s, window, border, Data.abs(x)), s);
                }
            }
            Window all = new Window(s[2], s[3], 1, 1, 0, 0, 0, 0, 1, 1);
            addEither("globalAveragePool()", "", x -> x.globalAveragePool(), x -> ImageReferences.averagePool(s, all, false, x),
                    x -> ImageReferences.averagePool(s, all, false, Data.abs(x)), s);
        }
        int[] s = {5, 2, 5, 5};
        Window dilated = Window.of(2).dilation(2).padding(1);
        addEither("maxPool(Window)", dilated.toString(), x -> x.maxPool(dilated), x -> ImageReferences.maxPool(s, dilated, x), null, s);
    }

    private void normalisations() {
        for (int[] s : IMAGES) {
            int[] features = {s[1]};
            for (Statistics mode : Statistics.values()) {
                int at = mode == Statistics.CONSTANT ? 0 : 1;
                norm("center(Statistics)", mode.toString(), t -> t[0].center(mode), (f, x) -> ImageReferences.center(s, new double[][] {f[0], x[0]}[at], x[0]),
                        x -> ImageReferences.batchNormMagnitude(s, ones(s[1]), x[0]), s);
                Reference plain = (f, x) -> ImageReferences.batchNorm(s, EPSILON, new double[][] {f[0], x[0]}[at], x[0]);
                Function<double[][], double[]> magnitude = x -> ImageReferences.batchNormMagnitude(s, ImageReferences.channelScales(s, EPSILON, x[0]), x[0]);
                norm("batchNorm(double, Statistics)", mode.toString(), t -> t[0].batchNorm(EPSILON, mode), plain, magnitude, s);
                norm("batchNorm(Tensor, Tensor, double, Statistics)", mode.toString(), t -> t[0].batchNorm(t[1], t[2], EPSILON, mode),
                        affine(s, plain), affineMagnitude(s, magnitude), s, features, features);
            }
            Reference plain = (f, x) -> ImageReferences.layerNorm(s, EPSILON, x[0]);
            Function<double[][], double[]> magnitude = x -> ImageReferences.layerNormMagnitude(s, ImageReferences.imageScales(s, EPSILON, x[0]), x[0]);
            norm("layerNorm(double)", "", t -> t[0].layerNorm(EPSILON), plain, magnitude, s);
            norm("layerNorm(Tensor, Tensor, double)", "", t -> t[0].layerNorm(t[1], t[2], EPSILON), affine(s, plain), affineMagnitude(s, magnitude),
                    s, features, features);
        }
    }

    private static Reference affine(int[] s, Reference plain) {
        return (f, x) -> ImageReferences.affine(s, plain.apply(f, x), x[1], x[2]);
    }

    private static Function<double[][], double[]> affineMagnitude(int[] s, Function<double[][], double[]> plain) {
        return x -> ImageReferences.affine(s, plain.apply(x), Data.abs(x[1]), Data.abs(x[2]));
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Row-major, and in images. */
    private void norm(String method, String variant, Function<Tensor[], Tensor> operation, Reference reference, Function<double[][], double[]> magnitude,
                      int[]... shapes) {
        cases.add(new OperationCase(method, variant, false, shapes, operation, reference, magnitude));
        cases.add(new OperationCase(method, variant + " of images", false, shapes, t -> operation.apply(firstInImages(t)), reference, magnitude));
    }

    private void rectifiers() {
        for (int[] s : IMAGES) {
            addInImages("relu()", "", t -> t[0].relu(), x -> ImageReferences.map(x[0], e -> Math.max(e, 0)), null, s);
            addInImages("crelu()", "", t -> t[0].crelu(), x -> ImageReferences.crelu(s, x[0]), null, s);
            add("crelu()", "", t -> t[0].crelu(), x -> ImageReferences.crelu(s, x[0]), null, s);
            Function<double[][], double[]> slopes = x -> ImageReferences.byChannel(s, x[0], x[1].length == 1 ? spread(s[1], x[1]) : x[1], (e, a) -> e > 0 ? e : a * e);
            add("prelu(Tensor)", "", t -> t[0].prelu(t[1]), slopes, x -> Data.abs(x[0]), s, new int[] {s[1]});
            addInImages("prelu(Tensor)", "", t -> t[0].prelu(t[1]), slopes, x -> Data.abs(x[0]), s, new int[] {s[1]});
            addInImages("prelu(Tensor)", "one slope", t -> t[0].prelu(t[1]), slopes, x -> Data.abs(x[0]), s, new int[] {1});
        }
    }

    private static double[] spread(int length, double[] single) {
        double[] all = ones(length);
        Arrays.fill(all, single[0]);
        return all;
    }

    private void arithmetic() {
        for (int[] s : IMAGES) {
            for (String with : new String[] {"with images", "with row-major"}) {
                UnaryOperator<Tensor> other = with.endsWith("images") ? Tensor::images : y -> y;
                Function<double[][], double[]> terms = x -> References.combine(1, Data.abs(x[0]), 1, Data.abs(x[1]));
                addInImages("add(Tensor)", with, t -> t[0].add(other.apply(t[1])), x -> References.combine(1, x[0], 1, x[1]), terms, s, s);
                addInImages("multiply(Tensor)", with, t -> other.apply(t[1]).multiply(t[0]), x -> product(x[0], x[1]), x -> Data.abs(product(x[0], x[1])), s, s);
            }
            int[] planes = {s[1], 1, 1};
            addInImages("add(Tensor)", "with one for each channel", t -> t[0].add(t[1]), x -> ImageReferences.byChannel(s, x[0], x[1], Double::sum),
                    x -> ImageReferences.byChannel(s, Data.abs(x[0]), Data.abs(x[1]), Double::sum), s, planes);
            addInImages("multiply(Tensor)", "with a single number", t -> t[0].multiply(t[1]), x -> References.scale(x[1][0], x[0]),
                    x -> Data.abs(References.scale(x[1][0], x[0])), s, new int[] {});
            addInImages("sum()", "", t -> t[0].sum(), x -> References.sum(x[0]), x -> References.sum(Data.abs(x[0])), s);
        }
    }

    private static double[] product(double[] x, double[] y) {
        double[] z = new double[x.length];
        for (int e = 0; e < z.length; e++) {
            z[e] = x[e] * y[e];
        }
        return z;
    }

    private void shapes() {
        for (int[] s : IMAGES) {
            add("images()", "", t -> t[0].images(), x -> x[0], null, s);
            add("rowMajor()", "", t -> t[0].rowMajor(), x -> x[0], null, s);
            addInImages("rowMajor()", "", t -> t[0].rowMajor(), x -> x[0], null, s);
            addInImages("reshape(int[])", "", t -> t[0].reshape(s[0], -1), x -> x[0], null, s);
        }
        int[] s = {17, 4, 3, 2};
        for (int axis = 0; axis < 4; axis++) {
            int along = axis;
            int n = s[axis];
            int[] longer = s.clone();
            longer[axis] = n + 1;
            addInImages("slice(int, int, int)", "axis " + axis, t -> t[0].slice(along, n / 2, n), x -> References.slice(s, along, n / 2, n, x[0]), null, s);
            addInImages("pad(int, int, int)", "axis " + axis, t -> t[0].pad(along, 2, 1), x -> ImageReferences.pad(s, along, 2, 1, x[0]), null, s);
            Function<double[][], double[]> joined = x -> References.concatenate(along, new int[][] {s, longer}, x);
            addInImages("concatenate(int, Tensor[])", "axis " + axis + ", with row-major", t -> Tensor.concatenate(along, t[0], t[1]), joined, null, s, longer);
            addInImages("concatenate(int, Tensor[])", "axis " + axis + ", with images", t -> Tensor.concatenate(along, t[0], t[1].images()), joined, null,
                    s, longer);
        }
    }

    /** Row-major, and in images. */
    private void addEither(String method, String variant, UnaryOperator<Tensor> operation, UnaryOperator<double[]> reference,
                           UnaryOperator<double[]> magnitude, int[] shape) {
        Function<double[][], double[]> terms = magnitude == null ? null : x -> magnitude.apply(x[0]);
        add(method, variant, t -> operation.apply(t[0]), x -> reference.apply(x[0]), terms, shape);
        addInImages(method, variant, t -> operation.apply(t[0]), x -> reference.apply(x[0]), terms, shape);
    }

    private void addInImages(String method, String variant, Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference,
                             Function<double[][], double[]> magnitude, int[]... shapes) {
        add(method, (variant + " of images").strip(), t -> operation.apply(firstInImages(t)), reference, magnitude, shapes);
    }

    private static Tensor[] firstInImages(Tensor... t) {
        Tensor[] changed = t.clone();
        changed[0] = t[0].images();
        return changed;
    }

    /** @param magnitude null where nothing is rounded */
    private void add(String method, String variant, Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference,
                     Function<double[][], double[]> magnitude, int[]... shapes) {
        Reference atAnyPoint = (at, x) -> reference.apply(x);
        cases.add(new OperationCase(method, variant, false, shapes, operation, atAnyPoint,
                magnitude == null ? x -> new double[reference.apply(x).length] : magnitude));
    }
}
