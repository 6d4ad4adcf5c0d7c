package org.unshatter.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.SampleImages;
import org.unshatter.diagnostics.EffectiveRank;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.KMeans;
import org.unshatter.report.Figure;
import org.unshatter.report.HeatPanel;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/**
 * Figure 5 of the paper: the gradients of convolutional nets by the images of a batch. Covariances of 256 images; effective rank and mean over deviation by depth.
 *
 * <p>Plain nets of depth L have L convolutions, residual ones a first convolution and L/2 branches of two. All layers are alike, 16 filters at full resolution;
 * nets with stages and padded shortcuts are a finding of their own.
 */
final class Figure5 {

    private static final List<Integer> DEPTHS = List.of(2, 4, 10, 24, 50);
    /** Nets with four stages have at least as many layers. */
    private static final List<Integer> STAGED_DEPTHS = List.of(4, 10, 24, 50);
    /** Of a minibatch. */
    static final int IMAGES = 256;
    private static final int QUICK_IMAGES = 64;
    private static final int GROUPS = 10;
    private static final int SHALLOW = DEPTHS.getFirst();
    private static final int DEEP = DEPTHS.getLast();

    /** Covariances above this many σ² are drawn as this. */
    private static final double BRIGHTEST = 1;

    private static final Net PLAIN = new Net("plain, BN", L -> "conv-plain,depth=" + (L + 1) + ",norm=batch", L -> Math.clamp(60 / L, 4, 10));
    private static final Net RESIDUAL = new Net("residual, BN, β = 0.1", L -> "conv-residual,depth=" + (L + 2) + ",norm=batch,beta=0.1", L -> 2);
    private static final List<Net> ALIKE = List.of(PLAIN, RESIDUAL,
            new Net("residual, BN, β = 1", L -> "conv-residual,depth=" + (L + 2) + ",norm=batch", L -> 2),
            new Net("plain, no BN", L -> "conv-plain,depth=" + (L + 1), L -> 2));
    private static final List<Net> STAGED = List.of(
            new Net("plain, BN", L -> "thin-plain,depth=" + (L + 2) + ",norm=batch", L -> 2),
            new Net("residual, padded", L -> "thin-residual,depth=" + (L + 2) + ",norm=batch,beta=0.1", L -> 2),
            new Net("residual, projected", L -> "thin-residual,depth=" + (L + 2) + ",norm=batch,beta=0.1,shortcut=projected", L -> 2));

    private final SampleImages images;
    private final int count;
    private final SequencedMap<Net, SequencedMap<Integer, ImageGradients>> alike = new LinkedHashMap<>();
    private final SequencedMap<Net, SequencedMap<Integer, ImageGradients>> staged = new LinkedHashMap<>();
    private final List<Picture> pictures = new ArrayList<>();
    private final Estimate ofImages;

    /** @param draws for a depth: the ranks of deep plain nets differ from draw to draw, those of residual nets hardly do */
    private record Net(String label, IntFunction<String> architecture, IntUnaryOperator draws) {

        int draws(int depth, boolean quick) {
            return quick ? 1 : draws.applyAsInt(depth);
        }
    }

    private record Picture(String title, String architecture, int[] order, float[] covariance) {
    }

    private Figure5(SampleImages images, int count, Estimate ofImages) {
        this.images = images;
        this.count = count;
        this.ofImages = ofImages;
    }

    static Figure5 compute(long seed, boolean quick, SampleImages images, Progress progress) {
        int count = quick ? QUICK_IMAGES : IMAGES;
        Tensor inputs = images.batch(count);
        Figure5 figure = new Figure5(images, count, EffectiveRank.of(GradientMatrix.of(inputs), seed).relative().orElseThrow());
        progress.begin("Figure 5", steps(ALIKE, DEPTHS, quick) + steps(STAGED, STAGED_DEPTHS, quick));
        figure.pictures(PLAIN, inputs, seed);
        figure.pictures(RESIDUAL, inputs, seed);
        measure(ALIKE, DEPTHS, figure.alike, inputs, seed, quick, progress);
        measure(STAGED, STAGED_DEPTHS, figure.staged, inputs, seed, quick, progress);
        progress.end();
        return figure;
    }

