package org.unshatter.diagnostics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Memory;
import org.unshatter.diagnostics.GradientMatrix.State;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.SymmetricEigen;

/**
 * The effective rank r(A) = tr(AᵀA)/‖A‖₂² of a matrix of gradients (stable rank; Vershynin 2012), and that by the one of white noise of the same
 * shape, r(Δ)/r(Y): 1 for gradients that have shattered. Balduzzi et al. 2017, figure 5 (c).
 *
 * <p>Gradients that have collapsed or exploded have no rank, nor have constant ones when centred: a small number would look as if they had not
 * shattered.
 *
 * @param state    of the gradients, whether centred or not
 * @param rank     from 1 to the lesser of samples and features; present if it can be measured
 * @param relative mean over draws of Y of the rank by that of Y, with the standard error that the draws cause; present if the rank is
 * @param meanNorm of the gradients before centring
 */
public record EffectiveRank(State state, OptionalDouble rank, Optional<Estimate> relative, double meanNorm) {

    /** Draws of white noise: their ranks have a standard deviation of 0.8 % for 256 × 3072. */
    public static final int DRAWS = 8;

    /** Not centred, with the usual floor and number of draws. */
    public static EffectiveRank of(GradientMatrix gradients, long seed) {
        return of(gradients, false, GradientMatrix.COLLAPSED, DRAWS, seed);
    }

    /**
     * @param centred whether the mean gradient is removed, from the noise as well
     * @param floor   as in {@link GradientMatrix#state}
     * @param draws   number of draws of white noise
     * @param seed    of these
     * @throws IllegalArgumentException if there are no draws, or gradients to be centred have fewer than two samples
     */
    public static EffectiveRank of(GradientMatrix gradients, boolean centred, double floor, int draws, long seed) {
        if (draws < 1) {
            throw new IllegalArgumentException("draws is " + draws + ", expected at least 1");
        }
        if (centred && gradients.samples() < 2) {
            throw new IllegalArgumentException("there is " + gradients.samples() + " sample, expected at least 2 to be centred");
        }
        State state = gradients.state(floor);
        if (state != State.MEASURABLE && !(state == State.CONSTANT && !centred)) {
            return new EffectiveRank(state, OptionalDouble.empty(), Optional.empty(), gradients.meanNorm());
        }
        double rank = rank((centred ? gradients.centred() : gradients).smallerGram());
        // without its mean, noise is noise in one dimension less
        Noise noise = Noise.of(centred ? gradients.samples() - 1 : gradients.samples(), gradients.features(), draws, seed);
        double[] ratios = Arrays.stream(noise.ranks).map(ofNoise -> rank / ofNoise).toArray();
        return new EffectiveRank(state, OptionalDouble.of(rank), Optional.of(Estimate.of(ratios)), gradients.meanNorm());
    }

    /** The ranks of draws of white noise. The last ones are kept: whoever compares nets asks for the same again and again. */
    private record Noise(int rows, int columns, long seed, double... ranks) {

        private static volatile Noise last = new Noise(0, 0, 0);

        static Noise of(int rows, int columns, int draws, long seed) {
            Noise noise = last;
            if (noise.rows != rows || noise.columns != columns || noise.seed != seed || noise.ranks.length != draws) {
                noise = new Noise(rows, columns, seed, IntStream.range(0, draws)
                        .mapToDouble(d -> ofNoise(rows, columns, RandomStreams.of(seed, "white noise " + d))).toArray());
                last = noise;
            }
            return noise;
        }
    }

    /**
     * The effective rank of one draw of white noise, independent N(0, 1). Its Gram matrix is drawn as L·Lᵀ with a triangular L (Bartlett's decomposition):
     * below the diagonal N(0, 1), the squares on it χ² of M, M − 1, … degrees of freedom, M the larger side.
     *
     * @throws IllegalArgumentException if there is no row or no column
     * @throws org.unshatter.autodiff.OutOfMemoryException if its matrices do not fit into what is left of the heap
     */
    public static double ofNoise(int rows, int columns, RandomGenerator random) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("noise of " + rows + " × " + columns + ", expected at least 1 × 1");
        }
        int n = Math.min(rows, columns);
        Memory.require(3L * Double.BYTES * n * n, "the effective rank of noise of " + rows + " × " + columns); // two here, one in the eigenvalues
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                l[i][j] = random.nextGaussian();
            }
            l[i][i] = Math.sqrt(chiSquare(Math.max(rows, columns) - i, random));
        }
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k <= j; k++) {
                    gram[i][j] += l[i][k] * l[j][k];
                }
                gram[j][i] = gram[i][j];
            }
        }
        return rank(gram);
    }

    /** Of more than one degree twice a gamma variate, by rejection: Marsaglia and Tsang 2000. */
    private static double chiSquare(int degrees, RandomGenerator random) {
        if (degrees == 1) {
            double z = random.nextGaussian();
            return z * z;
        }
        double d = degrees / 2.0 - 1.0 / 3;
        while (true) {
            double z = random.nextGaussian();
            double v = Math.pow(1 + z / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < z * z / 2 + d - d * v + d * Math.log(v)) {
                return 2 * d * v;
            }
        }
    }

    private static double rank(double[][] gram) {
        double trace = 0;
        for (int i = 0; i < gram.length; i++) {
            trace += gram[i][i];
        }
        double[] values = SymmetricEigen.values(gram);
        return trace / values[values.length - 1];
    }
}
