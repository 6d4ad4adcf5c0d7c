package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/** Hessian-vector products of whole nets, by all their parameters at once, against second differences in double precision. */
class HessianVectorProductTest {

    /** The error of a second difference is about STEP² + 2⁻⁵²/STEP²: some 1e-7 at best. */
    private static final double STEP = 1e-4;
    private static final double TOLERANCE = 1e-4;
    private static final double EPSILON = 0.05;
    private static final int BATCH = 6;
    private static final int HIDDEN = 5;
    private static final int[] ROWS = {BATCH, HIDDEN, 1, 1};
    private static final Tensor X = Data.random(new SplittableRandom(1), BATCH, 3);
    private static final Tensor IMAGES = Data.random(new SplittableRandom(2), BATCH, 2, 3, 2);
    private static final Tensor LABELS = Tensor.of(new float[] {0, 2, 1, 1, 0, 2}, BATCH);
    private static final Window WINDOW = Window.of(3).padding(1);

    /** A loss of one vector of parameters, in tensors and in double precision. */
    private record Net(String name, int parameters, UnaryOperator<Tensor> loss, ToDoubleFunction<double[]> reference) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Cuts one vector into the parameters. */
    private static final class Cut {
        private final Tensor all;
        private int from;

        Cut(Tensor all) {
            this.all = all;
        }

        Tensor next(int... shape) {
            int to = from + References.size(shape);
            Tensor part = all.slice(0, from, to).reshape(shape);
            from = to;
            return part;
        }
    }

    private static final class DoubleCut {
        private final double[] all;
        private int from;

        DoubleCut(double[] all) {
            this.all = all;
        }

        double[] next(int length) {
            from += length;
            return Arrays.copyOfRange(all, from - length, from);
        }
    }

    private static Net dense(String name, UnaryOperator<Tensor> norm, UnaryOperator<double[]> reference) {
        return new Net("dense, " + name + ", tanh", 5 * HIDDEN + 3 * HIDDEN + HIDDEN, v -> {
            Cut p = new Cut(v);
            Tensor h = norm.apply(X.matmulTransposed(p.next(HIDDEN, 3)));
            h = h.multiply(p.next(HIDDEN)).addBias(p.next(HIDDEN)).tanh();
            return h.matmulTransposed(p.next(3, HIDDEN)).crossEntropy(LABELS, 0.1);
        }, v -> {
            DoubleCut p = new DoubleCut(v);
            double[] h = reference.apply(References.matmulTransposed(BATCH, 3, HIDDEN, Data.doubles(X), p.next(3 * HIDDEN)));
            h = ImageReferences.map(ImageReferences.affine(ROWS, h, p.next(HIDDEN), p.next(HIDDEN)), Math::tanh);
            return crossEntropy(References.matmulTransposed(BATCH, HIDDEN, 3, h, p.next(3 * HIDDEN)));
        });
    }

    static List<Net> nets() {
        return List.of(
                dense("no norm", x -> x, x -> x),
                dense("layer norm", x -> x.layerNorm(EPSILON), x -> ImageReferences.layerNorm(ROWS, EPSILON, x)),
                dense("centred", x -> x.center(Statistics.DIFFERENTIATED), x -> ImageReferences.center(ROWS, x, x)),
                dense("batch norm", x -> x.batchNorm(EPSILON, Statistics.DIFFERENTIATED), x -> ImageReferences.batchNorm(ROWS, EPSILON, x, x)),
                dense("batch norm as written out",
                        x -> x.subtract(x.mean(0)).divide(x.variance(0).addScalar((float) EPSILON).sqrt()), x -> ImageReferences.batchNorm(ROWS, EPSILON, x, x)),
                convolutional("batch norm", (x, p) -> x.batchNorm(p.next(4), p.next(4), EPSILON, Statistics.DIFFERENTIATED),
                        (s, x) -> ImageReferences.batchNorm(s, EPSILON, x, x)),
                convolutional("layer norm", (x, p) -> x.layerNorm(p.next(4), p.next(4), EPSILON), (s, x) -> ImageReferences.layerNorm(s, EPSILON, x)));
    }

    private interface Normalised {
        Tensor apply(Tensor x, Cut p);
    }

    private interface NormalisedReference {
        double[] apply(int[] shape, double[] x);
    }

