package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.PackedMatrix;
import org.unshatter.kernels.Workers;

/** A warm product allocates not one byte, in the caller or in its helpers, whichever way it takes. */
@EveryWidth
@Tag("allocation")
class GemmAllocationTest {

    private static volatile Object kept;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    private record Call(String name, Runnable body) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> everyCallOnOneAndTwoThreads() {
        List<Arguments> all = new ArrayList<>();
        for (GemmPath path : GemmPath.alone()) {
            all.add(Arguments.of(plain(path), 1));
            all.add(Arguments.of(rectified(path), 1));
        }
        for (GemmPath path : GemmPath.shared()) {
            all.add(Arguments.of(plain(path), 2));
        }
        GemmPath blocked = GemmPath.shared().getFirst();
        for (int threads = 1; threads <= 2; threads++) {
            all.add(Arguments.of(plain(blocked), threads));
            all.add(Arguments.of(rectified(blocked), threads));
            all.add(Arguments.of(packed(blocked), threads));
            all.add(Arguments.of(packing(blocked), threads));
            all.add(Arguments.of(batch(GemmPath.alone().getFirst(), 7), threads));
            all.add(Arguments.of(batch(GemmPath.alone().get(2), 7), threads));
            all.add(Arguments.of(batch(GemmPath.alone().get(3), 7), threads));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyCallOnOneAndTwoThreads")
    void notOneByte(Call call, int threads) {
        Workers.setThreads(threads);
        Allocation.assertNoneInAnyThread(call + " on " + threads + " threads", call.body);
    }

    /** Negative control: what a helper allocates must be seen too. */
    @Test
    void aFewBytesInAHelperWouldBeSeen() {
        Workers.setThreads(2);
        Thread caller = Thread.currentThread();
        AtomicInteger missing = new AtomicInteger();
        IntConsumer task = i -> {
            missing.decrementAndGet();
            while (missing.get() > 0) {
                Thread.onSpinWait();
            }
            if (Thread.currentThread() != caller) {
                kept = new float[16];
            }
        };
        double bytes = Allocation.perCallOfAllThreads(1023, () -> {
            missing.set(2);
            Workers.run(2, task);
        });
        assertTrue(bytes >= 64, () -> bytes + " bytes per call");
    }

    private static Call plain(GemmPath path) {
        Operands x = new Operands(path.product());
        return new Call(path.toString(), () -> path.product().run(x.a, x.b, x.c));
    }

    private static Call rectified(GemmPath path) {
        GemmCase product = path.product().with(path.product().alpha(), 0);
        Operands x = new Operands(product);
        Epilogue epilogue = Epilogue.columnBias(new float[product.n()], 0, Activation.CRELU);
        return new Call(path.name() + ", column bias and CRELU", () -> product.run(x.a, x.b, x.wide, epilogue));
    }

    private static Call packed(GemmPath path) {
        Operands x = new Operands(path.product());
        PackedMatrix b = path.product().pack(x.b);
        Epilogue epilogue = Epilogue.rowBias(new float[path.product().m()], 0, Activation.RELU);
        return new Call(path.name() + ", packed, row bias and RELU", () -> path.product().run(x.a, b, x.c, epilogue));
    }

    private static Call packing(GemmPath path) {
        Operands x = new Operands(path.product());
        PackedMatrix b = path.product().pack(x.b);
        return new Call(path.name() + ", packing", () -> b.pack(path.product().transposeB(), x.b.array, x.b.offset, x.b.stride));
    }

    private static Call batch(GemmPath path, int batch) {
        GemmCase p = path.product();
        Operands x = new Operands(p);
        int strideC = p.m() * x.c.stride;
        float[] c = new float[batch * strideC + x.c.offset];
        return new Call("batch of " + batch + " of " + path, () -> Gemm.sgemmBatch(batch, p.transposeA(), p.transposeB(),
                p.m(), p.n(), p.k(), p.alpha(), x.a.array, x.a.offset, x.a.stride, 0, x.b.array, x.b.offset, x.b.stride, 0,
                p.beta(), c, x.c.offset, x.c.stride, strideC));
    }

    /** Zeros: repeated products with β = −2 would overflow on anything else. */
    private static final class Operands {

        private final Guarded a;
        private final Guarded b;
        private final Guarded c;
        private final Guarded wide;

        Operands(GemmCase product) {
            a = product.a().fill(0);
            b = product.b().fill(0);
            c = product.c().fill(0);
            wide = Guarded.dense(product.m(), 2 * product.n());
        }
    }
}
