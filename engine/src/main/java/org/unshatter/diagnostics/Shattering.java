package org.unshatter.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/**
 * Do the gradients of a function shatter? One call, for any function made of tensor operations:
 * <pre>{@code
 * RandomGenerator random = RandomStreams.of(1, "my function");
 * Tensor w1 = Tensor.of(Initializers.he().weights(200, 10, random), 200, 10);
 * Tensor w2 = Tensor.of(Initializers.he().weights(1, 200, random), 1, 200);
 * Tensor inputs = Tensor.of(Initializers.normal(1).weights(64, 10, random), 64, 10);
 *
 * Shattering s = Shattering.examine(x -> x.matmulTransposed(w1).relu().matmulTransposed(w2), inputs);
 *
 * System.out.println(s.verdict()); // BROWN
 * System.out.println("nearby gradients correlate by " + s.nearby().mean() + ", those of different inputs by " + s.batchCorrelation());
 * }</pre>
 *
 * <p>Two questions decide. What does the gradient at a point tell about the gradient {@value #STEP_PERCENT} % of the way to another input? And have the gradients by
 * the inputs of a batch anything in common, or is their effective rank that of white noise? Correlation is that of Balduzzi et al. 2017, section 3:
 * R = E⟨gᵢ, gⱼ⟩/√(E‖gᵢ‖²·E‖gⱼ‖²), without removing a mean, since a gradient that is everywhere the same tells everything. The limits between the verdicts are this
 * project's own: of the paper's centred plain nets of width 200, those of depth 4 are brown, of 10 fading or shattered, of 24 shattered; residual ones of depth
 * 50 are at the border of brown with β = 0.1, and fading or shattered with β = 1.
 *
 * <p>Size is another question, see {@link GradientNorms}: gradients can explode and shatter or do either alone. Gradients that have collapsed have no
 * correlation worth the name.
 *
 * @param verdict           the answer
 * @param nearby            R between the full gradients at points {@value #STEP_PERCENT} % of a line apart; mean over the lines
 * @param lag               that, in points of a line
 * @param autocorrelation   of the directional derivative along the lines, with its mean removed, lags 0 to 15, mean over the lines; empty where it is constant
 * @param correlationLength where that falls to 1/e, in fractions of a line; empty where it is constant
 * @param spectralSlope     of its power spectrum: 0 for white noise, −2 for brown; empty where it is constant
 * @param whiteness         p-value of each line's test for white noise; empty where it is constant
 * @param batchCorrelation  R between the gradients by different inputs of the batch
 * @param relativeRank      effective rank of the batch's gradients by that of white noise; empty where there is none, or that of noise is below {@value #LEAST_NOISE_RANK}
 * @param inputRank         the same of the inputs themselves; only where that is at most {@link #BROWN_RANK} the gradients' rank takes part in the verdict
 * @param meanOverDeviation of the batch's gradients; empty where there is none
 * @param size              mean norm of the batch's gradients
 * @param state             what can be said of them at all
 */
