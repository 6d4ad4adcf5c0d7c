package org.unshatter.tests.kernels;

import java.util.function.DoubleUnaryOperator;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Convolution by its definition: seven loops in double precision, on images in [batch, channels, height, width]. */
final class ConvReference {

    /** One product of the definition: an output, a weight and an input that meet. */
    @FunctionalInterface
    private interface Meeting {
        void at(int y, int w, int x, boolean negative);
    }

    private final Convolution shape;
    /** What each term of a sum passes through. */
    private final DoubleUnaryOperator part;

    ConvReference(Convolution shape) {
        this(shape, term -> term);
    }

    private ConvReference(Convolution shape, DoubleUnaryOperator part) {
        this.shape = shape;
        this.part = part;
    }

    /** The same sums of the absolute values of their terms. */
    static ConvReference ofMagnitudes(Convolution shape) {
        return new ConvReference(shape, Math::abs);
    }

    /** w ∗ x, without bias. */
    double[] forward(double[] x, double[] w) {
        double[] y = new double[ImagesLayout.elements(shape.output())];
        forEachProduct((out, weight, in, negative) -> y[out] += part.applyAsDouble(w[weight] * seen(x[in], negative)));
        return y;
    }

    double[] gradientByData(double[] x, double[] w, double[] dy) {
        double[] dx = new double[ImagesLayout.elements(shape.input())];
        forEachProduct((out, weight, in, negative) -> {
            if (!shape.crelu() || negative == x[in] < 0) {
                dx[in] += part.applyAsDouble((negative ? -1 : 1) * w[weight] * dy[out]);
            }
        });
        return dx;
    }

    double[] gradientByWeights(double[] x, double[] dy) {
        double[] dw = new double[shape.weights()];
        forEachProduct((out, weight, in, negative) -> dw[weight] += part.applyAsDouble(dy[out] * seen(x[in], negative)));
        return dw;
    }

    double[] gradientByBias(double[] dy) {
        Images output = shape.output();
        double[] db = new double[shape.filters()];
        for (int i = 0; i < dy.length; i++) {
            db[i / (output.height() * output.width()) % shape.filters()] += part.applyAsDouble(dy[i]);
        }
        return db;
    }

    private double seen(double x, boolean negative) {
        return shape.crelu() ? Math.max(negative ? -x : x, 0) : x;
    }

    private void forEachProduct(Meeting meeting) {
        Images in = shape.input();
        Images out = shape.output();
        Window window = shape.window();
        int filtersOfGroup = shape.filters() / shape.groups();
        int channelsOfGroup = in.channels() / shape.groups();
        for (int n = 0; n < in.batch(); n++) {
            for (int k = 0; k < shape.filters(); k++) {
                for (int i = 0; i < out.height(); i++) {
                    for (int j = 0; j < out.width(); j++) {
                        for (int c = 0; c < shape.channelsPerFilter(); c++) {
                            for (int r = 0; r < window.height(); r++) {
                                for (int s = 0; s < window.width(); s++) {
                                    int y = i * window.strideY() + r * window.dilationY() - window.top();
                                    int x = j * window.strideX() + s * window.dilationX() - window.left();
                                    if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                                        boolean negative = c >= channelsOfGroup;
                                        int channel = k / filtersOfGroup * channelsOfGroup + (negative ? c - channelsOfGroup : c);
                                        meeting.at(((n * shape.filters() + k) * out.height() + i) * out.width() + j,
                                                ((k * shape.channelsPerFilter() + c) * window.height() + r) * window.width() + s,
                                                ((n * in.channels() + channel) * in.height() + y) * in.width() + x, negative);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
