package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batches;
import org.unshatter.data.BuiltInImages;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.Readout;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.PackedMatrix;
import org.unshatter.kernels.Workers;
import org.unshatter.nn.Network;
import org.unshatter.optim.Optimizer;
import org.unshatter.train.Recipe;
import org.unshatter.train.Trainer;

/**
 * Several threads of the user at once, each doing all that the library does in an order of its own: kernels, tapes and captured steps of their own, diagnostics, trainings,
 * files. They share what is only read: a network, its inputs, a packed matrix, images. Each result has the bits of the same done alone.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrentUseTest {

    private static final int CALLERS = 4;
    private static final int ROUNDS = 3;

    private static final Network SHARED = net("conv-residual,depth=5,filters=6,in=3x8x8,norm=batch");
    private static final Tensor INPUTS = Tensor.of(Seeds.gaussians(1, 16 * 3 * 8 * 8), 16, 3, 8, 8);
    private static final Network DENSE = net("dense-plain,depth=6,width=24,norm=batch");
    private static final Dataset IMAGES = BuiltInImages.train(1, 40);
    private static final float[] LEFT = Seeds.gaussians(2, SmokeProbe.M * SmokeProbe.K);
    private static final PackedMatrix PACKED = new PackedMatrix(SmokeProbe.K, SmokeProbe.N);

    static {
        PACKED.pack(Transpose.NO, Seeds.gaussians(3, SmokeProbe.K * SmokeProbe.N), 0, SmokeProbe.N);
    }

    private static final Map<String, String> ALONE = new LinkedHashMap<>();

    private final int threadsBefore = Workers.threads();

    @TempDir
    Path folder;

    @BeforeAll
    static void alone(@TempDir Path apart) {
        int threads = Workers.threads();
        Workers.setThreads(1);
        works(apart).forEach((name, work) -> ALONE.put(name, work.get()));
        Workers.setThreads(threads);
        assertEquals(ALONE.size(), ALONE.values().stream().distinct().count(), ALONE::toString);
    }

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @Test
    void withThePool() throws InterruptedException {
        Workers.setThreads(3);
        together(Thread.ofPlatform().daemon());
    }

    @Test
    void withAnExecutorOfTheUsers() throws InterruptedException {
        AtomicInteger helpers = new AtomicInteger();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Workers.setExecutor(job -> {
                helpers.incrementAndGet();
                executor.execute(job);
            }, 3);
            together(Thread.ofPlatform().daemon());
        }
        assertTrue(helpers.get() > CALLERS, helpers + " helpers");
    }

    /** Whatever belongs to a thread belongs to the virtual one, not to that which carries it. */
    @Test
    void byVirtualThreadsWithVirtualHelpers() throws InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Workers.setExecutor(executor, 3);
            together(Thread.ofVirtual());
        }
    }

    @Test
    void whileTheNumberOfThreadsChanges() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Thread changing = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; !over.get(); i++) {
                    if (i % 4 == 3) {
                        Workers.setExecutor(executor, 3);
                    } else {
                        Workers.setThreads(1 + i % 4);
                    }
                    WorkersTest.pause(2);
                }
            });
            try {
                together(Thread.ofPlatform().daemon());
            } finally {
                over.set(true);
                changing.join();
                Workers.setThreads(1);
            }
        }
    }

    private void together(Thread.Builder kind) throws InterruptedException {
        Together.run(CALLERS, kind, caller -> {
            Map<String, Supplier<String>> works = works(folder.resolve("caller-" + caller));
            List<String> names = works.keySet().stream().toList();
            RandomGenerator random = Seeds.stream(caller);
            for (int i = 0; i < ROUNDS * names.size(); i++) {
                String name = i < names.size() ? names.get((i + caller) % names.size()) : names.get(random.nextInt(names.size()));
                assertEquals(ALONE.get(name), works.get(name).get(), () -> name + " by caller " + caller + Seeds.again(ConcurrentUseTest.class));
            }
        });
    }

    /** What one thread does, with all that it changes its own. The results as text. */
    private static Map<String, Supplier<String>> works(Path folder) {
        Map<String, Supplier<String>> works = new LinkedHashMap<>();
        HashProbe kernels = new HashProbe();
        works.put("kernels", kernels::hashes);
        SmokeProbe probe = new SmokeProbe();
        works.put("product, convolution, captured step, autocorrelation", () -> {
            StringBuilder text = new StringBuilder();
            probe.run().forEach((name, values) -> text.append(name).append(' ').append(Arrays.hashCode(values)).append('\n'));
            return text.toString();
        });
        works.put("shared matrix", () -> {
            float[] product = new float[SmokeProbe.M * SmokeProbe.N];
            Gemm.sgemm(Transpose.NO, SmokeProbe.M, SmokeProbe.K, 1, LEFT, 0, SmokeProbe.K, PACKED, 0, product, 0, SmokeProbe.N);
            return Integer.toString(Arrays.hashCode(product));
        });
        works.put("shared network", () -> text(InputGradient.of(SHARED, INPUTS)));
        works.put("diagnostic", () -> {
            Shattering found = Shattering.examine(DENSE, Readout.random(1), Tensor.of(SmokeProbe.points(), SmokeProbe.POINTS, 1), 1);
            return found.verdict() + " " + found.nearby() + found.correlationLength() + found.spectralSlope() + found.batchCorrelation()
                    + Arrays.toString(found.autocorrelation()) + Arrays.toString(found.whiteness());
        });
        works.put("training", () -> trained(null));
        works.put("training with files", () -> trained(folder.resolve("training-" + System.nanoTime())));
        works.put("file", () -> {
            try {
                Files.createDirectories(folder);
                Path file = folder.resolve("net.safetensors");
                NetworkFile.write(file, SHARED);
                return Arrays.hashCode(Files.readAllBytes(file)) + text(InputGradient.of(NetworkFile.read(file), INPUTS));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return works;
    }

    private static String trained(Path folder) {
        Batches training = Batches.of(IMAGES, Standardisation.of(IMAGES), 8).shuffled(2);
        Trainer trainer = Trainer.of(net("conv-plain,depth=3,filters=4,in=3x32x32,out=10,norm=batch,stats=differentiated"), Recipe.of(Optimizer.parse("adam"), 1e-3, 1), training,
                Batches.of(IMAGES, Standardisation.of(IMAGES), 16));
        try {
            Network net = (folder == null ? trainer : trainer.folder(folder)).run().network();
            StringBuilder text = new StringBuilder(folder == null ? "" : "with files: ");
            net.parameters().forEach((name, value) -> text.append(name).append(' ').append(text(value)).append('\n'));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Tensor values) {
        return values + " " + Arrays.hashCode(values.toArray());
    }

    private static Network net(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(1, architecture));
    }

    /** Under one name there is always one of the files whole, whoever writes it and whoever reads. */
    @Test
    void severalWriteTheSameFile() throws InterruptedException, IOException {
        Path file = folder.resolve("same.safetensors");
        Network[] nets = new Network[CALLERS];
        byte[][] contents = new byte[CALLERS][];
        for (int i = 0; i < CALLERS; i++) {
            nets[i] = Architecture.parse("dense-plain,depth=3,width=" + (20 + i)).build(RandomStreams.of(i, "file"));
            NetworkFile.write(file, nets[i]);
            contents[i] = Files.readAllBytes(file);
        }
        Together.run(CALLERS, caller -> {
            try {
                for (int i = 0; i < 10; i++) {
                    NetworkFile.write(file, nets[caller]);
                    byte[] read = Files.readAllBytes(file);
                    assertTrue(Stream.of(contents).anyMatch(whole -> Arrays.equals(whole, read)), "a file of " + read.length + " bytes that nobody wrote");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.filter(path -> path.toString().endsWith(".tmp")).toList());
        }
    }

    /** Negative control: what two threads may not share, here an array that both write, is found out. */
    @Test
    void sharedResultsWouldBeSeen() throws InterruptedException {
        float[] shared = new float[1 << 16];
        AtomicInteger mixed = new AtomicInteger();
        for (int round = 0; round < 1000 && mixed.get() == 0; round++) {
            Together.run(2, caller -> {
                Arrays.fill(shared, caller);
                Thread.yield();
                for (float value : shared) {
                    mixed.addAndGet(value != caller ? 1 : 0);
                }
            });
        }
        assertNotEquals(0, mixed.get(), "two threads never ran at once");
    }
}
