package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Kernels;
import org.unshatter.kernels.Window;

/**
 * A little of everything: a product that threads share, a convolution and its gradients, a captured step, a diagnostic, and a net so deep that whoever goes through it
 * by recursion needs a stack for it. Run in JVMs of their own under all kinds of options, it prints what it found; {@code -Dunshatter.test.rounds} has it repeated.
 */
final class SmokeProbe {

    static final int M = 131;
    static final int N = 133;
    static final int K = 135;
    /** Enough planes and filters for Winograd's filtering; the second block of images is almost empty. */
    static final Convolution CONVOLUTION = Convolution.of(new Images(17, 16, 6, 6), Window.of(3).padding(1), 12);
    static final int SAMPLES = 24;
    static final int INPUTS = 7;
    static final int HIDDEN = 33;
    static final int OUTPUTS = 5;
    static final int POINTS = 64;
    static final int LAGS = 8;

    final float[] a = Seeds.gaussians(11, M * K);
    final float[] b = Seeds.gaussians(12, K * N);
    final float[] images = Seeds.gaussians(13, ImagesLayout.elements(CONVOLUTION.input()));
    final float[] filters = Seeds.gaussians(14, CONVOLUTION.weights());
    final float[] dy = Seeds.gaussians(15, ImagesLayout.elements(CONVOLUTION.output()));
    final float[] samples = Seeds.gaussians(16, SAMPLES * INPUTS);
    final float[] targets = Seeds.gaussians(17, SAMPLES * OUTPUTS);
    final float[] first = Seeds.gaussians(18, HIDDEN * INPUTS);
    final float[] second = Seeds.gaussians(19, OUTPUTS * HIDDEN);
    private final Tensor w1 = Tensor.of(first, HIDDEN, INPUTS);
    private final Tensor w2 = Tensor.of(second, OUTPUTS, HIDDEN);
    private final Captured step = Captured.of(in -> {
        Tape tape = new Tape();
        Tensor w = tape.variable(w1);
        Tensor loss = in[0].matmulTransposed(w).tanh().matmulTransposed(w2).meanSquaredError(in[1]);
        return new Tensor[] {loss, tape.gradients(loss).of(w)};
    });

    public static void main(String[] arguments) {
        SmokeProbe probe = new SmokeProbe();
        Kernels.Info info = Kernels.info();
        System.out.println("vectorBits " + info.vectorBits());
        System.out.println("scalarReason " + info.scalarReason().orElse("none"));
        Map<String, float[]> results = probe.run();
        results.putAll(deep());
        String text = text(results);
        System.out.println(text);
        int rounds = Integer.getInteger("unshatter.test.rounds", 0);
        int agreeing = 0;
        for (int i = 0; i < rounds; i++) {
            Map<String, float[]> again = probe.run();
            again.put("deep", results.get("deep"));
            agreeing += text(again).equals(text) ? 1 : 0;
        }
        System.out.println("agreeing " + agreeing + " of " + rounds);
    }

    private static String text(Map<String, float[]> results) {
        return results.entrySet().stream().map(e -> e.getKey() + " " + text(e.getValue())).collect(Collectors.joining("\n"));
    }

    private static String text(float[] values) {
        StringBuilder text = new StringBuilder();
        for (float value : values) {
            text.append(Integer.toHexString(Float.floatToRawIntBits(value))).append(' ');
        }
        return text.toString().trim();
    }

    static float[] values(String text) {
        String[] words = text.split(" ");
        float[] values = new float[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(words[i], 16));
        }
        return values;
    }

    /** What there is a reference in double precision for. */
    Map<String, float[]> run() {
        Map<String, float[]> results = new LinkedHashMap<>();
        float[] c = new float[M * N];
        Gemm.sgemm(Transpose.NO, Transpose.NO, M, N, K, 1, a, 0, K, b, 0, N, 0, c, 0, N);
        results.put("gemm", c);
        convolve(results);
        Tensor[] stepped = step.run(Tensor.of(samples, SAMPLES, INPUTS), Tensor.of(targets, SAMPLES, OUTPUTS));
        results.put("loss", stepped[0].toArray());
        results.put("gradient", stepped[1].toArray());
        double[] acf = GradientSignal.of(InputGradient.of(this::curve, Tensor.of(points(), POINTS, 1))).autocorrelation(LAGS, true);
        float[] rounded = new float[acf.length];
        for (int i = 0; i < acf.length; i++) {
            rounded[i] = (float) acf[i];
        }
        results.put("autocorrelation", rounded);
        return results;
    }

    private void convolve(Map<String, float[]> results) {
        Images in = CONVOLUTION.input();
        Images out = CONVOLUTION.output();
        float[] x = new float[in.length()];
        float[] dx = new float[in.length()];
        float[] y = new float[out.length()];
        float[] g = new float[out.length()];
        float[] dw = new float[filters.length];
        in.fromNchw(images, 0, x, 0);
        out.fromNchw(dy, 0, g, 0);
        Conv2d.forward(CONVOLUTION, x, 0, filters, 0, null, 0, Activation.NONE, y, 0);
        Conv2d.gradientByData(CONVOLUTION, null, 0, filters, 0, g, 0, false, dx, 0);
        Conv2d.gradientByWeights(CONVOLUTION, x, 0, g, 0, false, dw, 0);
        float[] plainY = new float[dy.length];
        float[] plainDx = new float[images.length];
        out.toNchw(y, 0, plainY, 0);
        in.toNchw(dx, 0, plainDx, 0);
        results.put("conv", plainY);
        results.put("convByData", plainDx);
        results.put("convByWeights", dw);
    }

    /** A function of one number. */
    private Tensor curve(Tensor x) {
        return x.matmulTransposed(Tensor.of(Arrays.copyOf(first, HIDDEN), HIDDEN, 1)).tanh().matmulTransposed(w2);
    }

    static float[] points() {
        float[] points = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            points[i] = -2 + i / 16f;
        }
        return points;
    }

    private static Map<String, float[]> deep() {
        Tensor x = Tensor.of(points(), POINTS, 1);
        Map<String, float[]> results = new LinkedHashMap<>();
        results.put("deep", InputGradient.of(DenseNet.residual(300, 1, 0.05).width(8).build(RandomStreams.of(1, "deep")), x).toArray());
        return results;
    }
}
