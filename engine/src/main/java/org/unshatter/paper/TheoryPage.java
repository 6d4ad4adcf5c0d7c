package org.unshatter.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.diagnostics.WidthLimit;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.paper.TheoryCell.Quantity;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Panel;
import org.unshatter.report.Range;
import org.unshatter.report.Scale;
import org.unshatter.report.Section;
import org.unshatter.report.Series;
import org.unshatter.report.Table;

/**
 * The theorems put to the test: second moments of the gradients by 256 Gaussian inputs of as many features as a layer has units, in nets without a first
 * layer, whose readout is scaled so that a net of depth 0 has C(i) = 1.
 */
final class TheoryPage {

    private static final int[] DEPTHS = {1, 2, 4, 6, 10, 24, 50, 100};
    private static final int[] WIDTHS = {100, TheoryCell.SHOWN_WIDTH, 400};
    /** Seeds as a share of those at width 200: a net of twice the width costs about four times as much, but is also steadier. */
    private static final double[] SEED_SHARES = {1.5, 1, 0.35};
    /** Looks-linear nets are all alike but for rounding, and their orthogonal weights cost more than all the rest. */
    private static final double LINEAR_SHARE = 0.1;
    /** Nets of other widths stop here, and a quick run at the other. */
    private static final int COMPARED_DEPTH = 50;
    private static final int QUICK_DEPTH = 10;
    /** Below, a correlation is nothing but noise, and is not drawn. */
    private static final double SMALLEST_CORRELATION = 1e-4;
    private static final double LOW_CORRELATION = 0.05;
    /** For each width. */
    private static final int[] COLOURS = {4, 0, 3};

    private final int seeds;
    private final boolean quick;
    private final List<TheoryCell> cells = new ArrayList<>();

    private TheoryPage(int seeds, boolean quick) {
        this.seeds = seeds;
        this.quick = quick;
    }

    /** The draws of one kind of net at one width. */
    private record Group(TheoryNet net, int width, int[] depths, int seeds) {
    }

    /**
     * @param seeds number of nets at width 200
     * @param quick only that width, and not the deepest nets
     */
    static TheoryPage compute(long seed, int seeds, boolean quick, Progress progress) {
        TheoryPage page = new TheoryPage(seeds, quick);
        // Widest nets first: then no thread is left alone with a long one at the end.
        List<Group> groups = new ArrayList<>();
        for (int w = WIDTHS.length - 1; w >= 0; w--) {
            for (TheoryNet net : TheoryNet.ALL) {
                if (!quick || WIDTHS[w] == TheoryCell.SHOWN_WIDTH) {
                    groups.add(page.group(net, w));
                }
            }
        }
        GradientMoments[][][] draws = page.measure(groups, seed, progress);
        for (TheoryNet net : TheoryNet.ALL) {
            for (Quantity quantity : Quantity.values()) {
                for (int depth : page.depths(TheoryCell.SHOWN_WIDTH)) {
                    page.cells.add(cell(net, quantity, depth, groups, draws));
                }
            }
        }
        return page;
    }

    private Group group(TheoryNet net, int w) {
        double share = SEED_SHARES[w] * (net.linear() ? LINEAR_SHARE : 1);
        return new Group(net, WIDTHS[w], depths(WIDTHS[w]), draws(share, seeds));
    }

    /** At least two, which is what a spread needs. */
    private static int draws(double share, int seeds) {
        return Math.max(2, (int) Math.round(share * seeds));
    }

    private int[] depths(int width) {
        int deepest = quick ? QUICK_DEPTH : width != TheoryCell.SHOWN_WIDTH ? COMPARED_DEPTH : Integer.MAX_VALUE;
        return IntStream.of(DEPTHS).filter(depth -> depth <= deepest).toArray();
    }

