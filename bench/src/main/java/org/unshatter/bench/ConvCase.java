package org.unshatter.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/**
 * A convolution of {@value #BATCH} square images, named conv_fwd_c16_h32_k16_r3_s1: forward, 16 channels, 32 × 32 pixels, 16 filters
 * of 3 × 3, stride 1, with a border such that stride 1 keeps the size. conv_bwd is both gradients together, by data and by weights.
 * conv_crelu_fwd reads its input through CReLU, conv_dw_fwd is depthwise.
 *
 * @param name     as above
 * @param backward whether it is the gradients
 * @param shape    the convolution
 */
record ConvCase(String name, boolean backward, Convolution shape) implements ComputeCase {
    static final int BATCH = 128;

    private static final Pattern NAME = Pattern.compile(
            "conv_(?:(crelu|dw)_)?(fwd|bwd)_c([1-9]\\d{0,3})_h([1-9]\\d{0,3})_k([1-9]\\d{0,3})_r([1-9]\\d?)_s([1-9])");

    /** The first six are the peers' cases; then the stages of the paper's thin nets, plain, and with CReLU and fewer filters. */
    static final List<ConvCase> ALL = Stream.of("""
            c3_h32_k16_r3_s1 c16_h32_k16_r3_s1 c32_h16_k32_r3_s1 c64_h8_k64_r3_s1 c32_h32_k64_r3_s2 c64_h32_k64_r1_s1
            c8_h32_k8_r3_s1 c16_h16_k16_r3_s1 c32_h8_k32_r3_s1 c64_h4_k64_r3_s1
            crelu:c6_h32_k6_r3_s1 crelu:c11_h16_k11_r3_s1 crelu:c23_h8_k23_r3_s1 crelu:c45_h4_k45_r3_s1 dw:c64_h16_k64_r3_s1
            """.strip().split("\\s+")).flatMap(shape -> Stream.of("fwd_", "bwd_").map(pass -> shape.contains(":")
                    ? "conv_" + shape.replace(":", "_" + pass) : "conv_" + pass + shape)).map(ConvCase::of).toList();

    /** @throws IllegalArgumentException if the name is not as above */
    static ConvCase of(String name) {
        Matcher m = NAME.matcher(name);
        if (!m.matches()) {
            throw new IllegalArgumentException("the case is \"" + name + "\", expected conv_PASS_cC_hH_kK_rR_sS");
        }
        int channels = Integer.parseInt(m.group(3));
        int size = Integer.parseInt(m.group(4));
        int kernel = Integer.parseInt(m.group(6));
        Window window = Window.of(kernel).padding(kernel / 2).stride(Integer.parseInt(m.group(7)));
        return new ConvCase(name, m.group(2).equals("bwd"), new Convolution(new Images(BATCH, channels, size, size), window,
                Integer.parseInt(m.group(5)), "dw".equals(m.group(1)) ? channels : 1, "crelu".equals(m.group(1))));
    }

    @Override
    public double flops() {
        return (backward ? 2.0 : 1.0) * shape.flops();
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
        return new ConvWorkload(this);
    }
}
