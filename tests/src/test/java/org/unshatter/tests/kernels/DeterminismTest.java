package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.PackedMatrix;
import org.unshatter.kernels.Workers;

/** The same call gives the same bits: on any number of threads, in a new JVM or a warm one. */
@EveryWidth
class DeterminismTest {

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    /** Rows for four blocks of parallel work and more than one block of depth. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void threadsDoNotChangeTheBits(Transpose transposeA, Transpose transposeB) {
        GemmCase product = new GemmCase(transposeA, transposeB, 500, 203, 301, 1.1f, 0.3f, 1);
        RandomGenerator random = Seeds.stream(0);
        Guarded a = product.a().fill(random::nextGaussian);
        Guarded b = product.b().fill(random::nextGaussian);
        Guarded c = product.c().fill(random::nextGaussian);
        Workers.setThreads(1);
        Guarded alone = c.copy();
        product.run(a, b, alone);
        for (int threads = 2; threads <= 3; threads++) {
            AtomicInteger helpers = new AtomicInteger();
            Workers.setExecutor(job -> {
                helpers.incrementAndGet();
                Thread.ofPlatform().daemon().start(job);
            }, threads);
            for (int round = 0; round < 5; round++) {
                Guarded together = c.copy();
                product.run(a, b, together);
                together.assertSameBits(alone, product + " on " + threads + " threads", DeterminismTest.class);
            }
            assertTrue(helpers.get() > 0, "the product was not shared");
        }
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void oneTwoAndFiveThreadsGiveTheSameBitsOnEachPath(GemmPath path) {
        GemmCase product = path.product();
        RandomGenerator random = Seeds.stream(1);
        Guarded a = product.a().fill(random::nextGaussian);
        Guarded b = product.b().fill(random::nextGaussian);
        Guarded c = product.c().fill(random::nextGaussian);
        Guarded bias = Guarded.run(product.m(), 0).fill(random::nextGaussian);
        Epilogue epilogue = Epilogue.rowBias(bias.array, bias.offset, Epilogue.Activation.RELU);
        PackedMatrix packed = product.pack(b);
        Guarded[] alone = null;
        for (int threads : new int[] {1, 2, 5}) {
            Workers.setThreads(threads);
            for (int round = 0; round < 5; round++) {
                Guarded[] results = {c.copy(), c.copy(), c.copy()};
                product.run(a, b, results[0]);
                product.run(a, b, results[1], epilogue);
                product.run(a, packed, results[2]);
                alone = alone == null ? results : alone;
                for (int i = 0; i < results.length; i++) {
                    results[i].assertSameBits(alone[i], path + " on " + threads + " threads, call " + i, DeterminismTest.class);
                }
            }
        }
    }

    static Stream<GemmPath> everyPath() {
        return Stream.concat(GemmPath.alone().stream(), GemmPath.shared().stream());
    }

    /** The hashes of this JVM, which has run other tests before, serve as the third opinion. */
    @Test
    void aNewJvmAndAWarmOneAgree() {
        List<String> options = new ArrayList<>();
        for (String name : new String[] {Machine.FORCED, "unshatter.test.seed"}) {
            if (System.getProperty(name) != null) {
                options.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        if (Machine.hardwareBits() > 0) {
            options.add(FreshJvm.MODULE_FLAG);
        }
        FreshJvm.Outcome outcome = FreshJvm.run(HashProbe.class, options.toArray(String[]::new));
        assertEquals(0, outcome.exit(), outcome::toString);
        assertEquals(outcome.value("first"), outcome.value("last"), Seeds.again(DeterminismTest.class));
        assertEquals("10000 of 10000", outcome.value("agreeing"), Seeds.again(DeterminismTest.class));
        assertEquals(outcome.value("first"), new HashProbe().hashes(), Seeds.again(DeterminismTest.class));
    }

    /** The hashes must tell results apart that differ in one bit. */
    @Test
    void oneBitChangesTheHashes() {
        String all = new HashProbe().hashes();
        List<String> names = new ArrayList<>(List.of("sgemm"));
        GemmPath.alone().forEach(path -> names.add(new PathProbe(path, false).name()));
        GemmPath.alone().forEach(path -> names.add(new PathProbe(path, true).name()));
        names.addAll(List.of("sum", "dot", "rowSums", "columnSums", "columnMeans", "sumAlong", "max",
            "exp", "expGradient", "tanh", "tanhGradient", "sigmoid", "sigmoidGradient",
            "softplus", "softplusGradient", "gelu", "geluGradient", "leakyRelu", "leakyReluGradient", "log", "pow",
            "columnNorm", "columnNormVariance", "columnNormGradient", "softmax", "logSoftmax", "logSumExp",
            "momentum", "adam", "rmsProp", "rmsPropMomentum",
            "conv", "convByData", "convByWeights", "convByBias", "maxPool", "maxPoolGradient", "averagePool"));
        assertEquals(names, List.of(all.replaceAll("=\\w+", "").split(" ")));
        assertTrue(all.split("=").length - 1 == List.of(all.replaceAll("[\\w-]+=", "").split(" ")).stream().distinct().count(), all);
    }
}
