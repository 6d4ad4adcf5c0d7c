package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Batch;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.kernels.Workers;
import org.unshatter.nn.Network;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.ParameterGroups;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;

/**
 * After thousands of steps there is no more of anything than after half of them: heap, buffers outside of it, threads, files, classes. The profile "soak" makes ten times as many.
 */
@Tag("soak")
@Isolated
class SoakTest {

    private static final int STEPS = Integer.getInteger("soak.steps", 1000);
    private static final int EPOCH = 100;

    /** What a history of epochs and the JVM's own tables may grow by; a leak of 250 bytes a step would be more in 400 steps. */
    private static final long NOISE = 100_000;

    private final int threadsBefore = Workers.threads();

    @TempDir
    Path folder;

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    /** Captured steps, evaluation, statistics of batch norm, a log and checkpoints after each hundredth step. */
    @Test
    void training(TestReporter reporter) throws IOException {
        Workers.setThreads(2);
        Dataset data = TinyTraining.images("soak", 8 * EPOCH);
        Resources.Meter meter = new Resources.Meter(STEPS);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepDone(RunningEpoch epoch) {
                meter.after(epoch.steps());
            }
        };
        Trainer.of(TinyTraining.net(TinyTraining.CONV), Recipe.of(Optimizer.parse("adam"), 1e-3, STEPS / EPOCH),
                Batches.of(data, Standardisation.of(data), 8).shuffled(1).augmented(Augmentation.shifts(1)), TinyTraining.validation()).folder(folder).listener(listener).run();
        assertNoGrowth(meter, reporter);
    }

    /** Tapes, captures that are thrown away, streams of batches, files, threads that come and go, and other numbers of helpers. */
    @Test
    void plainUse(TestReporter reporter) throws IOException {
        assertNoGrowth(used(), reporter);
    }

    private Resources.Meter used() throws IOException {
        Resources.Meter meter = new Resources.Meter(STEPS);
        Network net = TinyTraining.net(TinyTraining.CONV);
        List<String> names = List.copyOf(net.parameters().keySet());
        Parameters parameters = Parameters.of(List.copyOf(net.parameters().values()));
        OptimizerState optimizer = Optimizer.parse("adam").on(parameters, ParameterGroups.of(names));
        Batches batches = TinyTraining.training();
        Path file = folder.resolve("net.safetensors");
        for (int step = 1; step <= STEPS; step++) {
            Batch batch = batches.get(step, 0);
            Tape tape = new Tape();
            List<Tensor> variables = parameters.on(tape);
            int[] next = {0};
            Tensor loss = net.mapParameters((_, _) -> variables.get(next[0]++)).apply(batch.images()).crossEntropy(batch.labels(), 0);
            parameters.assign(tape.gradients(loss), variables);
            optimizer.step(1e-4);
            if (step % 20 == 0) {
                Workers.setThreads(1 + step / 20 % 3);
                Captured.of(in -> new Tensor[] {InputGradient.of(net, in[0])}).run(batch.images());
                inAThreadOfItsOwn(() -> net.apply(batch.images()));
                batches.stream(0, 0, 1).close();
                NetworkFile.write(file, net);
                NetworkFile.read(file);
            }
            meter.after(step);
        }
        return meter;
    }

    private static void inAThreadOfItsOwn(Runnable work) {
        Thread thread = Thread.ofPlatform().start(work);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertNoGrowth(Resources.Meter meter, TestReporter reporter) {
        reporter.publishEntry("soak", meter.toString());
        Resources growth = meter.growth();
        assertTrue(growth.heap() <= NOISE, meter::toString);
        assertTrue(growth.direct() <= 0, meter::toString);
        assertTrue(growth.threads() <= 0, meter::toString);
        assertTrue(growth.files() <= 0, meter::toString);
        assertTrue(growth.classes() <= 20, meter::toString);
    }

    /** Negative controls: ten kilobytes of heap, a buffer, a thread or a file that is kept at each tenth step is found. */
    @Test
    void leaksAreFound() throws IOException {
        List<Object> kept = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        try {
            assertFound(() -> kept.add(new byte[10_000]), Resources::heap, NOISE + 1, kept);
            assertFound(() -> kept.add(ByteBuffer.allocateDirect(1000)), Resources::direct, 1000, kept);
            assertFound(() -> kept.add(Thread.ofPlatform().daemon().start(() -> await(over))), Resources::threads, 1, kept);
            Path file = Files.createFile(folder.resolve("kept"));
            assertFound(() -> kept.add(open(file)), Resources::files, 1, kept);
        } finally {
            over.countDown();
            for (Object object : kept) {
                if (object instanceof RandomAccessFile file) {
                    file.close();
                }
            }
        }
    }

    private void assertFound(Runnable leak, ToLongFunction<Resources> what, long least, List<Object> kept) {
        int before = kept.size();
        Resources.Meter meter = new Resources.Meter(1000);
        for (int step = 1; step <= 1000; step++) {
            if (step % 10 == 0) {
                leak.run();
            }
            meter.after(step);
        }
        assertEquals(100, kept.size() - before);
        assertTrue(what.applyAsLong(meter.growth()) >= least, meter::toString);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RandomAccessFile open(Path file) {
        try {
            return new RandomAccessFile(file.toFile(), "r");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
