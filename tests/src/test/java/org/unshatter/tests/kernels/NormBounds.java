package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * How far from {@link NormReference} roundings can bring mean, variance and output. With u the unit roundoff, E a mean over what is normalised
 * together, and D additions in single precision, a sum errs by at most D·u times the sum of the absolute values (Higham 2002, section 4.2), so
 *
 * <ul>
 * <li>the first mean errs by e ≤ (D + 2)·u·E|x|;
 * <li>its correction is a mean of x − first mean, which are at most √variance + e on average, so that the corrected mean, rounded, errs by at
 *     most u·|mean| + (D + 3)·u·(√variance + e), the last u for deviations that are rounded twice;
 * <li>a deviation errs by w ≤ (D + 4)·u·(√variance + e) in the quadratic mean, or the square of e is subtracted in the end; so the variance
 *     errs by at most (D + 5)·u·(variance + 3e²) + 2w·√variance + w²;
 * <li>the inverse deviation errs by half the relative error r of variance + ε, to first order; as long as r &lt; ½, which is asserted, all
 *     orders together are below r. Subtraction, division, two factors and the sum that follow make 8 roundings at most.
 * </ul>
 */
final class NormBounds {

    static final double UNIT = Math.ulp(1f) / 2;

    private final NormReference exact;
    private final double[] mean;
    private final double[] variance;

    private NormBounds(NormReference exact) {
        this.exact = exact;
        mean = new double[exact.shape().groups()];
        variance = new double[exact.shape().groups()];
    }

    /** Where a kernel takes mean and variance itself. */
    static NormBounds ofStatistics(NormReference exact) {
        NormBounds bounds = new NormBounds(exact);
        NormCase shape = exact.shape();
        double depth = shape.statisticsDepth();
        double[] absolute = new double[shape.groups()];
        for (int i = 0; i < exact.x().length; i++) {
            absolute[shape.group(i)] += Math.abs(exact.x()[i]) / shape.size();
        }
        for (int group = 0; group < shape.groups(); group++) {
            double first = (depth + 2) * UNIT * absolute[group];
            double deviation = Math.sqrt(exact.variance()[group]);
            double each = (depth + 4) * UNIT * (deviation + first);
            bounds.mean[group] = UNIT * Math.abs(exact.mean()[group]) + (depth + 3) * UNIT * (deviation + first);
            bounds.variance[group] = (depth + 5) * UNIT * (exact.variance()[group] + 3 * first * first) + 2 * each * deviation + each * each;
        }
        return bounds;
    }

    /** Where it is given the exact ones, rounded. */
    static NormBounds ofRoundedStatistics(NormReference exact) {
        NormBounds bounds = new NormBounds(exact);
        for (int group = 0; group < exact.shape().groups(); group++) {
            bounds.mean[group] = UNIT * Math.abs(exact.mean()[group]);
            bounds.variance[group] = UNIT * exact.variance()[group];
        }
        return bounds;
    }

    /** Where it is given the same as the reference. */
    static NormBounds ofGivenStatistics(NormReference exact) {
        return new NormBounds(exact);
    }

    double mean(int group) {
        return mean[group];
    }

    double variance(int group) {
        return variance[group];
    }

    /** Of the output; the rectifier brings none nearer or further. */
    double forward(int i) {
        NormCase shape = exact.shape();
        int group = shape.group(i);
        double scale = Math.abs(exact.gamma()[shape.parameter(i)]) * exact.inverse(group);
        double relative = 0;
        if (shape.divide()) {
            relative = variance[group] / (exact.variance()[group] + shape.epsilon());
            assertTrue(relative < 0.5, () -> "variance " + exact.variance()[group] + " of " + shape + " is too small to say anything");
        }
        double product = Math.abs(exact.normalised(i) * exact.gamma()[shape.parameter(i)]);
        return scale * mean[group] + (relative + 8 * UNIT) * product + 2 * UNIT * Math.abs(exact.beta()[shape.parameter(i)]);
    }

    /** What to call a magnitude, of which {@link Verdict} allows 16 u. */
    static double magnitude(double bound) {
        return bound / (16 * UNIT);
    }
}
