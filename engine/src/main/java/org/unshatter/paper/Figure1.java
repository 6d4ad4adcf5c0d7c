package org.unshatter.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.Noise;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.report.Figure;
import org.unshatter.report.HeatPanel;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;

/** Figure 1 of the paper: the gradient along the grid, one draw of each net and of two noises, and its covariance. */
final class Figure1 {

    /** Covariances above this many σ² are drawn as this: a random walk has a few large values at its ends. */
    private static final double BRIGHTEST = 3;

    /** The 1-layer net is not centred: centring on a symmetric grid cancels the first layer's bias, and all kinks would meet in 0. */
    private static final List<Column> COLUMNS = List.of(
            Column.of("1-layer plain", ToyNet.PLAIN, 1),
            Column.of("24-layer plain, mean-centred", ToyNet.PLAIN_CENTRED, 24),
            Column.of("50-layer residual, BN, β = 0.1", ToyNet.RESIDUAL_SMALL, 50),
            Column.of("Brown noise", Noise::brown),
            Column.of("White noise", Noise::white),
            Column.of("50-layer CReLU looks-linear", ToyNet.LOOKS_LINEAR, 50));

    private final GradientSignal[] signals = new GradientSignal[COLUMNS.size()];

    private Figure1() {
    }

    /** @param net null for a noise */
    private record Column(String title, ToyNet net, int depth, Function<RandomGenerator, GradientSignal> draw) {

        @FunctionalInterface
        interface NoiseSource {
            double[] draw(int n, RandomGenerator random);
        }

        static Column of(String title, ToyNet net, int depth) {
            return new Column(title, net, depth, random -> net.gradient(depth, random));
        }

        static Column of(String title, NoiseSource noise) {
            return new Column(title, null, 0, random -> GradientSignal.of(noise.draw(ToyNet.GRID_POINTS, random)));
        }
    }

    static Figure1 compute(long seed, Progress progress) {
        Figure1 figure = new Figure1();
        progress.begin("Figure 1", COLUMNS.size());
        Workers.run(COLUMNS.size(), i -> {
            Column column = COLUMNS.get(i);
            figure.signals[i] = column.draw().apply(RandomStreams.of(seed, "fig1 " + column.title()));
            progress.step();
        });
        progress.end();
        return figure;
    }

    Figure figure() {
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < signals.length; i++) {
            panels.add(new LinePanel(COLUMNS.get(i).title(), "grid point", i == 0 ? "gradient" : "",
                    List.of(Series.counted("gradient", 1, signals[i].values(), Mark.LINE)),
                    null, null, Scale.INDEX, Scale.LINEAR));
        }
        for (int i = 0; i < signals.length; i++) {
            panels.add(new HeatPanel("", "grid point", i == 0 ? "grid point" : "", ToyNet.GRID_POINTS, ToyNet.GRID_POINTS,
                    signals[i].covariancePicture(), 0, BRIGHTEST, "|covariance| / σ²"));
        }
        return new Figure("fig1", "Figure 1. Gradients along a line of inputs", """
                Curves: the gradient of one random net's output by its input, at 256 points of [−2, 2]. Pictures: the absolute covariance \
                |(g − ḡ)(g − ḡ)ᵀ| of that gradient, divided by its variance σ². The gradient of the 1-layer net wanders like brown noise; \
                that of the 24-layer plain net jumps like white noise: it has shattered. Skip connections keep the 50-layer residual net \
                near the brown end. The 50-layer CReLU net with looks-linear initialisation has the same gradient everywhere, so its \
                covariance is zero. Options: width 200; He weights; first layer w, b ~ N(0, 1); batch statistics constant in the derivative; \
                one draw each.""", COLUMNS.size(), panels);
    }

    SequencedMap<String, Object> results() {
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < signals.length; i++) {
            Column column = COLUMNS.get(i);
            SequencedMap<String, Object> map = new LinkedHashMap<>();
            map.put("title", column.title());
            if (column.net() != null) {
                map.putAll(column.net().describe());
                map.put("depth", column.depth());
            }
            map.put("constant", signals[i].isConstant());
            map.put("gradientNorm", signals[i].rootMeanSquare());
            map.put("gradient", signals[i].values());
            columns.add(map);
        }
        SequencedMap<String, Object> figure = new LinkedHashMap<>();
        figure.put("columns", columns);
        return figure;
    }
}
