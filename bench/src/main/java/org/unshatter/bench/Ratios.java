package org.unshatter.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Ours beside the peer over several products.
 *
 * @param count         products
 * @param geometricMean of how many times as fast ours is
 * @param least         the product where this is least, among those whose sizes are all at least {@value #SMALL}
 */
record Ratios(int count, double geometricMean, Optional<Measurement> least) {
    /** Below this the cost of the call itself decides. */
    private static final int SMALL = 32;

    /** Empty if no product has a peer. */
    static Optional<Ratios> of(List<Measurement> measurements) {
        List<Measurement> paired = measurements.stream().filter(m -> m.of() instanceof GemmCase && !Double.isNaN(m.ratio())).toList();
        if (paired.isEmpty()) {
            return Optional.empty();
        }
        double mean = Math.exp(paired.stream().mapToDouble(m -> Math.log(m.ratio())).average().orElseThrow());
        return Optional.of(new Ratios(paired.size(), mean, paired.stream().filter(m -> m.of() instanceof GemmCase gemm
                && Math.min(gemm.m(), Math.min(gemm.n(), gemm.k())) >= SMALL).min(Comparator.comparingDouble(Measurement::ratio))));
    }

    String summary() {
        String text = String.format(Locale.ROOT, "Ratio to OpenBLAS: geometric mean %.3f over %d %s", geometricMean, count,
                count == 1 ? "product" : "products");
        return text + least.map(m -> String.format(Locale.ROOT, "; from size %d up never below %.3f (%s, threads: %d).",
                SMALL, m.ratio(), m.of().name(), m.threads())).orElse(".");
    }
}