    private static int steps(List<Net> nets, List<Integer> depths, boolean quick) {
        return nets.stream().mapToInt(net -> depths.stream().mapToInt(depth -> net.draws(depth, quick)).sum()).sum();
    }

    private static void measure(List<Net> nets, List<Integer> depths, SequencedMap<Net, SequencedMap<Integer, ImageGradients>> into,
                                Tensor inputs, long seed, boolean quick, Progress progress) {
        for (Net net : nets) {
            SequencedMap<Integer, ImageGradients> byDepth = new LinkedHashMap<>();
            for (int depth : depths) {
                byDepth.put(depth, ImageGradients.measure(net.architecture.apply(depth), inputs, seed, net.draws(depth, quick), progress));
            }
            into.put(net, byDepth);
        }
    }

    /** Of the shallowest and the deepest net, in the order of groups of images whose gradients in the shallowest are alike. */
    private void pictures(Net net, Tensor inputs, long seed) {
        GradientMatrix shallow = gradients(net, SHALLOW, inputs, seed);
        int[] order = KMeans.of(shallow.toArray(), GROUPS, 3, RandomStreams.of(seed, "fig5 groups " + net.label)).order();
        pictures.add(picture(net, SHALLOW, shallow, order));
        pictures.add(picture(net, DEEP, gradients(net, DEEP, inputs, seed), order));
    }

    private static GradientMatrix gradients(Net net, int depth, Tensor inputs, long seed) {
        return new ImageGradients.Draws(net.architecture.apply(depth), seed).of(0, inputs);
    }

    private static Picture picture(Net net, int depth, GradientMatrix gradients, int... order) {
        return new Picture(net.label + ", L = " + depth, net.architecture.apply(depth), order, gradients.covariancePicture(order));
    }

    Figure figure() {
        List<Panel> panels = new ArrayList<>();
        for (Picture picture : pictures) {
            panels.add(new HeatPanel(picture.title, "image", panels.isEmpty() ? "image" : "", count, count, picture.covariance, 0, BRIGHTEST, "|covariance| / σ²"));
        }
        Range unit = new Range(0, 1);
        panels.add(panel("(c) Relative effective rank", alike, ImageGradients::rank, unit, Scale.LINEAR));
        panels.add(panel("(d) Mean over deviation", alike, ImageGradients::ratio, null, Scale.LOG));
        panels.add(panel("(e) Rank in nets with stages", staged, ImageGradients::rank, unit, Scale.LINEAR));
        panels.add(panel("(f) Norm of the gradient", alike, ImageGradients::norm, null, Scale.LOG));
        return new Figure("fig5", "Figure 5. Gradients of convolutional nets by images", String.format(Locale.ROOT, """
                Pictures (a, b): how the gradients by %d %s vary together, |⟨gᵢ, gⱼ⟩| by the mean of ‖g‖². The images are ordered by k-means on the gradients \
                of the shallow net, one order for each kind of net. In the deep plain net the gradients of different images have nothing in common; the residual net \
                keeps their structure. (c) Effective rank tr(GGᵀ)/‖G‖² by that of white noise of the same shape: 1 means shattered; the images themselves have %.3f. \
                (d) Norm of the mean gradient by the deviation over the batch: what a minibatch agrees on. Independent gradients would have %.3f. (e) The same rank in thin \
                nets with stages, β = 0.1: where the shortcut pads with zeros, the new channels carry branches alone, which the next batch norm brings to full size, so that β \
                no longer counts. (f) Size is another matter than correlation. %s Options: 16 filters, all layers alike; \
                He weights; batch norm with statistics constant in the derivative; one skip over two convolutions; gradient of one fixed random \
                combination of the last feature map, normalised and rectified; not centred.""", count, images.label(), ofImages.mean(), 1 / Math.sqrt(count),
                count == QUICK_IMAGES ? "One draw each." : "Means over draws; bands show one standard error."),
                4, panels);
    }

