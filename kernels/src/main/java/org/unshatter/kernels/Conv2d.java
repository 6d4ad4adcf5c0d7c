package org.unshatter.kernels;

import java.util.Objects;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Two-dimensional convolution (cross-correlation, as networks have it) and its gradients, on {@link Images}:
 * {@code y[n, k, i, j] = bias[k] + Σ w[k, c, r, s] · x[n, c, i·strideY + r·dilationY − top, j·strideX + s·dilationX − left]},
 * where x is 0 outside of the image, and c runs over the channels of the filter's group.
 *
 * <p>Where it is faster, 3 × 3 windows are computed by Winograd's minimal filtering, unless {@code -Dunshatter.winograd=false}: whole numbers are
 * still exact as long as no sum is rounded, but what is not finite also reaches outputs next to those that it belongs to, and infinities may
 * become NaN. See docs/KERNELS.md.
 *
 * <p>Outputs must not share elements with inputs. Every method throws {@link IllegalArgumentException} if an array is too short for its shape.
 */
public final class Conv2d {

    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();

    private Conv2d() {
    }

    /**
     * y ← activation(w ∗ x + bias).
     *
     * @param w          weights, row-major in [filters, channels of the filter, window height, window width]
     * @param bias       one for each filter, or null for none
     * @param activation {@code NONE} or {@code RELU}; a CReLU is the next convolution's: {@link Convolution#crelu}
     * @throws IllegalArgumentException if the activation is {@code CRELU}, an array is too short, or y shares elements with an input
     */
    public static void forward(Convolution shape, float[] x, int xOffset, float[] w, int wOffset, float[] bias, int biasOffset,
                               Activation activation, float[] y, int yOffset) {
        checkInput(shape, x, xOffset);
        Check.run(shape.weights(), w, wOffset, "w");
        if (bias != null) {
            Check.run(shape.filters(), bias, biasOffset, "bias");
        }
        if (Objects.requireNonNull(activation, "activation") == Activation.CRELU) {
            throw new IllegalArgumentException("activation is CRELU, expected NONE or RELU: let the next convolution read its input through CReLU");
        }
        int length = shape.output().length();
        Check.run(length, y, yOffset, "y");
        Check.disjoint(x, xOffset, shape.input().length(), "x", y, yOffset, length, "y");
        Check.disjoint(w, wOffset, shape.weights(), "w", y, yOffset, length, "y");
        if (Winograd.suits(shape)) {
            WinogradConv.forward(shape, x, xOffset, w, wOffset, bias, biasOffset, activation == Activation.RELU, y, yOffset);
            return;
        }
        SlidingConv.forward(shape, x, xOffset, w, wOffset, bias, biasOffset, activation == Activation.RELU, y, yOffset);
    }

    /**
     * dx ← the gradient by x, or dx + the gradient.
     *
     * @param x          the input, of which only the signs matter, and only with CReLU, whose derivative at 0 is (1, 0); else it may be null
     * @param accumulate whether to add to dx; otherwise dx is only written
     */
    public static void gradientByData(Convolution shape, float[] x, int xOffset, float[] w, int wOffset, float[] dy, int dyOffset,
                                      boolean accumulate, float[] dx, int dxOffset) {
        int length = shape.input().length();
        if (shape.crelu()) {
            checkInput(shape, x, xOffset);
            Check.disjoint(x, xOffset, length, "x", dx, dxOffset, length, "dx");
        }
        Check.run(shape.weights(), w, wOffset, "w");
        checkGradient(shape, dy, dyOffset);
        Check.run(length, dx, dxOffset, "dx");
        Check.disjoint(w, wOffset, shape.weights(), "w", dx, dxOffset, length, "dx");
        Check.disjoint(dy, dyOffset, shape.output().length(), "dy", dx, dxOffset, length, "dx");
        if (Winograd.suits(shape)) {
            WinogradConv.gradientByData(shape, x, xOffset, dy, dyOffset, w, wOffset, accumulate, dx, dxOffset);
            return;
        }
        SlidingConv.gradientByData(shape, x, xOffset, dy, dyOffset, w, wOffset, accumulate, dx, dxOffset);
    }

    /**
     * dw ← the gradient by the weights, summed over the batch, or dw + the gradient.
     *
     * @param accumulate whether to add to dw; otherwise dw is only written
     */
    public static void gradientByWeights(Convolution shape, float[] x, int xOffset, float[] dy, int dyOffset,
                                         boolean accumulate, float[] dw, int dwOffset) {
        checkInput(shape, x, xOffset);
        checkGradient(shape, dy, dyOffset);
        Check.run(shape.weights(), dw, dwOffset, "dw");
        Check.disjoint(x, xOffset, shape.input().length(), "x", dw, dwOffset, shape.weights(), "dw");
        Check.disjoint(dy, dyOffset, shape.output().length(), "dy", dw, dwOffset, shape.weights(), "dw");
        if (Winograd.suitsWeights(shape)) {
            WinogradWeightGradient.multiply(shape, x, xOffset, dy, dyOffset, accumulate, dw, dwOffset);
            return;
        }
        WeightGradient.multiply(shape, x, xOffset, dy, dyOffset, accumulate, dw, dwOffset);
    }

    /**
     * db ← the gradient by the bias, summed over the batch, or db + the gradient.
     *
     * @param accumulate whether to add to db; otherwise db is only written
     */
    public static void gradientByBias(Convolution shape, float[] dy, int dyOffset, boolean accumulate, float[] db, int dbOffset) {
        checkGradient(shape, dy, dyOffset);
        Check.run(shape.filters(), db, dbOffset, "db");
        Images output = shape.output();
        Check.disjoint(dy, dyOffset, output.length(), "dy", db, dbOffset, shape.filters(), "db");
        for (int filter = 0; filter < shape.filters(); filter++) {
            float sum = accumulate ? db[dbOffset + filter] : 0;
            for (int block = 0; block < output.blocks(); block++) {
                sum += planeSum(output, block, filter, dy, dyOffset);
            }
            db[dbOffset + filter] = sum;
        }
    }

    private static float planeSum(Images images, int block, int channel, float[] x, int xOffset) {
        int at = xOffset + block * images.blockLength() + channel * images.planeLength();
        int lanes = images.lanes(block);
        if (lanes == Images.LANES) {
            return VECTOR.sum(images.planeLength(), x, at);
        }
        float sum = 0;
        for (int pixel = 0; pixel < images.planeLength(); pixel += Images.LANES) {
            for (int lane = 0; lane < lanes; lane++) {
                sum += x[at + pixel + lane];
            }
        }
        return sum;
    }

    private static void checkInput(Convolution shape, float[] x, int xOffset) {
        Check.run(shape.input().length(), x, xOffset, "x");
    }

    private static void checkGradient(Convolution shape, float[] dy, int dyOffset) {
        Check.run(shape.output().length(), dy, dyOffset, "dy");
    }
}
