package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.LayerNorm;
import org.unshatter.kernels.RowNorm;

/**
 * Operands of a normalisation and what the kernels make of them, each inside a larger array of poison, at an offset of its own. Idle lanes are
 * poisoned as well, and outputs that are not added to hold NaN before. The plain values are kept in double precision.
 */
final class NormOperands {

    /** Without idle lanes; no variances where they are not divided by. */
    record Outputs(float[] mean, float[] variance, float[] y) {
    }

    /** Without idle lanes; null what was not asked for. */
    record Gradients(float[] dx, float[] dgamma, float[] dbeta) {
    }

    final NormCase shape;
    final double[] x;
    /** Null for ones. */
    final double[] gamma;
    /** Null for zeros. */
    final double[] beta;
    final double[] dy;
    private final Class<?> test;
    private final Guarded xs;
    private final Guarded gammas;
    private final Guarded betas;
    private final Guarded dys;

    NormOperands(NormCase shape, double[] x, double[] gamma, double[] beta, double[] dy, Class<?> test) {
        this.shape = shape;
        this.x = x;
        this.gamma = gamma;
        this.beta = beta;
        this.dy = dy;
        this.test = test;
        xs = stored(x, 3);
        gammas = gamma == null ? null : run(gamma, 1);
        betas = beta == null ? null : run(beta, 2);
        dys = stored(dy, 5);
    }

    /** What is normalised together has a mean of its own, about as large as its spread or much larger. */
    static NormOperands random(NormCase shape, RandomGenerator random, Class<?> test) {
        double spread = new double[] {1, 0.1, 5}[random.nextInt(3)];
        double centre = new double[] {0, 3, -40}[random.nextInt(3)];
        double[] means = floats(shape.groups(), () -> centre + random.nextGaussian());
        double[] x = floats(shape.elements(), random::nextGaussian);
        Arrays.setAll(x, i -> (float) (means[shape.group(i)] + spread * x[i]));
        double[] gamma = random.nextInt(4) == 0 ? null : floats(shape.channels(), random::nextGaussian);
        double[] beta = random.nextInt(4) == 0 ? null : floats(shape.channels(), random::nextGaussian);
        double[] dy = floats(shape.elements(), () -> 0.5 + random.nextGaussian());
        return new NormOperands(shape, x, gamma, beta, dy, test);
    }

    NormOperands withGradient(double[] dy) {
        return new NormOperands(shape, x, gamma, beta, dy, test);
    }

    static double[] floats(int n, DoubleSupplier values) {
        return IntStream.range(0, n).mapToDouble(i -> (float) values.getAsDouble()).toArray();
    }

    static double[] rounded(double[] values) {
        return Arrays.stream(values).map(v -> (float) v).toArray();
    }

    NormReference reference() {
        return NormReference.of(shape, x, gamma, beta);
    }

    Outputs forward() {
        Guarded mean = empty(shape.groups(), 2);
        // null where the kernels promise not to look
        Guarded variance = shape.divide() ? empty(shape.groups(), 6) : null;
        Guarded y = empty(shape.stored(), 4);
        Guarded[] inputs = inputs(xs, gammas, betas);
        Guarded[] before = copies(inputs);
        switch (shape.kind()) {
            case BATCH -> BatchNorm.forward(shape.norm(), xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    mean.array, mean.offset, array(variance), offset(variance), y.array, y.offset);
            case LAYER -> LayerNorm.forward(shape.norm(), xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    mean.array, mean.offset, array(variance), offset(variance), y.array, y.offset);
            case ROW -> RowNorm.forward(shape.batch(), shape.channels(), shape.epsilon(), xs.array, xs.offset, array(gammas), offset(gammas),
                    array(betas), offset(betas), mean.array, mean.offset, variance.array, variance.offset, y.array, y.offset);
            case COLUMN -> ColumnNorm.forward(shape.batch(), shape.channels(), shape.divide(), shape.epsilon(), shape.activation(),
                    xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    mean.array, mean.offset, array(variance), offset(variance), y.array, y.offset);
        }
        check(inputs, before, mean, variance, y);
        return new Outputs(values(mean), values(variance), plain(y));
    }

    /** By batch normalisation alone, of images or of columns. */
    float[] evaluate(double[] mean, double[] variance) {
        Guarded means = run(mean, 2);
        Guarded variances = shape.divide() ? run(variance, 6) : null;
        Guarded y = empty(shape.stored(), 4);
        Guarded[] inputs = inputs(xs, gammas, betas, means, variances);
        Guarded[] before = copies(inputs);
        if (shape.kind() == NormCase.Kind.BATCH) {
            BatchNorm.evaluate(shape.norm(), xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    means.array, means.offset, array(variances), offset(variances), y.array, y.offset);
        } else {
            ColumnNorm.evaluate(shape.batch(), shape.channels(), shape.divide(), shape.epsilon(), shape.activation(),
                    xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    means.array, means.offset, array(variances), offset(variances), y.array, y.offset);
        }
        check(inputs, before, y);
        return plain(y);
    }

