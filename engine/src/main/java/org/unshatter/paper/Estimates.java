package org.unshatter.paper;

import java.util.List;
import java.util.SequencedMap;
import org.unshatter.diagnostics.Estimate;

/** Means over draws, for drawing and for the results file. */
final class Estimates {

    private Estimates() {
    }

    static double[] means(List<Estimate> estimates) {
        return estimates.stream().mapToDouble(Estimate::mean).toArray();
    }

    static double[] errors(List<Estimate> estimates) {
        return estimates.stream().mapToDouble(Estimate::stdErr).toArray();
    }

    /** A list of means under the key, and one of their standard errors. */
    static void put(SequencedMap<String, Object> map, String key, List<Estimate> estimates) {
        map.put(key, means(estimates));
        map.put(key + "StdErr", errors(estimates));
    }

    /** A mean under the key, and its standard error. */
    static void put(SequencedMap<String, Object> map, String key, Estimate estimate) {
        map.put(key, estimate.mean());
        map.put(key + "StdErr", estimate.stdErr());
    }
}
