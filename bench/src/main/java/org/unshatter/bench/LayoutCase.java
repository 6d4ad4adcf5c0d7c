package org.unshatter.bench;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.unshatter.kernels.Convolution;

/**
 * A convolution forward as it would be in another layout, as a matrix product: what the layout of the library was chosen among.
 * Named layout_nhwc_c16_h32_k16_r3_s1, with the sizes of {@link ConvCase}.
 *
 * @param name   as above
 * @param layout how the images lie
 * @param shape  the convolution
 */
record LayoutCase(String name, Layout layout, Convolution shape) implements ComputeCase {
    /** The layouts, named in lower case in the names of cases. */
    enum Layout {
        /** Channel by channel: the product has a row for each filter and a column for each pixel. */
        NCHW,
        /** Pixel by pixel: the product has a row for each pixel and a column for each filter. */
        NHWC,
        /** Sixteen channels of a pixel side by side: as NHWC, but channels and filters are filled up to a multiple of sixteen. */
        BLOCKED
    }

    private static final Pattern NAME = Pattern.compile("layout_(nchw|nhwc|blocked)_(c\\d+_h\\d+_k\\d+_r\\d+_s1)");

    /** Stages of the paper's nets. */
    static final List<LayoutCase> ALL = Stream.of("""
            c3_h32_k16_r3_s1 c8_h32_k8_r3_s1 c16_h32_k16_r3_s1 c16_h16_k16_r3_s1 c32_h16_k32_r3_s1 c32_h8_k32_r3_s1 c64_h8_k64_r3_s1 c64_h4_k64_r3_s1
            """.strip().split(" ")).flatMap(sizes -> Stream.of(Layout.values())
                    .map(layout -> of("layout_" + layout.name().toLowerCase(Locale.ROOT) + "_" + sizes))).toList();

    /** @throws IllegalArgumentException if the name is not as above */
    static LayoutCase of(String name) {
        Matcher m = NAME.matcher(name);
        if (!m.matches()) {
            throw new IllegalArgumentException("the case is \"" + name + "\", expected layout_LAYOUT_cC_hH_kK_rR_s1");
        }
        return new LayoutCase(name, Layout.valueOf(m.group(1).toUpperCase(Locale.ROOT)), ConvCase.of("conv_fwd_" + m.group(2)).shape());
    }

    /** Those of the convolution; what fills up does not count. */
    @Override
    public double flops() {
        return shape.flops();
    }

    @Override
    public String heap() {
        return "512m";
    }

    @Override
    public boolean hasRival() {
        return false;
    }

    @Override
    public Workload prepare() {
        return new LayoutWorkload(this);
    }
}
