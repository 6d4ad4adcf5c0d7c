package org.unshatter.kernels;

/**
 * Winograd's minimal filtering F(2×2, 3×3): 2 × 2 outputs of a 3 × 3 filter from 16 products instead of 36, Y = Aᵀ[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]A
 * (Lavin and Gray 2016, <em>Fast algorithms for convolutional neural networks</em>, section 4.1), where a tile d of 4 × 4 inputs overlaps its neighbours by two.
 * At each of the sixteen points the sum over the channels is a product of matrices.
 */
final class Winograd {

    /** Products of a tile. */
    static final int POINTS = 16;

    /** Fewest planes that a filter sees, fewest filters, and fewest pairs of them. */
    private static final int PLANES_LEAST = 16;
    private static final int FILTERS_LEAST = 8;
    private static final int PAIRS_LEAST = 192;
    /** Most channels and filters, for the sake of the buffers' size. */
    private static final int MOST = 1024;
    private static final int TILES_LEAST = 4;
    private static final int SUMMED_LEAST = 64;
    /** Most pairs of a channel and a filter, each of which takes a kilobyte. */
    private static final int SUMS_MOST = 1 << 14;

    private static final String PROPERTY = "unshatter.winograd";
    private static final boolean ON = on();

    private Winograd() {
    }

    /**
     * Whether it is faster than {@link SlidingConv}, forward and for the gradient by data: windows of 3 × 3 pixels side by side, in steps of one,
     * enough planes to pay for the transforms, and enough tiles to fill one of the kernel. Measured in docs/BENCHMARKS.md.
     * A convolution that reads its input through CReLU counts as one with twice the planes, whose bits it has.
     */
    static boolean suits(Convolution shape) {
        int planes = shape.channelsPerFilter();
        return ON && applies(shape) && planes >= PLANES_LEAST && shape.filters() >= FILTERS_LEAST && (long) planes * shape.filters() >= PAIRS_LEAST
                && Math.max(planes, shape.filters()) <= MOST && tiles(shape.output()) >= TILES_LEAST;
    }

    /** Whether it is faster than {@link WeightGradient} as well: with tiles enough to pay for sixteen sums of sixteen images, which must not take much memory. */
    static boolean suitsWeights(Convolution shape) {
        return suits(shape) && tiles(shape.output()) >= SUMMED_LEAST && shape.channelsPerFilter() * shape.filters() <= SUMS_MOST;
    }

    private static boolean applies(Convolution shape) {
        Window window = shape.window();
        return shape.groups() == 1 && window.height() == 3 && window.width() == 3 && window.strideY() == 1 && window.strideX() == 1
                && window.dilationY() == 1 && window.dilationX() == 1;
    }

    private static int tiles(Images images) {
        return images.blocks() * Math.ceilDiv(images.height(), 2) * Math.ceilDiv(images.width(), 2);
    }

    private static boolean on() {
        String value = System.getProperty(PROPERTY);
        return switch (value) {
            case null -> true;
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(PROPERTY + " is \"" + value + "\", expected true or false");
        };
    }
}
