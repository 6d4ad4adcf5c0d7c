package org.unshatter.tests.kernels;

import java.util.Arrays;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/**
 * Convolution by Winograd's filtering F(2×2, 3×3), Aᵀ[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]A summed over the planes (Lavin and Gray 2016, section 4.1), for the sizes of its terms.
 * They are larger than the definition's, and most so where an output sees a corner of the image alone: it is made of all that its tile reads, and errs like that.
 */
final class WinogradReference implements ConvSums {

    private final Convolution shape;
    private final boolean magnitudes;
    /** Planes that a filter sees. */
    private final int planes;
    /** Bᵀ, for a tile of 4 × 4 inputs. */
    private final double[][] input;
    /** G, for a filter of 3 × 3. */
    private final double[][] filter;
    /** Aᵀ, which makes 2 × 2 outputs of a tile. */
    private final double[][] output;

    WinogradReference(Convolution shape) {
        this(shape, false);
    }

    private WinogradReference(Convolution shape, boolean magnitudes) {
        this.shape = shape;
        this.magnitudes = magnitudes;
        planes = shape.channelsPerFilter();
        input = parts(new double[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}});
        filter = parts(new double[][] {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}});
        output = parts(new double[][] {{1, 1, 1, 0}, {0, 1, -1, -1}});
    }

    /** The same sums of the absolute values of their terms. */
    static WinogradReference ofMagnitudes(Convolution shape) {
        return new WinogradReference(shape, true);
    }

    /** Whether the kernels may take Winograd's way: those of other convolutions never do, those of some that this includes do not either. */
    static boolean mayBe(Convolution shape) {
        Window window = shape.window();
        boolean of3 = window.height() == 3 && window.width() == 3 && window.strideY() == 1 && window.strideX() == 1;
        return of3 && window.dilationY() == 1 && window.dilationX() == 1 && shape.groups() == 1 && shape.channelsPerFilter() >= 16 && shape.filters() >= 8;
    }

    @Override
    public double[] forward(double[] x, double[] w) {
        double[] y = new double[ImagesLayout.elements(shape.output())];
        for (int n = 0; n < shape.input().batch(); n++) {
            double[] seen = seen(x, n);
            place(correlate(seen, shape.input(), shape.window().top(), shape.window().left(), planes, shape.output(), shape.filters(), w, false), y, n);
        }
        return y;
    }

    @Override
    public double[] gradientByData(double[] x, double[] w, double[] dy) {
        Images in = shape.input();
        double[] dx = new double[ImagesLayout.elements(in)];
        int pixels = in.height() * in.width();
        int outputs = dy.length / in.batch();
        for (int n = 0; n < in.batch(); n++) {
            double[] all = correlate(Arrays.copyOfRange(dy, n * outputs, (n + 1) * outputs), shape.output(), 2 - shape.window().top(), 2 - shape.window().left(),
                    shape.filters(), in, planes, w, true);
            double[] own = new double[in.channels() * pixels];
            for (int i = 0; i < own.length; i++) {
                boolean negative = shape.crelu() && x[n * own.length + i] < 0;
                own[i] = negative ? part(0 - all[own.length + i]) : all[i];
            }
            place(own, dx, n);
        }
        return dx;
    }

    /** Gᵀ[(Bᵀ·d·B) ⊙ (A·dy·Aᵀ)]G over all tiles. */
    @Override
    public double[] gradientByWeights(double[] x, double[] dy) {
        Images out = shape.output();
        int pixels = out.height() * out.width();
        double[] dw = new double[shape.weights()];
        double[][] points = new double[shape.filters() * planes][16];
        for (int n = 0; n < out.batch(); n++) {
            double[] seen = seen(x, n);
            for (int i = 0; i < out.height(); i += 2) {
                for (int j = 0; j < out.width(); j += 2) {
                    double[][] v = tiles(seen, shape.input(), planes, i - shape.window().top(), j - shape.window().left());
                    for (int k = 0; k < shape.filters(); k++) {
                        double[] tile = new double[4];
                        for (int p = 0; p < 4; p++) {
                            boolean inside = i + p / 2 < out.height() && j + p % 2 < out.width();
                            tile[p] = inside ? part(dy[(n * shape.filters() + k) * pixels + (i + p / 2) * out.width() + j + p % 2]) : 0;
                        }
                        double[] gradient = both(transposed(output), tile);
                        for (int c = 0; c < planes; c++) {
                            addProducts(gradient, v[c], points[k * planes + c]);
                        }
                    }
                }
            }
        }
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(both(transposed(filter), points[i]), 0, dw, 9 * i, 9);
        }
        return dw;
    }

    /** Of one image: from so many planes to others, by filters in [filter, plane, 3, 3], or by their transposes, turned round. */
    private double[] correlate(double[] in, Images inputs, int top, int left, int from, Images outputs, int to, double[] w, boolean backwards) {
        double[][] u = new double[to * from][];
        for (int k = 0; k < to; k++) {
            for (int c = 0; c < from; c++) {
                double[] weights = new double[9];
                for (int p = 0; p < 9; p++) {
                    weights[p] = part(backwards ? w[9 * (c * to + k) + 8 - p] : w[9 * (k * from + c) + p]);
                }
                u[k * from + c] = both(filter, weights);
            }
        }
        int height = outputs.height();
        int width = outputs.width();
        double[] out = new double[to * height * width];
        for (int i = 0; i < height; i += 2) {
            for (int j = 0; j < width; j += 2) {
                double[][] v = tiles(in, inputs, from, i - top, j - left);
                for (int k = 0; k < to; k++) {
                    double[] sum = new double[16];
                    for (int c = 0; c < from; c++) {
                        addProducts(u[k * from + c], v[c], sum);
                    }
                    double[] tile = both(output, sum);
                    for (int p = 0; p < 4; p++) {
                        if (i + p / 2 < height && j + p % 2 < width) {
                            out[(k * height + i + p / 2) * width + j + p % 2] = tile[p];
                        }
                    }
                }
            }
        }
        return out;
    }

    /** The transformed tile at a pixel of each plane; 0 outside. */
    private double[][] tiles(double[] in, Images images, int planes, int y, int x) {
        double[][] tiles = new double[planes][];
        for (int c = 0; c < planes; c++) {
            double[] tile = new double[16];
            for (int p = 0; p < 16; p++) {
                int row = y + p / 4;
                int column = x + p % 4;
                boolean inside = row >= 0 && row < images.height() && column >= 0 && column < images.width();
                tile[p] = inside ? part(in[(c * images.height() + row) * images.width() + column]) : 0;
            }
            tiles[c] = both(input, tile);
        }
        return tiles;
    }

    /** The planes that filters see of one image. */
    private double[] seen(double[] x, int image) {
        int length = x.length / shape.input().batch();
        double[] seen = Arrays.copyOfRange(x, image * length, (image + (shape.crelu() ? 2 : 1)) * length);
        if (shape.crelu()) {
            for (int i = 0; i < length; i++) {
                double value = x[image * length + i];
                seen[i] = Math.max(value, 0);
                seen[length + i] = Math.max(-value, 0);
            }
        }
        return seen;
    }

    /** What each number and each coefficient passes through. */
    private double part(double term) {
        return magnitudes ? Math.abs(term) : term;
    }

    private double[][] parts(double[][] coefficients) {
        return Arrays.stream(coefficients).map(row -> Arrays.stream(row).map(this::part).toArray()).toArray(double[][]::new);
    }

    private static void place(double[] image, double[] all, int n) {
        System.arraycopy(image, 0, all, n * image.length, image.length);
    }

    private static void addProducts(double[] a, double[] b, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += a[i] * b[i];
        }
    }

    private static double[][] transposed(double[][] m) {
        double[][] t = new double[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = m[i][j];
            }
        }
        return t;
    }

    /** m·x·mᵀ of a square x, by rows. */
    private static double[] both(double[][] m, double[] x) {
        int n = m[0].length;
        double[] out = new double[m.length * m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m.length; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    for (int l = 0; l < n; l++) {
                        sum += m[i][k] * x[k * n + l] * m[j][l];
                    }
                }
                out[i * m.length + j] = sum;
            }
        }
        return out;
    }
}
