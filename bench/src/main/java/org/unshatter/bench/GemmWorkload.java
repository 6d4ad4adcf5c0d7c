package org.unshatter.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.unshatter.bench.GemmCase.Form;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.PackedMatrix;
import org.unshatter.kernels.Workers;

/** Random operands: ours in arrays, the peer's the same values in memory of its own, aligned to cache lines, which is to its favour. */
final class GemmWorkload implements Workload {
    private static final int ENTRIES_CHECKED = 32;
    private static final int CACHE_LINE = 64;

    private final GemmCase of;
    private final int m;
    private final int n;
    private final int k;
    private final boolean ta;
    private final boolean tb;
    private final int lda;
    private final int ldb;
    private final RandomGenerator random = new SplittableRandom(1);
    private final float[] a;
    private final float[] b;
    private final float[] bias;
    private final float[] c;
    private final Runnable ours;
    private final Optional<MemorySegment> peersC;
    private final Optional<Runnable> peer;

    GemmWorkload(GemmCase of) {
        this.of = of;
        m = of.m();
        n = of.n();
        k = of.k();
        ta = of.form() == Form.TN;
        tb = of.form() == Form.NT;
        lda = ta ? m : k;
        ldb = tb ? k : n;
        a = randomFloats(of.products() * m * k);
        b = randomFloats(of.products() * k * n);
        bias = randomFloats(n);
        c = new float[of.products() * m * n];
        ours = call();
        peersC = of.hasRival() ? Optional.of(nativeCopy(c)) : Optional.empty();
        peer = peersC.map(this::peer);
    }

    @Override
    public Runnable ours() {
        return ours;
    }

    @Override
    public Optional<Runnable> rival() {
        return peer;
    }

    private Runnable call() {
        Transpose transposeA = ta ? Transpose.YES : Transpose.NO;
        Transpose transposeB = tb ? Transpose.YES : Transpose.NO;
        return switch (of.form()) {
            case PLAIN, NT, TN -> () -> Gemm.sgemm(transposeA, transposeB, m, n, k, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n);
            case PACKED -> {
                PackedMatrix packed = new PackedMatrix(k, n);
                packed.pack(transposeB, b, 0, ldb);
                yield () -> Gemm.sgemm(transposeA, m, k, 1, a, 0, lda, packed, 0, c, 0, n);
            }
            case BIASRELU -> {
                Epilogue epilogue = Epilogue.columnBias(bias, 0, Epilogue.Activation.RELU);
                yield () -> Gemm.sgemm(transposeA, transposeB, m, n, k, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n, epilogue);
            }
            case BATCH -> () -> Gemm.sgemmBatch(of.products(), transposeA, transposeB, m, n, k, 1, a, 0, lda, m * k,
                    b, 0, ldb, k * n, 0, c, 0, n, m * n);
        };
    }

    private Runnable peer(MemorySegment nativeC) {
        OpenBlasCore.checkForced();
        OpenBlas.setThreads(Workers.threads());
        MemorySegment nativeA = nativeCopy(a);
        MemorySegment nativeB = nativeCopy(b);
        if (of.products() == 1) {
            return () -> OpenBlas.sgemm(ta, tb, m, n, k, nativeA, lda, nativeB, ldb, nativeC, n);
        }
        MemorySegment[] as = slices(nativeA);
        MemorySegment[] bs = slices(nativeB);
        MemorySegment[] cs = slices(nativeC);
        return () -> {
            for (int i = 0; i < cs.length; i++) {
                OpenBlas.sgemm(ta, tb, m, n, k, as[i], lda, bs[i], ldb, cs[i], n);
            }
        };
    }

    @Override
    public void check() {
        Arrays.fill(c, Float.NaN);
        ours.run();
        check("ours", c, of.form() == Form.BIASRELU);
        peer.ifPresent(call -> {
            MemorySegment nativeC = peersC.orElseThrow();
            Arrays.fill(c, Float.NaN);
            nativeC.copyFrom(MemorySegment.ofArray(c));
            call.run();
            check("OpenBLAS", nativeC.toArray(ValueLayout.JAVA_FLOAT), false);
        });
    }

    /** Everything must have been written, and some entries be right by the criterion of the BLAS testers. */
    private void check(String whose, float[] found, boolean biasAndRelu) {
        for (float value : found) {
            if (Float.isNaN(value)) {
                throw new IllegalStateException(of.name() + ", " + whose + ": C holds NaN, which was there before");
            }
        }
        for (int t = 0; t < ENTRIES_CHECKED; t++) {
            check(whose, found, random.nextInt(found.length), biasAndRelu);
        }
        check(whose, found, found.length - 1, biasAndRelu);
    }

    private void check(String whose, float[] found, int entry, boolean biasAndRelu) {
        int product = entry / (m * n);
        int i = entry / n % m;
        int j = entry % n;
        double exact = biasAndRelu ? bias[j] : 0;
        double size = Math.abs(exact);
        for (int p = 0; p < k; p++) {
            double term = (double) a[product * m * k + (ta ? p * lda + i : i * lda + p)]
                    * b[product * k * n + (tb ? j * ldb + p : p * ldb + j)];
            exact += term;
            size += Math.abs(term);
        }
        double expected = biasAndRelu ? Math.max(exact, 0) : exact;
        if (!(Math.abs(found[entry] - expected) <= 16 * Math.ulp(1f) * size)) {
            throw new IllegalStateException(of.name() + ", " + whose + ": C[" + i + "][" + j + "] is " + found[entry]
                    + ", expected " + expected);
        }
    }

    private float[] randomFloats(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }

    private static MemorySegment nativeCopy(float[] values) {
        return Arena.global().allocate((long) values.length * Float.BYTES, CACHE_LINE).copyFrom(MemorySegment.ofArray(values));
    }

    /** The operand of each product. */
    private MemorySegment[] slices(MemorySegment operands) {
        long size = operands.byteSize() / of.products();
        MemorySegment[] slices = new MemorySegment[of.products()];
        Arrays.setAll(slices, i -> operands.asSlice(i * size, size));
        return slices;
    }
}