    /** For each group, draw and depth. */
    private GradientMoments[][][] measure(List<Group> groups, long seed, Progress progress) {
        GradientMoments[][][] draws = groups.stream().map(group -> new GradientMoments[group.seeds][]).toArray(GradientMoments[][][]::new);
        int[][] tasks = IntStream.range(0, groups.size()).boxed()
                .flatMap(g -> IntStream.range(0, groups.get(g).seeds).mapToObj(draw -> new int[] {g, draw})).toArray(int[][]::new);
        progress.begin("Theory", tasks.length);
        Workers.run(tasks.length, task -> {
            Group group = groups.get(tasks[task][0]);
            int draw = tasks[task][1];
            draws[tasks[task][0]][draw] = group.net.measure(group.depths, group.width,
                    RandomStreams.of(seed, "theory " + group.net.name() + " width " + group.width + " draw " + draw));
            progress.step();
        });
        progress.end();
        return draws;
    }

    private static TheoryCell cell(TheoryNet net, Quantity quantity, int depth, List<Group> groups, GradientMoments[][]... draws) {
        int[] own = IntStream.range(0, groups.size()).filter(g -> groups.get(g).net == net && Arrays.binarySearch(groups.get(g).depths, depth) >= 0)
                .boxed().sorted((g, h) -> groups.get(g).width - groups.get(h).width).mapToInt(g -> g).toArray();
        Estimate[] measured = IntStream.of(own).mapToObj(g -> quantity.estimate(Arrays.stream(draws[g])
                .map(draw -> draw[Arrays.binarySearch(groups.get(g).depths, depth)]).toArray(GradientMoments[]::new))).toArray(Estimate[]::new);
        boolean variance = quantity == Quantity.VARIANCE;
        return new TheoryCell(net.name(), depth, quantity,
                variance ? net.theorem().apply(depth).variance() : net.theorem().apply(depth).correlation(),
                variance ? net.exact().apply(depth).variance() : net.exact().apply(depth).correlation(),
                IntStream.of(own).map(g -> groups.get(g).width).toArray(), measured);
    }

    List<Section> sections() {
        return List.of(figure(Quantity.CORRELATION), figure(Quantity.VARIANCE), verdicts(), table());
    }

    List<Object> results() {
        return cells.stream().<Object>map(TheoryCell::results).toList();
    }

    private List<TheoryCell> curve(TheoryNet net, Quantity quantity) {
        return cells.stream().filter(cell -> cell.network().equals(net.name()) && cell.quantity() == quantity).toList();
    }

    private Figure figure(Quantity quantity) {
        boolean variance = quantity == Quantity.VARIANCE;
        List<Panel> panels = TheoryNet.ALL.stream().<Panel>map(net -> panel(net, quantity)).toList();
        return new Figure("theory-" + quantity.name().toLowerCase(Locale.ROOT), variance ? "Theory: the variance of the gradient, by depth"
                : "Theory: the correlation of gradients, by depth", (variance ? "Variance C(i) of the gradient by one input" : """
                Correlation R(i, j) of the gradients by two independent inputs""") + """
                , against depth, with a band of one standard error. Dashed: the paper's closed form. Green: the exact recursion for \
                infinite width. Both axes are logarithmic.""" + (variance ? "" : " Correlations below 0.0001 are noise, and are left out."), 4, panels);
    }

    private Panel panel(TheoryNet net, Quantity quantity) {
        List<TheoryCell> curve = curve(net, quantity);
        List<Series> series = new ArrayList<>(List.of(
                new Series("theorem", depths(curve), curve.stream().mapToDouble(TheoryCell::theorem).toArray(), Mark.DASHED).withColour(1),
                new Series("exact", depths(curve), curve.stream().mapToDouble(TheoryCell::exact).toArray(), Mark.LINE).withColour(2)));
        for (int w = 0; w < WIDTHS.length; w++) {
            if (!quick || WIDTHS[w] == TheoryCell.SHOWN_WIDTH) {
                series.add(measured(curve, WIDTHS[w]).withColour(COLOURS[w]));
            }
        }
        boolean correlation = quantity == Quantity.CORRELATION;
        // Where nothing falls so low the curves have room for themselves.
        boolean falls = curve.stream().anyMatch(cell -> Math.min(cell.theorem(), cell.exact()) < LOW_CORRELATION);
        Range range = correlation && falls ? new Range(SMALLEST_CORRELATION, 1.5) : null;
        return new LinePanel(net.name(), "depth L", correlation ? "R(i, j)" : "C(i)", series, null, range, Scale.LOG, Scale.LOG);
    }

