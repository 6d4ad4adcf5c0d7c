package org.unshatter.paper;

import static org.unshatter.paper.Estimates.errors;
import static org.unshatter.paper.Estimates.means;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.report.Mark;
import org.unshatter.report.Series;

/**
 * The mean autocorrelation over independent draws.
 *
 * @param acf          one estimate for each lag from 0; empty if the gradient of every draw is constant
 * @param gradientNorm root mean square of the gradient over the grid, mean over the draws
 */
record Curve(List<Estimate> acf, Estimate gradientNorm) {

    static final int MAX_LAG = 15;

    /** What is kept of one draw. */
    record Draw(double[] acf, double norm) {

        static Draw of(GradientSignal signal) {
            return new Draw(signal.isConstant() ? null : signal.autocorrelation(MAX_LAG, true), signal.rootMeanSquare());
        }
    }

    static Curve of(Draw[] draws) {
        double[][] varying = Arrays.stream(draws).map(Draw::acf).filter(Objects::nonNull).toArray(double[][]::new);
        Estimate[] acf = new Estimate[varying.length == 0 ? 0 : MAX_LAG + 1];
        Arrays.setAll(acf, k -> Estimate.of(Arrays.stream(varying).mapToDouble(values -> values[k]).toArray()));
        return new Curve(List.of(acf), Estimate.of(Arrays.stream(draws).mapToDouble(Draw::norm).toArray()));
    }

    boolean isConstant() {
        return acf.isEmpty();
    }

    /** Number of draws behind the autocorrelation; of a constant one, the number of draws that were constant. */
    int runs() {
        return isConstant() ? gradientNorm.draws() : acf.getFirst().draws();
    }

    Series series(String name) {
        Series series = Series.counted(name, 0, means(acf), Mark.LINE_WITH_DOTS);
        return isConstant() || runs() == 1 ? series : series.withError(errors(acf));
    }

    SequencedMap<String, Object> results() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("runs", runs());
        map.put("acf", isConstant() ? null : means(acf));
        map.put("acfStdErr", isConstant() || runs() == 1 ? null : errors(acf));
        map.put("constant", isConstant());
        map.put("gradientNorm", gradientNorm.mean());
        return map;
    }
}
