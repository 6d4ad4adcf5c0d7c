package org.unshatter.bench;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * C ← A·B beside OpenBLAS, named gemm_ m x n x k, or gemm_form_ m x n x k.
 *
 * @param name as above
 * @param form what else there is to it
 * @param m    rows of C
 * @param n    columns of C
 * @param k    length of the sums
 */
record GemmCase(String name, Form form, int m, int n, int k) implements ComputeCase {
    /** The forms, named in lower case in the names of cases. */
    enum Form {
        /** Nothing. */
        PLAIN,
        /** B is stored transposed. */
        NT,
        /** A is stored transposed. */
        TN,
        /** B was packed before; OpenBLAS has no such call and gets the plain product. */
        PACKED,
        /** A bias and a rectifier end the product; OpenBLAS has no such call and gets the plain product, which is less. */
        BIASRELU,
        /** {@value #BATCH_SIZE} products by one call of ours, by as many calls of OpenBLAS. */
        BATCH;

        static final int BATCH_SIZE = 16;
    }

    private static final Pattern NAME = Pattern.compile(
            "gemm_(?:(nt|tn|packed|biasrelu|batch)_)?([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");
    /** The first three are a layer of 200 units at minibatches of 256: plain, CReLU, and the weights' gradient. */
    static final List<GemmCase> ALL = Stream.of("""
            256x200x200 256x400x200 200x200x256 512x512x512 1024x1024x1024 2048x2048x2048
            nt_256x200x200 tn_200x200x256 nt_512x512x512 tn_512x512x512 nt_1024x1024x1024 tn_1024x1024x1024
            packed_256x200x200 biasrelu_256x200x200 batch_64x64x64
            97x101x103 127x131x137 211x331x173 257x263x269 389x97x521 521x499x509
            8x8x8 16x16x16 32x32x32 64x64x64 128x128x128 256x256x256
            1x1024x1024 1024x1x1024 1024x1024x1 4x1024x1024 1024x4x1024 1024x1024x4 8x1024x1024 1024x8x1024 1024x1024x8
            """.strip().split("\\s+")).map(shape -> of("gemm_" + shape)).toList();

    /** @throws IllegalArgumentException if the name is not as above */
    static GemmCase of(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the case is \"" + name + "\", expected gemm_MxNxK or gemm_FORM_MxNxK");
        }
        Form form = matcher.group(1) == null ? Form.PLAIN : Form.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return new GemmCase(name, form, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    static GemmCase square(int size) {
        return of("gemm_" + size + "x" + size + "x" + size);
    }

    /** Products by one call. */
    int products() {
        return form == Form.BATCH ? Form.BATCH_SIZE : 1;
    }

    /** A multiplication and an addition for each of m·n·k of each product. */
    @Override
    public double flops() {
        return 2.0 * m * n * k * products();
    }

    @Override
    public String heap() {
        return "512m";
    }

    @Override
    public boolean hasRival() {
        return OpenBlas.isPresent();
    }

    @Override
    public Workload prepare() {
        return new GemmWorkload(this);
    }
}
