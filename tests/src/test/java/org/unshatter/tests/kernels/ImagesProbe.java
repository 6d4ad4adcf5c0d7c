package org.unshatter.tests.kernels;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pool2d;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;

/** A convolution and poolings for {@link HashProbe}, on two blocks of images, the second almost empty: its idle lanes are not looked at. */
final class ImagesProbe {

    /** Pixels of a row and filters make a whole tile and an edge at each vector width. */
    private static final Images IMAGES = new Images(17, 1, 2, 5);
    private static final Convolution CONVOLUTION = Convolution.of(IMAGES, Window.of(3).padding(1), 7);
    private static final Pooling POOLING = new Pooling(IMAGES, Window.of(2).stride(2).padding(1));

    private final float[] x = Seeds.gaussians(4, IMAGES.length());
    private final float[] w = Seeds.gaussians(5, CONVOLUTION.weights());
    private final float[] bias = Seeds.gaussians(6, CONVOLUTION.filters());
    private final float[] dy = Seeds.gaussians(7, CONVOLUTION.output().length());
    private final float[] y = new float[dy.length];
    private final float[] dx = new float[x.length];
    private final float[] dw = new float[w.length];
    private final float[] db = new float[bias.length];

    /** Results by name, in the order of their calls. */
    Map<String, float[]> run() {
        Map<String, float[]> results = new LinkedHashMap<>();
        Conv2d.forward(CONVOLUTION, x, 0, w, 0, bias, 0, Activation.NONE, y, 0);
        results.put("conv", plain(CONVOLUTION.output(), y));
        Conv2d.gradientByData(CONVOLUTION, null, 0, w, 0, dy, 0, false, dx, 0);
        results.put("convByData", plain(IMAGES, dx));
        Conv2d.gradientByWeights(CONVOLUTION, x, 0, dy, 0, false, dw, 0);
        results.put("convByWeights", dw.clone());
        Conv2d.gradientByBias(CONVOLUTION, dy, 0, false, db, 0);
        results.put("convByBias", db.clone());
        Pool2d.max(POOLING, x, 0, y, 0);
        results.put("maxPool", plain(POOLING.output(), y));
        Pool2d.gradientOfMax(POOLING, x, 0, dy, 0, false, dx, 0);
        results.put("maxPoolGradient", plain(IMAGES, dx));
        Pool2d.average(POOLING, false, x, 0, y, 0);
        results.put("averagePool", plain(POOLING.output(), y));
        return results;
    }

    private static float[] plain(Images shape, float[] values) {
        float[] plain = new float[ImagesLayout.elements(shape)];
        shape.toNchw(values, 0, plain, 0);
        return plain;
    }
}