public record Shattering(Verdict verdict, Estimate nearby, int lag, double[] autocorrelation, Optional<Estimate> correlationLength,
                         Optional<Estimate> spectralSlope, double[] whiteness, double batchCorrelation, OptionalDouble relativeRank,
                         OptionalDouble inputRank, OptionalDouble meanOverDeviation, double size, GradientMatrix.State state) {

    /** The answers, from order to noise; the last two where the question has no meaning. */
    public enum Verdict {
        /** The same gradient everywhere, up to rounding: the function is linear. */
        CONSTANT,
        /** Nearby gradients are alike, as in a shallow net. */
        BROWN,
        /** On the way from brown to white. */
        FADING,
        /** The gradient at a point tells nothing about the gradient nearby, or those by different inputs have no more in common than noise. */
        SHATTERED,
        /** Gradients are 0, or nearly. */
        COLLAPSED,
        /** Gradients are not finite, or the function itself is not. */
        EXPLODED
    }

    /** Lines between inputs of the batch. */
    public static final int LINES = 3;
    /** Points on each line. */
    public static final int POINTS = 256;
    /** Distance of nearby points. */
    public static final int STEP_PERCENT = 2;
    /** Nearby gradients that correlate by at least this are brown. */
    public static final double BROWN_ABOVE = 0.5;
    /** Nearby gradients that correlate by less than this have shattered. */
    public static final double SHATTERED_BELOW = 0.15;
    /** Gradients of a batch are brown to this relative effective rank. */
    public static final double BROWN_RANK = 0.1;
    /** Gradients of a batch have shattered from this relative effective rank on. */
    public static final double SHATTERED_RANK = 0.4;

    /**
     * The least rank of noise that another can be compared with: 64 samples of 768 features have 39. Gradients of correlation R have a rank of up to 1/R, and noise of
     * 16 samples of 16 features one of 4, so that with R = 1/2, that of one layer and independent inputs, they would look half shattered.
     */
    public static final int LEAST_NOISE_RANK = 32;

    private static final int MAX_LAG = 15;

    /**
     * Of the sum of each sample's outputs.
     *
     * @throws IllegalArgumentException if there are fewer than two inputs, or the two ends of a line are the same or not finite
     */
    public static Shattering examine(UnaryOperator<Tensor> function, Tensor inputs) {
        return examine(function, Readout.sum(), inputs, 1);
    }

    /**
     * Takes an evaluation and a pass back for the batch and for each of {@value #LINES} lines of {@value #POINTS} points between its first inputs; two inputs make one line.
     *
     * @param function with batch statistics, each line is a batch of its own
     * @param readout  the number of each sample whose gradient is meant; not one by labels, which the points of a line do not have
     * @param inputs   [samples, …], at least two, the first of them different
     * @param seed     of the noise that ranks are compared with
     * @throws IllegalArgumentException if there are fewer than two inputs, or the two ends of a line are the same or not finite
     */
    public static Shattering examine(UnaryOperator<Tensor> function, Readout readout, Tensor inputs, long seed) {
        if (inputs.rank() < 2 || inputs.dim(0) < 2) {
            throw new IllegalArgumentException("inputs is " + inputs + ", expected [samples, …] with at least 2 samples");
        }
        List<InputLine> lines = IntStream.range(0, Math.min(LINES, inputs.dim(0) / 2)).mapToObj(i -> line(inputs, 2 * i)).toList();
        Captured pass = Captured.of(in -> {
            Tape tape = new Tape();
            Tensor x = tape.variable(in[0]);
            Tensor numbers = readout.numbers(function.apply(x));
            return new Tensor[] {tape.gradients(numbers).of(x), numbers};
        });
        Tensor[] ofBatch = pass.run(inputs);
        GradientMatrix batch = GradientMatrix.of(ofBatch[0]); // now: the next run overwrites it
        double correlation = GradientMoments.of(ofBatch[0].reshape(inputs.dim(0), -1)).correlation();
        GradientMatrix.State state = state(batch, ofBatch[1]);
        List<GradientMatrix> alongLines = new ArrayList<>();
        List<GradientSignal> signals = new ArrayList<>();
        boolean constant = state == GradientMatrix.State.CONSTANT;
        for (int i = 0; i < lines.size() && usable(state); i++) {
            Tensor[] onLine = pass.run(lines.get(i).inputs());
            Tensor g = onLine[0];
            alongLines.add(GradientMatrix.of(g));
            GradientMatrix.State ofLine = state(alongLines.getLast(), onLine[1]);
            state = usable(ofLine) ? state : ofLine;
            constant &= ofLine == GradientMatrix.State.CONSTANT;
            // across a constant gradient, the derivative along a line may be rounding alone
            if (ofLine == GradientMatrix.State.MEASURABLE) {
                signals.add(lines.get(i).along(g));
            }
        }
        return of(batch, correlation, GradientMatrix.of(inputs), state, constant, alongLines, signals.stream().filter(signal -> !signal.isConstant()).toList(), seed);
    }

    private static InputLine line(Tensor inputs, int first) {
        try {
            return InputLine.between(sample(inputs, first), sample(inputs, first + 1), POINTS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("inputs, line from sample " + first + " (a) to sample " + (first + 1) + " (b): " + e.getMessage(), e);
        }
    }

    /** A rectifier lets no gradient through where its input is not a number, so that gradients can be finite where the function is not. */
    private static GradientMatrix.State state(GradientMatrix gradients, Tensor numbers) {
        for (float number : numbers.toArray()) {
            if (!Float.isFinite(number)) {
                return GradientMatrix.State.EXPLODED;
            }
        }
        return gradients.state(GradientMatrix.COLLAPSED);
    }

    private static boolean usable(GradientMatrix.State state) {
        return state == GradientMatrix.State.MEASURABLE || state == GradientMatrix.State.CONSTANT;
    }

    private static Tensor sample(Tensor inputs, int index) {
        int[] shape = inputs.shape();
        return inputs.slice(0, index, index + 1).reshape(Arrays.copyOfRange(shape, 1, shape.length));
    }

    /**
     * @param constant whether the gradient is the same for all samples and along all lines
     * @param varying  derivatives along lines that are not constant
     */
    private static Shattering of(GradientMatrix batch, double batchCorrelation, GradientMatrix inputs, GradientMatrix.State state, boolean constant, List<GradientMatrix> alongLines,
                                List<GradientSignal> varying, long seed) {
        int lag = Math.max(1, Math.round(STEP_PERCENT * (POINTS - 1) / 100f));
        if (!usable(state)) {
            Verdict verdict = state == GradientMatrix.State.COLLAPSED ? Verdict.COLLAPSED : Verdict.EXPLODED;
            return new Shattering(verdict, new Estimate(Double.NaN, Double.NaN, 1), lag, new double[0], Optional.empty(), Optional.empty(), new double[0],
                    Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), batch.meanNorm(), state);
        }
        Estimate nearby = Estimate.of(alongLines.stream().mapToDouble(line -> atLag(line, lag)).toArray());
        OptionalDouble rank = rank(batch, seed);
        OptionalDouble inputRank = rank(inputs, seed);
        return new Shattering(constant ? Verdict.CONSTANT : verdict(nearby.mean(), inputRank.orElse(1) <= BROWN_RANK ? rank.orElse(0) : 0), nearby, lag, meanAutocorrelation(varying),
                estimate(varying, signal -> CorrelationLength.of(signal).eFolding() / (POINTS - 1)),
                estimate(varying, signal -> PowerSpectrum.of(signal).slope().value()),
                varying.stream().mapToDouble(signal -> Whiteness.of(signal, MAX_LAG).pValue()).toArray(),
                batchCorrelation, rank, inputRank, MeanOverDeviation.of(batch).ratio(), batch.meanNorm(), state);
    }

    /**
     * Samples of so many features that it takes for noise to have a rank of {@value #LEAST_NOISE_RANK}; empty if no number of them is enough. The rank of large
     * matrices of noise is 1/(1/√samples + 1/√features)², Geman 1980.
     *
     * @throws IllegalArgumentException if features is less than 1
     */
    public static OptionalInt samplesForRank(int features) {
        if (features < 1) {
            throw new IllegalArgumentException("features is " + features + ", expected at least 1");
        }
        double root = 1 / Math.sqrt(LEAST_NOISE_RANK) - 1 / Math.sqrt(features);
        double samples = Math.ceil(1 / (root * root) * (1 - 1e-12)); // 128 of 128, whatever is rounded
        return root > 0 && samples < Integer.MAX_VALUE ? OptionalInt.of((int) samples) : OptionalInt.empty();
    }

    private static OptionalDouble rank(GradientMatrix matrix, long seed) {
        if (matrix.samples() < samplesForRank(matrix.features()).orElse(Integer.MAX_VALUE)) {
            return OptionalDouble.empty();
        }
        return EffectiveRank.of(matrix, seed).relative().map(relative -> OptionalDouble.of(relative.mean())).orElse(OptionalDouble.empty());
    }

    private static Verdict verdict(double nearby, double rank) {
        if (nearby < SHATTERED_BELOW || rank >= SHATTERED_RANK) {
            return Verdict.SHATTERED;
        }
        return nearby >= BROWN_ABOVE && rank <= BROWN_RANK ? Verdict.BROWN : Verdict.FADING;
    }

    /** Whether the rank of the batch's gradients took part in the verdict. */
    public boolean rankDecides() {
        return relativeRank.isPresent() && inputRank.orElse(1) <= BROWN_RANK;
    }

    /** Mean of ⟨gᵢ, gᵢ₊ₖ⟩ by the root of the product of the means of ‖gᵢ‖² and ‖gᵢ₊ₖ‖², all over the same pairs: at most 1, also where gradients grow along the line. */
    private static double atLag(GradientMatrix line, int lag) {
        double[][] g = line.toArray();
        double products = 0;
        double squaresHere = 0;
        double squaresThere = 0;
        for (int i = 0; i + lag < g.length; i++) {
            for (int f = 0; f < g[i].length; f++) {
                double here = g[i][f];
                double there = g[i + lag][f];
                products += here * there;
                squaresHere += here * here;
                squaresThere += there * there;
            }
        }
        double squares = Math.sqrt(squaresHere * squaresThere);
        return squares == 0 ? 0 : products / squares; // a gradient that is 0 on all but the last points tells nothing of those
    }

    private static double[] meanAutocorrelation(List<GradientSignal> signals) {
        double[] mean = new double[signals.isEmpty() ? 0 : MAX_LAG + 1];
        for (GradientSignal signal : signals) {
            double[] acf = signal.autocorrelation(MAX_LAG, true);
            for (int k = 0; k <= MAX_LAG; k++) {
                mean[k] += acf[k] / signals.size();
            }
        }
        return mean;
    }

    private static Optional<Estimate> estimate(List<GradientSignal> signals, ToDoubleFunction<GradientSignal> value) {
        return signals.isEmpty() ? Optional.empty() : Optional.of(Estimate.of(signals.stream().mapToDouble(value).toArray()));
    }
}
