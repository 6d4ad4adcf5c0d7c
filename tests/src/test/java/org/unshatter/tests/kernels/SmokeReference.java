package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.GradientSignal;

/** What {@link SmokeProbe} should find, in double precision, and how near: sums by the sizes of their terms, the rest by the largest value. */
final class SmokeReference {

    /** For values behind functions and several sums: a few times what is found, 3·10⁻⁷. */
    private static final double TOLERANCE = 2e-6;

    private final SmokeProbe probe = new SmokeProbe();
    private final Map<String, double[]> values = new TreeMap<>();
    /** Of sums. */
    private final Map<String, double[]> magnitudes = new TreeMap<>();

    SmokeReference() {
        multiply();
        convolve();
        step();
        curve();
    }

    void assertNear(Map<String, float[]> results, String where) {
        assertEquals(values.keySet(), new TreeMap<>(results).keySet());
        values.forEach((name, expected) -> {
            float[] actual = results.get(name);
            assertEquals(expected.length, actual.length, name);
            double largest = IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElseThrow();
            assertTrue(largest > 0, name + " is all zeros");
            for (int i = 0; i < expected.length; i++) {
                boolean near = magnitudes.containsKey(name) ? Verdict.within(expected[i], magnitudes.get(name)[i], actual[i])
                        : Math.abs(expected[i] - actual[i]) <= TOLERANCE * largest;
                int at = i;
                assertTrue(near, () -> name + "[" + at + "] is " + actual[at] + ", expected " + expected[at] + ", " + where);
            }
        });
    }

    private void multiply() {
        double[] c = new double[SmokeProbe.M * SmokeProbe.N];
        double[] sizes = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            for (int k = 0; k < SmokeProbe.K; k++) {
                double product = (double) probe.a[i / SmokeProbe.N * SmokeProbe.K + k] * probe.b[k * SmokeProbe.N + i % SmokeProbe.N];
                c[i] += product;
                sizes[i] += Math.abs(product);
            }
        }
        values.put("gemm", c);
        magnitudes.put("gemm", sizes);
    }

    private void convolve() {
        double[] x = doubles(probe.images);
        double[] w = doubles(probe.filters);
        double[] dy = doubles(probe.dy);
        ConvReference sums = new ConvReference(SmokeProbe.CONVOLUTION);
        ConvReference sizes = ConvReference.ofMagnitudes(SmokeProbe.CONVOLUTION);
        values.put("conv", sums.forward(x, w));
        magnitudes.put("conv", sizes.forward(x, w));
        values.put("convByData", sums.gradientByData(x, w, dy));
        magnitudes.put("convByData", sizes.gradientByData(x, w, dy));
        values.put("convByWeights", sums.gradientByWeights(x, dy));
        magnitudes.put("convByWeights", sizes.gradientByWeights(x, dy));
    }

    /** Mean of squares of W₂·tanh(W₁·x) − t, and its gradient by W₁. */
    private void step() {
        double loss = 0;
        double[] gradient = new double[probe.first.length];
        double outputs = SmokeProbe.SAMPLES * SmokeProbe.OUTPUTS;
        for (int n = 0; n < SmokeProbe.SAMPLES; n++) {
            double[] h = new double[SmokeProbe.HIDDEN];
            double[] dh = new double[SmokeProbe.HIDDEN];
            for (int j = 0; j < h.length; j++) {
                for (int i = 0; i < SmokeProbe.INPUTS; i++) {
                    h[j] += (double) probe.first[j * SmokeProbe.INPUTS + i] * probe.samples[n * SmokeProbe.INPUTS + i];
                }
                h[j] = Math.tanh(h[j]);
            }
            for (int o = 0; o < SmokeProbe.OUTPUTS; o++) {
                double error = -probe.targets[n * SmokeProbe.OUTPUTS + o];
                for (int j = 0; j < h.length; j++) {
                    error += probe.second[o * SmokeProbe.HIDDEN + j] * h[j];
                }
                loss += error * error / outputs;
                for (int j = 0; j < h.length; j++) {
                    dh[j] += 2 * error / outputs * probe.second[o * SmokeProbe.HIDDEN + j] * (1 - h[j] * h[j]);
                }
            }
            for (int w = 0; w < gradient.length; w++) {
                gradient[w] += dh[w / SmokeProbe.INPUTS] * probe.samples[n * SmokeProbe.INPUTS + w % SmokeProbe.INPUTS];
            }
        }
        values.put("loss", new double[] {loss});
        values.put("gradient", gradient);
    }

    /** Of the derivative of the sum of W₂·tanh(w₁·x) by x; what follows from it is computed in double precision anyway. */
    private void curve() {
        float[] points = SmokeProbe.points();
        double[] slopes = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < SmokeProbe.HIDDEN; j++) {
                double h = Math.tanh((double) probe.first[j] * points[i]);
                for (int o = 0; o < SmokeProbe.OUTPUTS; o++) {
                    slopes[i] += probe.second[o * SmokeProbe.HIDDEN + j] * (1 - h * h) * probe.first[j];
                }
            }
        }
        values.put("autocorrelation", GradientSignal.of(slopes).autocorrelation(SmokeProbe.LAGS, true));
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