    private static LinePanel panel(String title, SequencedMap<Net, SequencedMap<Integer, ImageGradients>> nets, Function<ImageGradients, Estimate> value, Range range, Scale scale) {
        List<Series> series = new ArrayList<>();
        nets.forEach((net, byDepth) -> series.add(series(net.label, byDepth, value)));
        return new LinePanel(title, "depth L", "", series, null, range, Scale.LOG, scale);
    }

    /** Depths at which something could be measured; a band where there are several draws. */
    private static Series series(String label, SequencedMap<Integer, ImageGradients> byDepth, Function<ImageGradients, Estimate> value) {
        List<Integer> depths = byDepth.keySet().stream().filter(depth -> byDepth.get(depth).measurable()).toList();
        List<Estimate> estimates = depths.stream().map(depth -> value.apply(byDepth.get(depth))).toList();
        double[] x = depths.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] y = estimates.stream().mapToDouble(Estimate::mean).toArray();
        Series line = new Series(label, x, y, Mark.LINE_WITH_DOTS);
        boolean single = estimates.stream().anyMatch(estimate -> estimate.draws() == 1);
        return single ? line : line.withError(estimates.stream().mapToDouble(Estimate::stdErr).toArray());
    }

    Table table() {
        List<List<String>> rows = new ArrayList<>();
        rows(alike, "", rows);
        rows(staged, "with stages: ", rows);
        return new Table("fig5-table", "Figure 5 in numbers", "Inputs: " + images.label() + ". A gradient that has collapsed or exploded has no rank, and is not drawn.",
                List.of("net", "L", "relative effective rank", "mean over deviation", "gradient norm"), rows);
    }

    private static void rows(SequencedMap<Net, SequencedMap<Integer, ImageGradients>> nets, String prefix, List<List<String>> rows) {
        nets.forEach((net, byDepth) -> byDepth.forEach((depth, gradients) -> {
            List<String> row = new ArrayList<>(List.of(prefix + net.label, Integer.toString(depth)));
            row.addAll(gradients.cells());
            rows.add(row);
        }));
    }

    SequencedMap<String, Object> results() {
        SequencedMap<String, Object> figure = new LinkedHashMap<>();
        figure.put("images", images.name());
        figure.put("count", count);
        figure.put("imagesRelativeEffectiveRank", ofImages.mean());
        figure.put("nets", results(alike));
        figure.put("staged", results(staged));
        List<Object> covariances = new ArrayList<>();
        for (Picture picture : pictures) {
            SequencedMap<String, Object> map = new LinkedHashMap<>();
            map.put("title", picture.title);
            map.put("architecture", picture.architecture);
            map.put("order", picture.order);
            map.put("covariance", lowerTriangle(picture.covariance));
            covariances.add(map);
        }
        figure.put("pictures", covariances);
        return figure;
    }

    private static List<Object> results(SequencedMap<Net, SequencedMap<Integer, ImageGradients>> nets) {
        List<Object> list = new ArrayList<>();
        nets.forEach((net, byDepth) -> byDepth.forEach((depth, gradients) -> {
            SequencedMap<String, Object> map = new LinkedHashMap<>();
            map.put("label", net.label);
            map.put("depth", depth);
            map.putAll(gradients.results());
            list.add(map);
        }));
        return list;
    }

    /** Row by row to the diagonal. */
    private float[] lowerTriangle(float... picture) {
        float[] lower = new float[count * (count + 1) / 2];
        for (int i = 0, to = 0; i < count; i++) {
            System.arraycopy(picture, i * count, lower, to, i + 1);
            to += i + 1;
        }
        return lower;
    }
}
