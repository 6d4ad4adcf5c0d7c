package org.unshatter.diagnostics;

import java.util.Arrays;
import java.util.Locale;

/**
 * A mean over independent draws.
 *
 * @param mean   over the draws
 * @param stdErr standard error of the mean; NaN for a single draw, which does not tell its own spread
 * @param draws  number of draws
 */
public record Estimate(double mean, double stdErr, int draws) {

    /**
     * The arithmetic mean; not finite if a draw is not.
     *
     * @throws IllegalArgumentException if there are no draws
     */
    public static Estimate of(double[] draws) {
        int n = draws.length;
        if (n == 0) {
            throw new IllegalArgumentException("no draws, expected at least one");
        }
        double sum = 0;
        for (double draw : draws) {
            sum += draw;
        }
        double mean = sum / n;
        double squares = 0;
        for (double draw : draws) {
            squares += (draw - mean) * (draw - mean);
        }
        return new Estimate(mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), n);
    }

    /** Its logarithm, with the error that follows for it: of {@link #ofLogNormal} that of a nearly normal law, while its own grows with the mean that was drawn. */
    public Estimate logarithm() {
        return new Estimate(Math.log(mean), stdErr / mean, draws);
    }

    /**
     * Mean ± z standard errors: z = 1.96 covers 95 % where there are some 30 draws or more; of fewer the spread itself
     * is uncertain, and it covers less.
     *
     * @throws IllegalArgumentException if z is negative or NaN, or there is a single draw
     */
    public ConfidenceInterval interval(double z) {
        return ConfidenceInterval.around(mean, stdErr, z);
    }

    /** For people: "0.250 ± 0.003" with three digits, "0.250" of a single draw. */
    public String text(int digits) {
        String format = "%." + digits + "f";
        return draws == 1 ? String.format(Locale.ROOT, format, mean) : String.format(Locale.ROOT, format + " ± " + format, mean, stdErr);
    }

    /**
     * E[numerator]/E[denominator], each mean over the same draws, with the error of the jackknife: that of leaving out one draw at a time. Unlike the mean of
     * the draws' own ratios it estimates what a theory of expectations says; a draw of a large denominator has a large weight.
     *
     * @throws IllegalArgumentException if there are no draws, or not as many of both, or the denominators add up to 0, or would without one of several draws
     */
    public static Estimate ofRatio(double[] numerator, double[] denominator) {
        int n = numerator.length;
        if (n == 0 || denominator.length != n) {
            throw new IllegalArgumentException(n + " numerators and " + denominator.length + " denominators, expected as many and at least one");
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < n; i++) {
            above += numerator[i];
            below += denominator[i];
        }
        if (below == 0) {
            throw new IllegalArgumentException("denominators " + Arrays.toString(denominator) + " add up to 0, expected a sum to divide by");
        }
        double ratio = above / below;
        double squares = 0;
        for (int i = 0; i < n && n > 1; i++) {
            double belowWithout = sumWithout(denominator, i);
            if (belowWithout == 0) {
                throw new IllegalArgumentException("denominators " + Arrays.toString(denominator) + " add up to 0 without draw " + i + ", expected a sum to divide by");
            }
            double without = sumWithout(numerator, i) / belowWithout - ratio;
            squares += without * without;
        }
        return new Estimate(ratio, n == 1 ? Double.NaN : Math.sqrt(squares * (n - 1) / n), n);
    }

    /** Added up anew: a difference to the sum of all would lose what is small beside what is left out. */
    private static double sumWithout(double[] numbers, int left) {
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += i == left ? 0 : numbers[i];
        }
        return sum;
    }

    /**
     * The mean of draws that are log-normal, such as the squared norm of a gradient in a deep net, a product of many factors: exp(m + s²/2), m and s² being
     * mean and variance of the logarithms. Of few draws with a large s the arithmetic mean is mostly too small, and its spread too; this one uses
     * all draws alike.
     *
     * @throws IllegalArgumentException if there are no draws or one is not above 0 and finite
     */
    public static Estimate ofLogNormal(double[] draws) {
        double[] logs = new double[draws.length];
        for (int i = 0; i < logs.length; i++) {
            if (!(draws[i] > 0 && draws[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("draw " + i + " is " + draws[i] + ", expected a finite number above 0");
            }
            logs[i] = Math.log(draws[i]);
        }
        Estimate log = of(logs);
        int n = log.draws;
        if (n == 1) {
            return new Estimate(draws[0], Double.NaN, 1);
        }
        double variance = log.stdErr * log.stdErr * n;
        double mean = Math.exp(log.mean + variance / 2);
        return new Estimate(mean, mean * Math.sqrt(variance / n + variance * variance / (2 * (n - 1))), n);
    }
}