    private static Series measured(List<TheoryCell> curve, int width) {
        List<TheoryCell> seen = curve.stream().filter(cell -> Arrays.binarySearch(cell.widths(), width) >= 0
                && (cell.quantity() == Quantity.VARIANCE || cell.at(width).mean() > SMALLEST_CORRELATION)).toList();
        return new Series("measured, N = " + width, depths(seen), seen.stream().mapToDouble(cell -> cell.at(width).mean()).toArray(), Mark.LINE_WITH_DOTS)
                .withError(seen.stream().mapToDouble(cell -> cell.at(width).stdErr()).toArray());
    }

    private static double[] depths(List<TheoryCell> cells) {
        return cells.stream().mapToDouble(TheoryCell::depth).toArray();
    }

    private Table verdicts() {
        List<List<String>> rows = new ArrayList<>();
        for (TheoryNet net : TheoryNet.ALL) {
            for (Quantity quantity : Quantity.values()) {
                List<TheoryCell> curve = curve(net, quantity);
                rows.add(List.of(net.name(), quantity.name().toLowerCase(Locale.ROOT), net.source() + " " + TheoryWords.theorem(curve) + ".",
                        "The exact recursion " + TheoryWords.exact(curve) + "."));
            }
        }
        return new Table("theory-verdicts", "Theory: what holds", """
                Written from the numbers below. A value holds at a depth if what was measured at width 200 is within three standard errors of it, of variances in logarithms""" + (quick ? String.format(Locale.ROOT, """
                . A quick run measures this width alone, over %d nets: with a standard error from so few, one true value in some fifty is farther off by chance.""", seeds) : """
                , or, where the finite width shows, if the deviation at widths 100, 200 and 400 goes as 1/N and the limit is within three standard errors."""),
                List.of("network", "quantity", "the paper", "exact recursion"), rows);
    }

    private Table table() {
        List<List<String>> rows = cells.stream().map(cell -> {
            WidthLimit line = cell.line();
            return List.of(cell.network(), Integer.toString(cell.depth()), cell.quantity().name().toLowerCase(Locale.ROOT),
                    TheoryWords.number(cell.theorem()), TheoryWords.number(cell.exact()), TheoryWords.withError(cell.shown()),
                    line == null ? "" : TheoryWords.withError(cell.limit()),
                    line == null ? "" : TheoryWords.withError(new Estimate(line.slope(), line.slopeStdErr(), 1)),
                    TheoryCell.text(cell.verdict(cell.theorem())), TheoryCell.text(cell.verdict(cell.exact())));
        }).toList();
        return new Table("theory", "Theory and measurement", String.format(Locale.ROOT, """
                For independent Gaussian inputs. "theorem" is the paper's closed form (Theorems 1–3, Corollary 1; γ₁² = 1 − 1/L); Theorem 3 counts \
                L − 1 branches where the measured net has L. "exact" follows, at infinite width, the angle between the inputs from layer to layer and what \
                batch norm over 256 inputs removes. "measured" is at width 200, over %d random nets (looks-linear ones, which are all alike, %d) with 256 inputs \
                each: a ratio of means with the error of the jackknife, or the mean of a log-normal law.%s""",
                seeds, draws(LINEAR_SHARE, seeds), quick ? "" : " \"N → ∞\" and \"c\" fit value + c/N to widths 100, 200 and 400, up to depth 50; of variances the value's logarithm."),
                List.of("network", "L", "quantity", "theorem", "exact", "measured", "N → ∞", "c", "the theorem", "the recursion"), rows);
    }
}
