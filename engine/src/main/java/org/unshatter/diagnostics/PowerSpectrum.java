package org.unshatter.diagnostics;

/**
 * The periodogram of a signal less its mean: |Σₜ hₜ·zₜ·e^(−2πift)|²/Σ hₜ², at the frequencies f = j/n, j = 1 … n/2, in cycles per sample.
 * White noise of variance σ² has power σ² at all frequencies.
 */
public final class PowerSpectrum {

    /** The weights hₜ of the samples before the transform, t = 0 … n − 1. */
    public enum Taper {

        /**
         * All 1. The step from the last sample to the first leaks power proportional to 1/f² into all frequencies: no steeper slope can be seen.
         */
        NONE(1),

        /**
         * ½(1 − cos(2π(t + ½)/n)): goes smoothly to 0 at both ends, and what leaks falls off as 1/f⁶. Each frequency is mixed with its two neighbours
         * with weights −¼, ½, −¼, hence squared coherences of 4/9 for neighbours and 1/36 for the next (Harris 1978).
         */
        HANN(1, 4 / 9.0, 1 / 36.0);

        /** Of two ordinates of white noise, by the distance of their indices. */
        private final double[] squaredCoherences;

        Taper(double... squaredCoherences) {
            this.squaredCoherences = squaredCoherences;
        }

        private double weight(int t, int n) {
            return this == NONE ? 1 : (1 - Math.cos(2 * Math.PI * (t + 0.5) / n)) / 2;
        }

        /**
         * Of the logarithms of two ordinates. The squares of two complex Gaussians of squared coherence c have logarithms of covariance
         * Li₂(c) = Σ cᵏ/k², which for c = 1 is the variance π²/6 of the logarithm of an exponential.
         */
        private double logCovariance(int distance) {
            if (distance >= squaredCoherences.length) {
                return 0;
            }
            if (distance == 0) {
                return Math.PI * Math.PI / 6;
            }
            double power = 1;
            double sum = 0;
            for (int k = 1; k <= 50; k++) { // (4/9)⁵⁰ is below 10⁻¹⁷
                power *= squaredCoherences[distance];
                sum += power / k / k;
            }
            return sum;
        }
    }

    /** Lowest index a slope is fitted to: the nearest to 0 feel the removed mean and how far a wandering signal got from its start to its end. */
    private static final int FIRST = 4;

    /** So many indices next to n/2 are left out: there the transform mixes with its own mirror image. */
    private static final int LEFT_OUT = 2;

    private static final int MIN_ORDINATES = 8;

    /** Power below this fraction of the largest is rounding. */
    private static final double ROUNDING = 1e-24;

    private final int n;
    private final Taper taper;
    private final double[] power;

    private PowerSpectrum(int n, Taper taper, double[] power) {
        this.n = n;
        this.taper = taper;
        this.power = power;
    }

    /** With the taper of {@link Taper#HANN Hann}. */
    public static PowerSpectrum of(GradientSignal signal) {
        return of(signal, Taper.HANN);
    }

    /**
     * By the definition, in n² steps: for signals of up to some 10⁴ values.
     *
     * @throws IllegalArgumentException if the signal is constant
     */
    public static PowerSpectrum of(GradientSignal signal, Taper taper) {
        signal.requireVariation("spectrum");
        double[] z = signal.centred();
        int n = z.length;
        double squares = 0;
        for (int t = 0; t < n; t++) {
            double weight = taper.weight(t, n);
            z[t] *= weight;
            squares += weight * weight;
        }
        double[] cos = new double[n];
        double[] sin = new double[n];
        for (int t = 0; t < n; t++) {
            cos[t] = Math.cos(2 * Math.PI * t / n);
            sin[t] = Math.sin(2 * Math.PI * t / n);
        }
        double[] power = new double[n / 2];
        for (int j = 1; j <= power.length; j++) {
            double real = 0;
            double imaginary = 0;
            int angle = 0; // j·t modulo n
            for (int t = 0; t < n; t++) {
                real += z[t] * cos[angle];
                imaginary += z[t] * sin[angle];
                angle += j;
                if (angle >= n) {
                    angle -= n;
                }
            }
            power[j - 1] = (real * real + imaginary * imaginary) / squares;
        }
        return new PowerSpectrum(n, taper, power);
    }