    private static Net convolutional(String name, Normalised norm, NormalisedReference reference) {
        int[] images = IMAGES.shape();
        int[] hidden = {BATCH, 4, 3, 2};
        return new Net("convolutional, " + name + ", softplus", 72 + 4 + 4 + 12 + 3, v -> {
            Cut p = new Cut(v);
            Tensor h = norm.apply(IMAGES.conv2d(p.next(4, 2, 3, 3), null, WINDOW, 1), p).softplus();
            return h.globalAveragePool().linear(p.next(3, 4), p.next(3)).crossEntropy(LABELS, 0.1);
        }, v -> {
            DoubleCut p = new DoubleCut(v);
            double[] h = reference.apply(hidden, ImageReferences.conv2d(images, 4, WINDOW, 1, Data.doubles(IMAGES), p.next(72), null));
            h = ImageReferences.map(ImageReferences.affine(hidden, h, p.next(4), p.next(4)), e -> Math.log1p(Math.exp(e)));
            double[] pooled = ImageReferences.averagePool(hidden, new Window(3, 2, 1, 1, 0, 0, 0, 0, 1, 1), false, h);
            return crossEntropy(References.addBias(References.matmulTransposed(BATCH, 4, 3, pooled, p.next(12)), p.next(3)));
        });
    }

    /** With smoothing 0.1. */
    private static double crossEntropy(double[] logits) {
        double loss = 0;
        for (int i = 0; i < BATCH; i++) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += Math.exp(logits[3 * i + k]);
            }
            for (int k = 0; k < 3; k++) {
                double target = 0.1 / 3 + (k == LABELS.get(i) ? 0.9 : 0);
                loss -= target * (logits[3 * i + k] - Math.log(sum)) / BATCH;
            }
        }
        return loss;
    }

    @ParameterizedTest
    @MethodSource("nets")
    void agreesWithSecondDifferences(Net net) {
        for (long seed = 0; seed < 3; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tensor at = Data.random(random, net.parameters());
            Tensor v = Data.random(random, net.parameters());
            double[] x = Data.doubles(at);
            double[] direction = Data.doubles(v);
            assertEquals(net.reference().applyAsDouble(x), net.loss().apply(at).item(), 1e-5, net + ", seed " + seed + ": loss");
            float[] got = Derivatives.hessianVectorProduct(net.loss(), at, v).toArray();
            double[] expected = new double[got.length];
            double largest = 0;
            for (int i = 0; i < got.length; i++) {
                expected[i] = (slope(net, x, i, direction, STEP) - slope(net, x, i, direction, -STEP)) / (2 * STEP);
                largest = Math.max(largest, Math.abs(expected[i]));
            }
            assertTrue(largest > 0.01, "second derivatives of " + largest + " are none");
            for (int i = 0; i < got.length; i++) {
                assertEquals(expected[i], got[i], TOLERANCE * largest, net + ", seed " + seed + ", element " + i);
            }
        }
    }

    /** The derivative by element i at x + distance·direction. */
    private static double slope(Net net, double[] x, int i, double[] direction, double distance) {
        double[] moved = References.combine(1, x, distance, direction);
        moved[i] += STEP;
        double ahead = net.reference().applyAsDouble(moved);
        moved[i] -= 2 * STEP;
        return (ahead - net.reference().applyAsDouble(moved)) / (2 * STEP);
    }

    @ParameterizedTest
    @MethodSource("nets")
    void isSymmetric(Net net) {
        SplittableRandom random = new SplittableRandom(5);
        Tensor at = Data.random(random, net.parameters());
        Tensor u = Data.random(random, net.parameters());
        Tensor v = Data.random(random, net.parameters());
        double uHv = Derivatives.hessianVectorProduct(net.loss(), at, v).multiply(u).sum().item();
        double vHu = Derivatives.hessianVectorProduct(net.loss(), at, u).multiply(v).sum().item();
        double terms = Derivatives.hessianVectorProduct(net.loss(), at, v).multiply(u).abs().sum().item();
        assertEquals(uHv, vHu, 1e-4 * terms);
    }

    /** ½·xᵀ(A + Aᵀ)x, of small whole numbers: nothing is rounded. */
    @Test
    void ofAQuadraticIsItsMatrixTimesTheVectorWhereverItIsTaken() {
        SplittableRandom random = new SplittableRandom(3);
        Tensor a = Data.integers(random, 6, 6);
        Tensor v = Data.integers(random, 1, 6);
        Tensor expected = v.matmul(a.add(a.transpose()));
        for (int point = 0; point < 3; point++) {
            Tensor got = Derivatives.hessianVectorProduct(x -> x.matmul(a).multiply(x).sum(), Data.integers(random, 1, 6), v);
            assertArrayEquals(expected.add(Tensor.zeros(1, 6)).toArray(), got.add(Tensor.zeros(1, 6)).toArray());
        }
    }

    @Test
    void ofWhatIsPiecewiseLinearIsZero() {
        Tensor w = Data.random(new SplittableRandom(4), 4, 6);
        Tensor got = Derivatives.hessianVectorProduct(x -> x.crelu().matmulTransposed(w).relu().abs().sum(), Data.random(new SplittableRandom(5), 2, 3),
                Data.random(new SplittableRandom(6), 2, 3));
        assertArrayEquals(new float[6], got.abs().toArray());
        assertArrayEquals(new float[6], Derivatives.hessianVectorProduct(x -> x.scale(3), Tensor.zeros(2, 3), Tensor.zeros(2, 3)).toArray());
    }
}