    /**
     * @param through whether through mean and variance; only batch normalisation can do otherwise
     * @param start   what is added to, or null; for rows, which know nothing else, not null, and for columns null
     */
    Gradients gradient(double[] mean, double[] variance, boolean through, Starts start, boolean byGamma, boolean byBeta) {
        Guarded means = run(mean, 2);
        Guarded variances = shape.divide() ? run(variance, 6) : null;
        Guarded dx = start == null ? empty(shape.stored(), 1) : stored(start.x, 1);
        Guarded dgamma = !byGamma ? null : start == null ? empty(shape.channels(), 7) : run(start.gamma, 7);
        Guarded dbeta = !byBeta ? null : start == null ? empty(shape.channels(), 9) : run(start.beta, 9);
        Guarded[] inputs = inputs(xs, gammas, betas, dys, means, variances);
        Guarded[] before = copies(inputs);
        switch (shape.kind()) {
            case BATCH -> BatchNorm.gradient(shape.norm(), xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    means.array, means.offset, array(variances), offset(variances), dys.array, dys.offset, through, start != null,
                    dx.array, dx.offset, array(dgamma), offset(dgamma), array(dbeta), offset(dbeta));
            case LAYER -> LayerNorm.gradient(shape.norm(), xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    means.array, means.offset, array(variances), offset(variances), dys.array, dys.offset, start != null,
                    dx.array, dx.offset, array(dgamma), offset(dgamma), array(dbeta), offset(dbeta));
            case ROW -> RowNorm.addGradient(shape.batch(), shape.channels(), shape.epsilon(), xs.array, xs.offset, array(gammas), offset(gammas),
                    means.array, means.offset, variances.array, variances.offset, dys.array, dys.offset,
                    dx.array, dx.offset, array(dgamma), offset(dgamma), array(dbeta), offset(dbeta));
            case COLUMN -> ColumnNorm.gradient(shape.batch(), shape.channels(), shape.divide(), shape.epsilon(), shape.activation(),
                    xs.array, xs.offset, array(gammas), offset(gammas), array(betas), offset(betas),
                    means.array, means.offset, array(variances), offset(variances), dys.array, dys.offset, through,
                    dx.array, dx.offset, array(dgamma), offset(dgamma), array(dbeta), offset(dbeta));
        }
        check(inputs, before, dx, dgamma, dbeta);
        return new Gradients(plain(dx), values(dgamma), values(dbeta));
    }

    /** What gradients are added to. */
    record Starts(double[] x, double[] gamma, double[] beta) {

        /** Nothing: zeros where gradients are always added, null where they can be written. */
        static Starts none(NormCase shape) {
            return shape.kind() == NormCase.Kind.ROW ? of(shape, () -> 0) : null;
        }

        static Starts of(NormCase shape, DoubleSupplier values) {
            return new Starts(floats(shape.elements(), values), floats(shape.channels(), values), floats(shape.channels(), values));
        }
    }

    private void check(Guarded[] inputs, Guarded[] before, Guarded... outputs) {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i].assertSameBits(before[i], shape, test);
        }
        Stream.of(outputs).filter(output -> output != null).forEach(output -> output.assertNothingAround(shape, test));
    }

    private static Guarded[] inputs(Guarded... inputs) {
        return Stream.of(inputs).filter(input -> input != null).toArray(Guarded[]::new);
    }

    private static Guarded[] copies(Guarded[] inputs) {
        return Stream.of(inputs).map(Guarded::copy).toArray(Guarded[]::new);
    }

    private static float[] array(Guarded run) {
        return run == null ? null : run.array;
    }

    private static int offset(Guarded run) {
        return run == null ? 0 : run.offset;
    }

    private static Guarded empty(int n, int offset) {
        return Guarded.run(n, offset).fill(Float.NaN);
    }

    private static Guarded run(double[] values, int offset) {
        int[] next = {0};
        return Guarded.run(values.length, offset).fill(() -> values[next[0]++]);
    }

    private Guarded stored(double[] values, int offset) {
        Guarded stored = empty(shape.stored(), offset);
        for (int i = 0; i < values.length; i++) {
            stored.array[offset + shape.place(i)] = (float) values[i];
        }
        return stored;
    }

    private float[] plain(Guarded stored) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = stored.get(shape.place(i));
        }
        return values;
    }

    private static float[] values(Guarded run) {
        return run == null ? null : Arrays.copyOfRange(run.array, run.offset, run.offset + run.columns);
    }
}