    /** 1/n, 2/n, … up to ½ cycles per sample. */
    public double[] frequencies() {
        double[] frequencies = new double[power.length];
        for (int j = 1; j <= power.length; j++) {
            frequencies[j - 1] = j / (double) n;
        }
        return frequencies;
    }

    /** At each of the {@link #frequencies()}. */
    public double[] power() {
        return power.clone();
    }

    /**
     * The exponent of a power law.
     *
     * @param value     of log power by log frequency: 0 for white noise, −2 for brown
     * @param stdErr    of a Gaussian signal whose spectrum is smooth over neighbouring frequencies; that it may be no power law is not in it
     * @param ordinates number of frequencies it was fitted to
     */
    public record Slope(double value, double stdErr, int ordinates) {

        /**
         * Value ± z·stdErr: z = 1.96 covers 95 %.
         *
         * @throws IllegalArgumentException if z is negative or NaN
         */
        public ConfidenceInterval interval(double z) {
            return ConfidenceInterval.around(value, stdErr, z);
        }
    }

    /** Over all frequencies that are fit for it: from 4/n to ½ − 2/n. */
    public Slope slope() {
        return slope(0, 0.5);
    }

    /**
     * Least squares of log power on log(2 sin πf), after Geweke and Porter-Hudak 1983: 0 for white noise and −2 for brown. At low
     * frequencies that is the logarithm of 2πf; up to the highest, it makes the spectrum of a random walk, σ²/(2 sin πf)², exactly a power law. The
     * standard error follows from the known distribution of the logarithms (variance π²/6: Robinson 1995), with their correlations under the taper.
     *
     * <p>With the taper of Hann, slopes down to −2 are right to 0.01 for 256 values and to 0.03 for 64, and down to −4 to 0.1 and 0.3.
     * A gradient with few kinks is not Gaussian: over nets of one layer on 256 points the slope spreads 0.26 instead of 0.21, so that an interval for
     * 95 % covers 90 %. Over several nets, the {@link Estimate} of their slopes knows the spread itself.
     *
     * @param from lowest frequency, in cycles per sample; below 4/n it counts as 4/n
     * @param to   highest frequency; above ½ − 2/n it counts as that
     * @throws IllegalArgumentException if there are fewer than 8 frequencies between them
     * @throws IllegalStateException    if the power at one of them is 0 up to rounding: it has no logarithm
     */
    public Slope slope(double from, double to) {
        int first = Math.max(FIRST, (int) Math.ceil(from * n));
        int last = Math.min(n / 2 - LEFT_OUT, (int) Math.floor(to * n));
        int m = last - first + 1;
        if (Double.isNaN(from) || Double.isNaN(to) || m < MIN_ORDINATES) {
            throw new IllegalArgumentException("the band is from " + from + " to " + to + " cycles per sample with " + Math.max(m, 0)
                    + " usable frequencies for " + n + " values, expected at least " + MIN_ORDINATES);
        }
        double[] weights = weights(first, m);
        double floor = 0;
        for (double p : power) {
            floor = Math.max(floor, ROUNDING * p);
        }
        double slope = 0;
        for (int i = 0; i < m; i++) {
            double p = power[first + i - 1];
            if (p <= floor) {
                throw new IllegalStateException("the power at " + (first + i) / (double) n
                        + " cycles per sample is 0 up to rounding: there is no slope");
            }
            slope += weights[i] * Math.log(p);
        }
        double variance = 0;
        for (int distance = 0; distance < taper.squaredCoherences.length; distance++) {
            double products = 0;
            for (int i = 0; i + distance < m; i++) {
                products += weights[i] * weights[i + distance];
            }
            variance += (distance == 0 ? 1 : 2) * products * taper.logCovariance(distance);
        }
        return new Slope(slope, Math.sqrt(variance), m);
    }

    /** By which least squares combines the logarithms into the slope: (xᵢ − x̄)/Σ(x − x̄)². */
    private double[] weights(int first, int m) {
        double[] x = new double[m];
        double mean = 0;
        for (int i = 0; i < m; i++) {
            x[i] = Math.log(2 * Math.sin(Math.PI * (first + i) / n));
            mean += x[i] / m;
        }
        double squares = 0;
        for (int i = 0; i < m; i++) {
            x[i] -= mean;
            squares += x[i] * x[i];
        }
        for (int i = 0; i < m; i++) {
            x[i] /= squares;
        }
        return x;
    }
}
