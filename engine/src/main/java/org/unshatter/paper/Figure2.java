package org.unshatter.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.Noise;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/** Figure 2 of the paper: autocorrelation of the gradient by depth. */
final class Figure2 {

    private static final int[] DEPTHS = {2, 4, 10, 24, 50};

    private static final List<ToyNet> NETS = List.of(ToyNet.PLAIN, ToyNet.PLAIN_CENTRED, ToyNet.PLAIN_BATCH_NORM,
            ToyNet.RESIDUAL, ToyNet.RESIDUAL_SMALL, ToyNet.HIGHWAY, ToyNet.LOOKS_LINEAR);

    /** Colours of the noises, apart from those of the five depths. */
    private static final int WHITE_COLOUR = DEPTHS.length;
    private static final int BROWN_COLOUR = DEPTHS.length + 1;

    private final int runs;
    private final Curve[][] curves = new Curve[NETS.size()][DEPTHS.length];
    private Curve white;
    private Curve brown;

    private Figure2(int runs) {
        this.runs = runs;
    }

    static Figure2 compute(long seed, int runs, Progress progress) {
        Figure2 figure = new Figure2(runs);
        Curve.Draw[][][] draws = new Curve.Draw[NETS.size()][DEPTHS.length][runs];
        int steps = NETS.size() * DEPTHS.length * runs;
        progress.begin("Figure 2", steps);
        // Deepest nets first: then no thread is left alone with a long one at the end.
        Workers.run(steps, step -> {
            int d = DEPTHS.length - 1 - step / (NETS.size() * runs);
            int n = step / runs % NETS.size();
            int run = step % runs;
            String label = "fig2 " + NETS.get(n).label() + " depth " + DEPTHS[d] + " run " + run;
            draws[n][d][run] = Curve.Draw.of(NETS.get(n).gradient(DEPTHS[d], RandomStreams.of(seed, label)));
            progress.step();
        });
        for (int n = 0; n < NETS.size(); n++) {
            for (int d = 0; d < DEPTHS.length; d++) {
                figure.curves[n][d] = Curve.of(draws[n][d]);
            }
        }
        Curve.Draw[] whites = new Curve.Draw[runs];
        Curve.Draw[] browns = new Curve.Draw[runs];
        for (int run = 0; run < runs; run++) {
            whites[run] = Curve.Draw.of(GradientSignal.of(
                    Noise.white(ToyNet.GRID_POINTS, RandomStreams.of(seed, "fig2 white run " + run))));
            browns[run] = Curve.Draw.of(GradientSignal.of(
                    Noise.brown(ToyNet.GRID_POINTS, RandomStreams.of(seed, "fig2 brown run " + run))));
        }
        figure.white = Curve.of(whites);
        figure.brown = Curve.of(browns);
        progress.end();
        return figure;
    }

    Figure figure() {
        Curve[] looksLinear = curves[NETS.indexOf(ToyNet.LOOKS_LINEAR)];
        boolean constant = Arrays.stream(looksLinear).allMatch(Curve::isConstant);
        List<Series> noises = List.of(
                white.series("white noise").withColour(WHITE_COLOUR),
                brown.series("brown noise").withColour(BROWN_COLOUR),
                looksLinear[DEPTHS.length - 1]
                        .series(constant ? "looks-linear, all depths: constant, no ACF" : "looks-linear, L = 50")
                        .withColour(BROWN_COLOUR + 1));
        List<Panel> panels = List.of(
                panel("(a) Plain, mean-centred", depths(ToyNet.PLAIN_CENTRED)),
                panel("(b) Residual, BN, β = 1", depths(ToyNet.RESIDUAL)),
                panel("(c) Residual, BN, β = 0.1", depths(ToyNet.RESIDUAL_SMALL)),
                panel("(d) White and brown noise", noises));
        return new Figure("fig2", "Figure 2. Autocorrelation of the gradient, by depth", String.format(Locale.ROOT, """
                How much the gradient at one grid point tells about the gradient k points further. Plain nets (a) go from brown noise \
                to white noise as they get deeper; residual nets (b) lose correlation slowly, and more slowly the smaller β is (c). \
                Panel (d) shows the two noises. The gradient of the looks-linear net is %s. \
                Means of %d draws; bands show one standard error. Options: width 200; He weights; \
                first layer w, b ~ N(0, 1); mean removed, biased estimator; batch statistics constant in the derivative.""",
                constant ? "constant at every depth, which leaves no autocorrelation to draw" : "not constant in this run", runs), 2, panels);
    }

    private static Panel panel(String title, List<Series> series) {
        return new LinePanel(title, "lag (grid points)", "autocorrelation", series, new Range(0, Curve.MAX_LAG), new Range(-0.2, 1));
    }

    private List<Series> depths(ToyNet net) {
        List<Series> series = new ArrayList<>();
        for (int d = 0; d < DEPTHS.length; d++) {
            series.add(curves[NETS.indexOf(net)][d].series("L = " + DEPTHS[d]));
        }
        return series;
    }

    /** All nets in numbers, also those without a panel. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (int n = 0; n < NETS.size(); n++) {
            for (int d = 0; d < DEPTHS.length; d++) {
                rows.add(row(NETS.get(n).label(), Integer.toString(DEPTHS[d]), curves[n][d]));
            }
        }
        rows.add(row("brown noise", "", brown));
        rows.add(row("white noise", "", white));
        return new Table("fig2-table", "Figure 2 in numbers", """
                Autocorrelation at three lags, with one standard error, and the size of the gradient: the root of its mean square over \
                the grid. Correlation and size are separate matters: plain nets with batch norm shatter while their gradient explodes. \
                The highway net has gates γ₁² = 1 − 1/L.""",
                List.of("net", "L", "ACF(1)", "ACF(5)", "ACF(15)", "gradient size"), rows);
    }

    private static List<String> row(String name, String depth, Curve curve) {
        List<String> row = new ArrayList<>(List.of(name, depth));
        for (int lag : new int[] {1, 5, 15}) {
            row.add(curve.isConstant() ? "constant" : curve.acf().get(lag).text(3));
        }
        row.add(String.format(Locale.ROOT, "%.3g", curve.gradientNorm().mean()));
        return row;
    }

    SequencedMap<String, Object> results() {
        List<Object> series = new ArrayList<>();
        for (int n = 0; n < NETS.size(); n++) {
            for (int d = 0; d < DEPTHS.length; d++) {
                SequencedMap<String, Object> map = NETS.get(n).describe();
                map.put("depth", DEPTHS[d]);
                map.putAll(curves[n][d].results());
                series.add(map);
            }
        }
        SequencedMap<String, Object> figure = new LinkedHashMap<>();
        figure.put("series", series);
        figure.put("noise", List.of(noise("brown", brown), noise("white", white)));
        return figure;
    }

    private static SequencedMap<String, Object> noise(String name, Curve curve) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.putAll(curve.results());
        return map;
    }
}
