package org.unshatter.init;

import java.util.random.RandomGenerator;

/**
 * A Gaussian without its tails: what lies beyond ±cut standard deviations is drawn again. That takes some of the variance away, so the Gaussian
 * that is cut is the wider one whose remainder has the variance asked for.
 *
 * @param variance of the result
 * @param cut      in standard deviations of the Gaussian that is cut
 */
record TruncatedNormal(double variance, double cut) implements Initializer {

    TruncatedNormal {
        if (!(variance > 0 && variance <= Distribution.LARGEST_VARIANCE)) {
            throw new IllegalArgumentException("variance is " + variance + ", expected positive and at most " + Distribution.LARGEST_VARIANCE);
        }
        if (!(cut >= 0.1 && cut <= 8)) { // below, nearly uniform and nearly all draws wasted; above, the floats of a Gaussian do not reach it
            throw new IllegalArgumentException("cut is " + cut + ", expected 0.1 to 8 standard deviations");
        }
    }

    @Override
    public String name() {
        return "truncated-normal:" + variance + (cut == 2 ? "" : ":" + cut);
    }

    @Override
    public String explain(Extents extents) {
        double deviation = deviation();
        return Distribution.NORMAL.text(deviation * deviation) + " cut at ±" + Figures.text(cut * deviation)
                + ", variance " + Figures.text(variance) + " after the cut";
    }

    @Override
    public String source() {
        return "Johnson, Kotz and Balakrishnan 1994, chapter 13, section 10.1; rescaled like TensorFlow's VarianceScaling";
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        double deviation = deviation();
        for (int i = 0; i < weights.length; i++) {
            double z;
            do {
                z = random.nextGaussian();
            } while (Math.abs(z) > cut);
            weights[i] = (float) (deviation * z);
        }
    }

    /** Of the Gaussian that is cut. */
    private double deviation() {
        return Math.sqrt(variance / remainder(cut));
    }

    /**
     * The variance of N(0, 1) cut at ±c, 1 − 2c·φ(c)/(2Φ(c) − 1); 0.774 for c = 2.
     * With 2Φ(c) − 1 = 2φ(c)·(c + c³/3 + c⁵/(3·5) + …) (Marsaglia 2004, section 3) it is 1 − 1/(1 + s), s = c²/3 + c⁴/(3·5) + ….
     */
    private static double remainder(double c) {
        double term = 1;
        double s = 0;
        for (int odd = 3; term > 1e-17 * s; odd += 2) {
            term *= c * c / odd;
            s += term;
        }
        return s / (1 + s);
    }
}
