package org.unshatter.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.ActivationPattern;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.report.Figure;
import org.unshatter.report.HeatPanel;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/** Figure 4 of the paper: which units are on for which inputs, how often, and in how long runs. */
final class Figure4 {

    /** Which layers the paper shows is not known to us. */
    private static final int[] LAYERS = {1, 10, 25, 50};

    /** Units are called nearly always on or off if they are the other for less than this fraction of the inputs. */
    private static final double EXTREME = 0.05;

    /** Bins of the fraction of inputs: an odd number, so that one half is the middle of one. */
    private static final int BINS = 19;

    private final int runs;
    private final List<Cell> cells = new ArrayList<>();

    private Figure4(int runs) {
        this.runs = runs;
    }

    /**
     * One layer of one kind of net.
     *
     * @param first    of the first run, with its raster
     * @param onCounts at index k, the number of units of all runs that are on for k inputs
     * @param lengths  at index k, the number of runs of k inputs, of all units and draws
     */
    private record Cell(ToyNet net, int layer, ActivationPattern first, Estimate activation, Estimate coactivation, Estimate extreme,
                        Estimate dead, Estimate alwaysOn, Estimate contiguity, Estimate contiguityOfUnits, long[] onCounts, long[] lengths) {

        static Cell of(ToyNet net, int layer, ActivationPattern[] runs) {
            long[] onCounts = new long[ToyNet.GRID_POINTS + 1];
            long[] lengths = new long[ToyNet.GRID_POINTS + 1];
            for (ActivationPattern run : runs) {
                for (int count : run.counts()) {
                    onCounts[count]++;
                }
                long[] own = run.runs();
                for (int k = 0; k < own.length; k++) {
                    lengths[k] += own[k];
                }
            }
            return new Cell(net, layer, runs[0], mean(runs, ActivationPattern::activation), mean(runs, ActivationPattern::coactivation),
                    mean(runs, pattern -> pattern.extreme(EXTREME)),
                    mean(runs, pattern -> (double) pattern.dead() / pattern.units()),
                    mean(runs, pattern -> (double) pattern.alwaysOn() / pattern.units()),
                    mean(runs, ActivationPattern::contiguity), mean(runs, ActivationPattern::contiguityOfUnits), onCounts, lengths);
        }

        private static Estimate mean(ActivationPattern[] runs, ToDoubleFunction<ActivationPattern> quantity) {
            return Estimate.of(Arrays.stream(runs).mapToDouble(quantity).toArray());
        }

        HeatPanel raster() {
            float[] picture = new float[first.units() * first.inputs()];
            for (int unit = 0; unit < first.units(); unit++) {
                int row = unit * first.inputs();
                first.onFor(unit).stream().forEach(input -> picture[row + input] = 1);
            }
            boolean left = net == Figure3.NETS.getFirst();
            boolean bottom = layer == LAYERS[LAYERS.length - 1];
            return new HeatPanel(net.label() + ", layer " + layer, bottom ? "grid point" : "", left ? "unit" : "",
                    first.units(), first.inputs(), picture, 0, 1, "0: off, 1: on");
        }

        /** Share of the units in each bin of the fraction of inputs. */
        Series fractions() {
            double[] shares = new double[BINS];
            double units = sum(onCounts);
            for (int k = 0; k < onCounts.length; k++) {
                // A count stands for the interval of half a unit to both sides, of which there are 257.
                shares[(2 * k + 1) * BINS / (2 * onCounts.length)] += onCounts[k] / units;
            }
            double[] edges = IntStream.rangeClosed(0, BINS).mapToDouble(i -> (double) i / BINS).toArray();
            return Series.steps("layer " + layer, edges, shares);
        }

        /** Share of the runs in each bin of their length: 1, 2 to 3, 4 to 7, … */
        Series runLengths() {
            int bins = Integer.SIZE - Integer.numberOfLeadingZeros(ToyNet.GRID_POINTS);
            double[] shares = new double[bins];
            double all = sum(lengths);
            for (int k = 1; k < lengths.length; k++) {
                shares[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(k)] += lengths[k] / all;
            }
            double[] edges = IntStream.rangeClosed(0, bins).mapToDouble(i -> 1 << i).toArray();
            return Series.steps("layer " + layer, edges, shares);
        }

        private static double sum(long[] counts) {
            double sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }

        SequencedMap<String, Object> results() {
            SequencedMap<String, Object> map = net.describe();
            map.put("depth", Figure3.DEPTH);
            map.put("layer", layer);
            map.put("runs", activation.draws());
            Estimates.put(map, "activeShare", activation);
            Estimates.put(map, "coactiveShare", coactivation);
            Estimates.put(map, "extremeShare", extreme);
            Estimates.put(map, "deadShare", dead);
            Estimates.put(map, "alwaysOnShare", alwaysOn);
            Estimates.put(map, "contiguity", contiguity);
            Estimates.put(map, "contiguityOfUnits", contiguityOfUnits);
            map.put("onCounts", onCounts);
            map.put("runLengths", lengths);
            map.put("raster", IntStream.range(0, first.units()).mapToObj(unit -> hexadecimal(first.onFor(unit), first.inputs())).toList());
            return map;
        }

        /** Four inputs to a digit, the first in its highest bit. */
        private static String hexadecimal(BitSet on, int inputs) {
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < inputs; i += 4) {
                int digit = (on.get(i) ? 8 : 0) + (on.get(i + 1) ? 4 : 0) + (on.get(i + 2) ? 2 : 0) + (on.get(i + 3) ? 1 : 0);
                digits.append(Character.forDigit(digit, 16));
            }
            return digits.toString();
        }
    }

    static Figure4 compute(long seed, int runs, Progress progress) {
        int nets = Figure3.NETS.size();
        ActivationPattern[][][] patterns = new ActivationPattern[LAYERS.length][nets][runs];
        progress.begin("Figure 4", nets * runs);
        Figure3.draw(seed, "fig4", runs, (run, layer) -> run == 0 && IntStream.of(LAYERS).anyMatch(shown -> shown == layer), progress,
                (net, run, layers) -> {
                    for (int i = 0; i < LAYERS.length; i++) {
                        patterns[i][net][run] = layers.get(LAYERS[i] - 1);
                    }
                });
        Figure4 figure = new Figure4(runs);
        for (int i = 0; i < LAYERS.length; i++) {
            for (int net = 0; net < nets; net++) {
                figure.cells.add(Cell.of(Figure3.NETS.get(net), LAYERS[i], patterns[i][net]));
            }
        }
        progress.end();
        return figure;
    }

    /** Nets side by side, layers one below the other. */
    Figure rasters() {
        return new Figure("fig4", "Figure 4. Which units are on for which inputs", String.format(Locale.ROOT, """
                Each picture shows %d units of a layer (rows) on the %d points of [−2, 2] (columns), in one random net of %d layers. Deep in the plain \
                net without normalisation nearly every unit is always on or always off: the layer is all but linear on these inputs. With batch norm \
                units are on for about half of the inputs, but in a deep plain net they change from point to point, like static. In residual \
                nets with batch norm they are on for half of the inputs as well, in runs of many lengths. At layer 1 batch norm leaves every unit to \
                change in the middle, since it takes away the bias on a symmetric grid. Which layers the paper shows we do not know; \
                these are our choice.""", Figure3.WIDTH, ToyNet.GRID_POINTS, Figure3.DEPTH),
                Figure3.NETS.size(), cells.stream().<Panel>map(Cell::raster).toList());
    }

    Figure histograms() {
        List<Panel> panels = new ArrayList<>();
        for (ToyNet net : Figure3.NETS) {
            panels.add(new LinePanel(net.label(), "share of inputs on", net == Figure3.NETS.getFirst() ? "share of units" : "",
                    series(net, Cell::fractions), new Range(0, 1), new Range(0, 1)));
        }
        for (ToyNet net : Figure3.NETS) {
            panels.add(new LinePanel("", "length of run", net == Figure3.NETS.getFirst() ? "share of runs" : "",
                    series(net, Cell::runLengths), new Range(1, 2 * ToyNet.GRID_POINTS), new Range(0, 1), Scale.LOG, Scale.LINEAR));
        }
        return new Figure("fig4-histograms", "Figure 4, continued. How often units are on, and in how long runs", String.format(Locale.ROOT, """
                For each kind of net, first the share of the inputs that units are on for, in %d bins, then the lengths in grid points of unbroken \
                runs of on, or of off, along the grid (the paper's contiguity), in bins that double: 1, 2 to 3, 4 to 7, …; the last holds \
                units that never change. Units of %d random nets of each kind.""", BINS, runs), Figure3.NETS.size(), panels);
    }

    private List<Series> series(ToyNet net, Function<Cell, Series> histogram) {
        return cells.stream().filter(cell -> cell.net() == net).map(histogram).toList();
    }

    Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (ToyNet net : Figure3.NETS) {
            for (Cell cell : cells) {
                if (cell.net() == net) {
                    rows.add(List.of(net.label(), Integer.toString(cell.layer()), cell.extreme().text(3), cell.dead().text(3),
                            cell.alwaysOn().text(3), cell.contiguity().text(1), cell.contiguityOfUnits().text(1)));
                }
            }
        }
        return new Table("fig4-table", "Figure 4 in numbers", String.format(Locale.ROOT, """
                Share of the units that are on for less than 5 %% or more than 95 %% of the inputs, for none, and for all; mean length in grid \
                points of the runs, first of all units together, then unit by unit, so that units that seldom change count as much as \
                those that do often. Means over %d random nets, with one standard error.""", runs),
                List.of("net", "layer", "< 5 % or > 95 %", "never on", "always on", "mean run", "mean run of a unit"), rows);
    }

    SequencedMap<String, Object> results() {
        SequencedMap<String, Object> figure = new LinkedHashMap<>();
        figure.put("width", Figure3.WIDTH);
        figure.put("layers", cells.stream().map(Cell::results).toList());
        return figure;
    }
}
