package org.unshatter.tests.kernels;

import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Convolution by its definition: seven loops in double precision, on images in [batch, channels, height, width]. */
final class ConvReference implements ConvSums {

    private final Convolution shape;
    private final boolean magnitudes;
    /** The products of one image, in the order of the definition: an output, a weight and an input that meet. Those of the next are as far away as its pixels. */
    private final int[] ys;
    private final int[] ws;
    private final int[] xs;
    /** Whether the weight meets the negative part of its input. */
    private final boolean[] negative;
    private int products;

    ConvReference(Convolution shape) {
        this(shape, false);
    }

    private ConvReference(Convolution shape, boolean magnitudes) {
        this.shape = shape;
        this.magnitudes = magnitudes;
        int most = shape.weights() * shape.output().height() * shape.output().width();
        ys = new int[most];
        ws = new int[most];
        xs = new int[most];
        negative = new boolean[most];
        findProducts();
    }

    /** The same sums of the absolute values of their terms. */
    static ConvReference ofMagnitudes(Convolution shape) {
        return new ConvReference(shape, true);
    }

    @Override
    public double[] forward(double[] x, double[] w) {
        double[] y = new double[ImagesLayout.elements(shape.output())];
        for (int n = 0; n < shape.input().batch(); n++) {
            int output = n * outputsOfImage();
            int input = n * inputsOfImage();
            for (int p = 0; p < products; p++) {
                y[output + ys[p]] += part(w[ws[p]] * seen(x[input + xs[p]], negative[p]));
            }
        }
        return y;
    }

    @Override
    public double[] gradientByData(double[] x, double[] w, double[] dy) {
        double[] dx = new double[ImagesLayout.elements(shape.input())];
        for (int n = 0; n < shape.input().batch(); n++) {
            int output = n * outputsOfImage();
            int input = n * inputsOfImage();
            for (int p = 0; p < products; p++) {
                if (!shape.crelu() || negative[p] == x[input + xs[p]] < 0) {
                    dx[input + xs[p]] += part((negative[p] ? -1 : 1) * w[ws[p]] * dy[output + ys[p]]);
                }
            }
        }
        return dx;
    }

    @Override
    public double[] gradientByWeights(double[] x, double[] dy) {
        double[] dw = new double[shape.weights()];
        for (int n = 0; n < shape.input().batch(); n++) {
            int output = n * outputsOfImage();
            int input = n * inputsOfImage();
            for (int p = 0; p < products; p++) {
                dw[ws[p]] += part(dy[output + ys[p]] * seen(x[input + xs[p]], negative[p]));
            }
        }
        return dw;
    }

    double[] gradientByBias(double[] dy) {
        Images output = shape.output();
        double[] db = new double[shape.filters()];
        for (int i = 0; i < dy.length; i++) {
            db[i / (output.height() * output.width()) % shape.filters()] += part(dy[i]);
        }
        return db;
    }

    /** What each term of a sum passes through. */
    private double part(double term) {
        return magnitudes ? Math.abs(term) : term;
    }

    private double seen(double x, boolean negative) {
        return shape.crelu() ? Math.max(negative ? -x : x, 0) : x;
    }

    private int inputsOfImage() {
        return shape.input().channels() * shape.input().height() * shape.input().width();
    }

    private int outputsOfImage() {
        return shape.filters() * shape.output().height() * shape.output().width();
    }

    private void findProducts() {
        Images in = shape.input();
        Images out = shape.output();
        Window window = shape.window();
        int filtersOfGroup = shape.filters() / shape.groups();
        int channelsOfGroup = in.channels() / shape.groups();
        for (int k = 0; k < shape.filters(); k++) {
            for (int i = 0; i < out.height(); i++) {
                for (int j = 0; j < out.width(); j++) {
                    for (int c = 0; c < shape.channelsPerFilter(); c++) {
                        for (int r = 0; r < window.height(); r++) {
                            for (int s = 0; s < window.width(); s++) {
                                int y = i * window.strideY() + r * window.dilationY() - window.top();
                                int x = j * window.strideX() + s * window.dilationX() - window.left();
                                if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                                    negative[products] = c >= channelsOfGroup;
                                    int channel = k / filtersOfGroup * channelsOfGroup + c % channelsOfGroup;
                                    ys[products] = (k * out.height() + i) * out.width() + j;
                                    ws[products] = ((k * shape.channelsPerFilter() + c) * window.height() + r) * window.width() + s;
                                    xs[products++] = (channel * in.height() + y) * in.width() + x;
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
