package org.unshatter.bench;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batch;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.NamedRecipe;
import org.unshatter.experiment.TrainingData;
import org.unshatter.nn.Network;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.OptimizerState;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;

/** A {@link Trainer}, stopped after each step by its listener until the next is wanted; and the bare step on the first of its batches. */
final class LoopWorkload implements Workload {
    private static final NamedRecipe THIN = NamedRecipe.named("thin");
    /** So small that the nets stay what they are: to learn a single batch by heart would take the bare step to other numbers than the loop. */
    private static final Recipe RECIPE = THIN.recipe().rate(1e-8);
    private static final long SEED = 1;
    private static final int IMAGES = 10_000;
    private static final int SIDE = 32;
    private static final int CLASSES = 10;
    /** Of an epoch: no validation comes between those that are measured. */
    private static final int STEPS = 1 << 14;

    private final LoopCase of;
    private final Network net;
    private final Tensor[] first;
    private final Semaphore wanted = new Semaphore(0);
    private final Semaphore made = new Semaphore(0);
    private final Captured step;
    private final Parameters parameters;
    private final OptimizerState optimizer;
    private long loopSteps;
    private double loopLoss;
    private float bareLoss = Float.NaN;
    private volatile Throwable end;

    LoopWorkload(LoopCase of) {
        this.of = of;
        TrainingData data = data(of.batch());
        net = new Experiment(of.architecture(), RECIPE, of.batch(), THIN.augmentation(), SEED).network(data);
        Batches batches = Batches.of(data.training(), data.standardisation(), of.batch()).shuffled(SEED).augmented(THIN.augmentation()).completeOnly();
        Batch batch = batches.get(0, 0);
        first = new Tensor[] {batch.images(), batch.labels()};
        parameters = Parameters.of(List.copyOf(net.parameters().values()));
        optimizer = RECIPE.optimizer().on(parameters);
        step = Captured.of(in -> {
            Tape tape = new Tape();
            List<Tensor> variables = parameters.on(tape);
            Tensor loss = loss(variables, in);
            parameters.assign(tape.gradients(loss), variables);
            return new Tensor[] {loss};
        });
        Trainer trainer = Trainer.of(net, RECIPE, batches, Batches.of(data.validation(), data.standardisation(), 1)).listener(new Hearer());
        Thread thread = new Thread(() -> run(trainer), "training");
        thread.setDaemon(true);
        thread.start();
    }

    /** Random bytes, each image many times. */
    private static TrainingData data(int batch) {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] pixels = new byte[IMAGES * 3 * SIDE * SIDE];
        random.nextBytes(pixels);
        List<String> classes = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        Dataset images = Dataset.of(3, SIDE, SIDE, pixels, random.ints(IMAGES, 0, CLASSES).toArray(), classes);
        Dataset many = images.take(IntStream.range(0, STEPS * batch).map(i -> i % IMAGES).toArray());
        Dataset one = images.range(0, 1);
        return new TrainingData("random bytes", many, one, one, Standardisation.of(images));
    }

    private Tensor loss(List<Tensor> values, Tensor... data) {
        int[] next = {0};
        return net.mapParameters((_, _) -> values.get(next[0]++)).apply(data[0]).crossEntropy(data[1], RECIPE.smoothing());
    }

    private void run(Trainer trainer) {
        try {
            wanted.acquireUninterruptibly();
            trainer.run();
            end = new IllegalStateException("the training has ended");
        } catch (Throwable e) {
            end = e;
        }
        made.release();
    }

    /** Hands each step over. */
    private final class Hearer implements TrainingListener {
        @Override
        public void stepDone(RunningEpoch epoch) {
            loopSteps = epoch.steps();
            loopLoss = loopSteps == 1 ? epoch.loss() : loopLoss;
            made.release();
            wanted.acquireUninterruptibly();
        }
    }

    @Override
    public Runnable ours() {
        return () -> {
            wanted.release();
            made.acquireUninterruptibly();
            if (end != null) {
                throw new IllegalStateException(of.name() + ": " + end, end);
            }
        };
    }

    @Override
    public Optional<Runnable> rival() {
        return Optional.of(() -> {
            float loss = step.run(first)[0].item();
            bareLoss = Float.isNaN(bareLoss) ? loss : bareLoss;
            optimizer.step(RECIPE.rate());
        });
    }

    /** The first loss of both is that of the net on the first batch, computed operation by operation, to the bit; and both have gradients. */
    @Override
    public void check() {
        float expected = net.apply(first[0]).crossEntropy(first[1], RECIPE.smoothing()).item();
        boolean both = (float) loopLoss == expected && (bareLoss == expected || optimizer.steps() == 0);
        if (!(both && Float.isFinite(expected))) {
            throw new IllegalStateException(of.name() + ": the first loss is " + loopLoss + " in the loop and " + bareLoss + " in the bare step, expected " + expected);
        }
        step.run(first);
        double norm = Clipping.none().apply(parameters);
        if (!(norm > 0 && Double.isFinite(norm))) {
            throw new IllegalStateException(of.name() + ": the norm of the gradients is " + norm + ", expected a positive number");
        }
    }
}
