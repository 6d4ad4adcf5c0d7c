package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.tests.kernels.NormCase.Kind;
import org.unshatter.tests.kernels.NormOperands.Gradients;
import org.unshatter.tests.kernels.NormOperands.Outputs;
import org.unshatter.tests.kernels.NormOperands.Starts;

/**
 * Where half of the numbers are mean + d and half are mean − d, and √(d² + ε) and the number of numbers are powers of two, nothing is
 * rounded: normalisations and their gradients equal their definition, tolerance 0.
 */
@EveryWidth
class NormExactTest {

    private final Verdict verdict = new Verdict(NormExactTest.class);

    /** Whole blocks and parts of one, planes of a single pixel and of two thousand, rows shorter than a vector and much longer. */
    static Stream<NormCase> shapes() {
        Stream<NormCase> batches = Stream.of(of(Kind.BATCH, 2, 2, 1, 1), of(Kind.BATCH, 1, 3, 4, 4), of(Kind.BATCH, 4, 1, 1, 1),
                of(Kind.BATCH, 8, 5, 4, 2), of(Kind.BATCH, 16, 2, 4, 4), of(Kind.BATCH, 32, 3, 8, 8), of(Kind.BATCH, 64, 2, 1, 1),
                of(Kind.BATCH, 32, 2, 32, 64));
        Stream<NormCase> layers = Stream.of(of(Kind.LAYER, 1, 1, 1, 2), of(Kind.LAYER, 5, 2, 4, 4), of(Kind.LAYER, 17, 4, 1, 1),
                of(Kind.LAYER, 40, 4, 8, 8), of(Kind.LAYER, 16, 1, 16, 8), of(Kind.LAYER, 3, 2, 32, 64));
        Stream<NormCase> rows = Stream.of(of(Kind.ROW, 1, 2, 1, 1), of(Kind.ROW, 7, 4, 1, 1), of(Kind.ROW, 3, 8, 1, 1), of(Kind.ROW, 9, 16, 1, 1),
                of(Kind.ROW, 2, 64, 1, 1), of(Kind.ROW, 5, 512, 1, 1));
        Stream<NormCase> columns = Stream.of(of(Kind.COLUMN, 2, 1, 1, 1), of(Kind.COLUMN, 4, 7, 1, 1), of(Kind.COLUMN, 8, 16, 1, 1),
                of(Kind.COLUMN, 16, 25, 1, 1), of(Kind.COLUMN, 256, 200, 1, 1), of(Kind.COLUMN, 2048, 66, 1, 1));
        return Stream.of(batches, layers, rows, columns).flatMap(each -> each);
    }

    private static NormCase of(Kind kind, int batch, int channels, int height, int width) {
        return NormCase.of(kind, batch, channels, height, width);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void nothingIsRounded(NormCase shape) {
        check(shape, 2, 0, false, true);
        check(shape, 2, 12, false, false);
        check(shape, 1, 3, false, true);
        if (shape.kind() != Kind.ROW) {
            check(shape.with(true, 0, true), 2, 12, true, true);
            check(shape.with(true, 0, true), 2, 0, true, false);
            check(shape.with(false, 0, true), 3, 0, true, true);
            check(shape.with(false, 0, false), 3, 0, false, false);
        }
        verdict.conclude();
    }

    /** Pre-activations of exactly 0 are frequent here: the rectifier must let no gradient pass there. */
    private void check(NormCase plain, int deviation, double epsilon, boolean relu, boolean affine) {
        NormCase shape = plain.with(plain.divide(), epsilon, relu);
        RandomGenerator random = Seeds.stream(shape.toString().hashCode());
        double[] gamma = affine ? NormOperands.floats(shape.channels(), () -> random.nextInt(-2, 3)) : null;
        double[] beta = affine ? NormOperands.floats(shape.channels(), () -> random.nextInt(-2, 3)) : null;
        double[] dy = NormOperands.floats(shape.elements(), () -> random.nextInt(-3, 4));
        NormOperands operands = new NormOperands(shape, halves(shape, deviation, random), gamma, beta, dy, NormExactTest.class);
        NormReference exact = operands.reference();

        Outputs outputs = operands.forward();
        for (int group = 0; group < shape.groups(); group++) {
            verdict.exact(exact.mean()[group], outputs.mean()[group], "mean of " + shape, group);
            if (shape.divide()) {
                verdict.exact(exact.variance()[group], outputs.variance()[group], "variance of " + shape, group);
            }
        }
        same(exact, outputs.y(), "forward of " + shape);
        Starts start = Starts.of(shape, () -> random.nextInt(-3, 4));
        if (shape.kind() != Kind.COLUMN) {
            gradients(operands, exact, true, start);
        }
        if (shape.kind() != Kind.ROW) {
            gradients(operands, exact, true, null);
        }
        if (shape.kind().overBatch()) {
            same(exact, operands.evaluate(exact.mean(), exact.variance()), "evaluate of " + shape);
            gradients(operands, exact, false, shape.kind() == Kind.COLUMN ? null : start);
        }
    }

    private void same(NormReference exact, float[] y, String where) {
        for (int i = 0; i < y.length; i++) {
            verdict.exact(exact.forward(i), y[i], where, i);
        }
    }

    private void gradients(NormOperands operands, NormReference exact, boolean through, Starts start) {
        NormCase shape = operands.shape;
        Starts from = start == null ? Starts.of(shape, () -> 0) : start;
        Gradients gradients = operands.gradient(exact.mean(), exact.variance(), through, start, true, true);
        String where = " of " + shape + (through ? ", through statistics" : ", with constant statistics") + (start == null ? "" : ", added");
        same(exact.gradientByData(operands.dy, through), from.x(), gradients.dx(), "gradient by x" + where);
        same(exact.gradientByGamma(operands.dy), from.gamma(), gradients.dgamma(), "gradient by γ" + where);
        same(exact.gradientByBeta(operands.dy), from.beta(), gradients.dbeta(), "gradient by β" + where);
    }

    private void same(double[] expected, double[] start, float[] actual, String where) {
        for (int i = 0; i < actual.length; i++) {
            verdict.exact(start[i] + expected[i], actual[i], where, i);
        }
    }

    /** Of each group one half above its mean, one half below, in random order: by how many of each are left. */
    private static double[] halves(NormCase shape, int deviation, RandomGenerator random) {
        double[] means = NormOperands.floats(shape.groups(), () -> random.nextInt(-9, 10));
        int[] left = new int[shape.groups()];
        int[] above = new int[shape.groups()];
        Arrays.fill(left, shape.size());
        Arrays.fill(above, shape.size() / 2);
        double[] x = new double[shape.elements()];
        for (int i = 0; i < x.length; i++) {
            int group = shape.group(i);
            boolean up = random.nextInt(left[group]--) < above[group];
            above[group] -= up ? 1 : 0;
            x[i] = means[group] + (up ? deviation : -deviation);
        }
        return x;
    }
}
