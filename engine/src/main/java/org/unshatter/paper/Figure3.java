package org.unshatter.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.unshatter.diagnostics.ActivationPattern;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.nn.Layer;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Series;
import org.unshatter.report.Table;
import org.unshatter.theory.Coactivation;

/** Figure 3 of the paper: how often units are on, and how often for two inputs at once, by depth. */
final class Figure3 {

    static final int WIDTH = 100;
    /** A layer does not depend on those behind it, so that one net of this depth shows all depths up to it. */
    static final int DEPTH = 50;

    static final List<ToyNet> NETS =
            List.of(ToyNet.PLAIN, ToyNet.PLAIN_BATCH_NORM, ToyNet.RESIDUAL, ToyNet.RESIDUAL_SMALL);

    private static final int[] TABLE_LAYERS = {1, 2, 5, 10, 25, 50};

    /** Colours of what is not measured, apart from those of the nets. */
    private static final int WIDE_COLOUR = NETS.size();
    private static final int ASSUMED_COLOUR = NETS.size() + 2;

    private final int runs;
    private final List<Lines> lines = new ArrayList<>();

    private Figure3(int runs) {
        this.runs = runs;
    }

    /** Of one kind of net, an estimate for each layer. */
    private record Lines(ToyNet net, List<Estimate> activation, List<Estimate> coactivation) {
    }

    static Figure3 compute(long seed, int runs, Progress progress) {
        double[][][] activation = new double[NETS.size()][DEPTH][runs];
        double[][][] coactivation = new double[NETS.size()][DEPTH][runs];
        progress.begin("Figure 3", NETS.size() * runs);
        draw(seed, "fig3", runs, (_, _) -> false, progress, (net, run, layers) -> {
            for (int layer = 0; layer < DEPTH; layer++) {
                activation[net][layer][run] = layers.get(layer).activation();
                coactivation[net][layer][run] = layers.get(layer).coactivation();
            }
        });
        Figure3 figure = new Figure3(runs);
        for (int n = 0; n < NETS.size(); n++) {
            figure.lines.add(new Lines(NETS.get(n), Arrays.stream(activation[n]).map(Estimate::of).toList(),
                    Arrays.stream(coactivation[n]).map(Estimate::of).toList()));
        }
        progress.end();
        return figure;
    }

    /** Which rasters to keep; layers count from 1. */
    @FunctionalInterface
    interface RasterChoice {
        boolean keep(int run, int layer);
    }

    /** What is done with the patterns of one random net, by layer; called from several threads. */
    @FunctionalInterface
    interface Use {
        void of(int net, int run, List<ActivationPattern> layers);
    }

    /** Draws random nets of all kinds and shows their patterns on the grid. */
    static void draw(long seed, String label, int runs, RasterChoice rasters, Progress progress, Use use) {
        Workers.run(NETS.size() * runs, step -> {
            int n = step / runs;
            int run = step % runs;
            Layer net = NETS.get(n).build(DEPTH, WIDTH, RandomStreams.of(seed, label + " " + NETS.get(n).label() + " run " + run));
            use.of(n, run, ActivationPattern.of(net, ToyNet.grid(), layer -> rasters.keep(run, layer)));
            progress.step();
        });
    }

    /** Co-activation of the plain net at infinite width, by layer: mean over all pairs of grid points. */
    private static double[] infinitelyWide() {
        float[] grid = ToyNet.grid().toArray();
        double[] mean = new double[DEPTH];
        int pairs = grid.length * (grid.length - 1) / 2;
        for (int i = 0; i < grid.length; i++) {
            for (int j = 0; j < i; j++) {
                double x = grid[i];
                double y = grid[j];
                // The first layer sees (x, 1): weight and bias are both N(0, 1).
                double cosine = (1 + x * y) / Math.sqrt((1 + x * x) * (1 + y * y));
                double[] layers = Coactivation.plain(Math.clamp(cosine, -1, 1), DEPTH);
                for (int layer = 0; layer < DEPTH; layer++) {
                    mean[layer] += layers[layer] / pairs;
                }
            }
        }
        return mean;
    }

    Figure figure() {
        double[] half = new double[DEPTH];
        Arrays.fill(half, 0.5);
        List<Panel> panels = List.of(
                panel("(a) Activation", "fraction of inputs", lines.stream().map(Lines::activation).toList(), half, 0.5, new Range(0.4, 0.6)),
                panel("(b) Co-activation", "fraction of pairs of inputs", lines.stream().map(Lines::coactivation).toList(), infinitelyWide(), 0.25,
                        new Range(0.2, 0.6)));
        return new Figure("fig3", "Figure 3. How often units are on, by depth", String.format(Locale.ROOT, """
                Activation: the fraction of inputs that a unit is on for. Co-activation: the fraction of pairs of different inputs that it is on \
                for both of. With batch norm units are on for half of the inputs and a quarter of the pairs at every depth, which is what the \
                theorems assume. Without it they are on for half of the inputs as well, but for ever more of the pairs, as the arc-cosine kernel \
                says for infinitely wide nets: a unit comes to be on for all inputs or for none. Means over %d random nets of %d layers of %d units, \
                of the units of each layer; bands show one standard error over the nets. Options: 256 points of [−2, 2]; He weights; first layer w, b ~ N(0, 1).""",
                runs, DEPTH, WIDTH), 2, panels);
    }

    private Panel panel(String title, String yLabel, List<List<Estimate>> estimates, double[] wide, double assumed, Range range) {
        List<Series> series = new ArrayList<>();
        for (List<Estimate> byLayer : estimates) {
            series.add(Series.counted(lines.get(series.size()).net().label(), 1, Estimates.means(byLayer), Mark.LINE)
                    .withError(Estimates.errors(byLayer)));
        }
        series.add(Series.counted("plain, infinitely wide", 1, wide, Mark.DASHED).withColour(WIDE_COLOUR));
        series.add(new Series("assumed by the theorems", new double[] {1, DEPTH}, new double[] {assumed, assumed}, Mark.DASHED)
                .withColour(ASSUMED_COLOUR));
        return new LinePanel(title, "layer", yLabel, series, new Range(1, DEPTH), range);
    }

    Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Lines line : lines) {
            for (int layer : TABLE_LAYERS) {
                rows.add(List.of(line.net().label(), Integer.toString(layer), line.activation().get(layer - 1).text(3),
                        line.coactivation().get(layer - 1).text(3)));
            }
        }
        return new Table("fig3-table", "Figure 3 in numbers", "At some of the layers, with one standard error.",
                List.of("net", "layer", "activation", "co-activation"), rows);
    }

    SequencedMap<String, Object> results() {
        List<Object> series = new ArrayList<>();
        for (Lines line : lines) {
            SequencedMap<String, Object> map = line.net().describe();
            map.put("depth", DEPTH);
            map.put("runs", runs);
            Estimates.put(map, "activeShare", line.activation());
            Estimates.put(map, "coactiveShare", line.coactivation());
            series.add(map);
        }
        SequencedMap<String, Object> figure = new LinkedHashMap<>();
        figure.put("width", WIDTH);
        figure.put("series", series);
        figure.put("plainInfiniteWidth", infinitelyWide());
        return figure;
    }
}
