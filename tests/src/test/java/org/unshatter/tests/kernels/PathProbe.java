package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.PackedMatrix;

/** One way through the matrix product on Gaussian numbers: as it is, or with B packed, an epilogue and a batch after it. */
final class PathProbe {

    private final GemmPath path;
    private final boolean packed;
    private final Guarded a;
    private final Guarded b;
    private final Guarded before;
    private final Guarded c;
    private final PackedMatrix packedB;
    private final Epilogue epilogue;

    PathProbe(GemmPath path, boolean packed) {
        GemmCase product = path.product();
        RandomGenerator random = Seeds.stream(product.m() + (packed ? 1 : 0));
        this.path = path;
        this.packed = packed;
        a = product.a().fill(random::nextGaussian);
        b = product.b().fill(random::nextGaussian);
        before = product.c().fill(random::nextGaussian);
        c = before.copy();
        packedB = product.pack(b);
        float[] bias = new float[product.n()];
        for (int j = 0; j < bias.length; j++) {
            bias[j] = (float) random.nextGaussian();
        }
        epilogue = Epilogue.columnBias(bias, 0, Epilogue.Activation.RELU);
    }

    String name() {
        return path.name().replaceAll("\\W+", "-") + (packed ? "-packed" : "");
    }

    /** Returns the array of C, which the next call overwrites. */
    float[] run() {
        System.arraycopy(before.array, 0, c.array, 0, c.array.length);
        GemmCase p = path.product();
        if (packed) {
            p.run(a, packedB, c, epilogue);
            p.run(a, b, c, epilogue);
            Gemm.sgemmBatch(1, p.transposeA(), p.transposeB(), p.m(), p.n(), p.k(), p.alpha(), a.array, a.offset, a.stride, 0,
                    b.array, b.offset, b.stride, 0, 1, c.array, c.offset, c.stride, p.m() * c.stride);
        } else {
            p.run(a, b, c);
        }
        return c.array;
    }
}
