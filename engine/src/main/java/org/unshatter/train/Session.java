package org.unshatter.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batch;
import org.unshatter.data.BatchStream;
import org.unshatter.data.Batches;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.kernels.Kernels;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Rebuilt;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.ParameterGroups;
import org.unshatter.optim.ScheduleState;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;

/** A training as it runs. */
final class Session {

    private static final String OPTIMIZER = "optimizer/";
    private static final String SCHEDULE = "schedule/";
    private static final String RUNNING = "running/";
    private static final String HISTORY = "history";
    private static final String VECTORS = "vectorBits";

    private final Trainer setup;
    private final Recipe recipe;
    private final Batches training;
    private final TrainingListener listener;
    private final CheckpointFolder folder;
    private final LiveNetwork live;
    private final OptimizerState optimizer;
    private final ScheduleState schedule;
    private final PopulationStatistics statistics;
    private final Evaluation evaluation;
    private final Captured gradients;
    private final Tensor[] inputs = new Tensor[2];
    private final RunningEpoch running;
    private final History history = new History();

    Session(Trainer setup) {
        this.setup = setup;
        recipe = setup.recipe();
        training = setup.training();
        listener = setup.listener();
        folder = setup.folder() == null ? null : CheckpointFolder.at(setup.folder());
        live = new LiveNetwork(setup.network());
        ParameterGroups groups = ParameterGroups.of(live.names());
        optimizer = recipe.optimizer().on(live.parameters(), recipe.decayWeightsOnly() ? groups.decayWeightsOnly() : groups);
        schedule = recipe.schedule().start(training.count(), (long) training.count() * recipe.epochs());
        statistics = PopulationStatistics.of(live.net(), live.net().input());
        evaluation = Evaluation.of(statistics.fixed());
        gradients = Captured.of(in -> live.gradients(recipe.smoothing(), in[0], in[1]));
        running = new RunningEpoch(recipe.epochs(), training.count());
    }

    TrainingResult run() throws IOException {
        warnOfConstantStatistics();
        if (folder == null) {
            train(null);
            return result();
        }
        try (FolderLock _ = FolderLock.of(setup.folder())) {
            Safetensors.deleteUnfinished(setup.folder());
            String configuration = Json.compact(setup.configuration());
            folder.latest(listener::notice).ifPresent(checkpoint -> restore(checkpoint, configuration));
            folder.deleteOld(running.steps());
            SequencedMap<String, Object> header = new LinkedHashMap<>();
            header.put("configuration", setup.configuration());
            try (TrainingLog log = TrainingLog.open(folder.log(), header, history.epochs())) {
                train(log);
            }
        }
        return result();
    }

    /** The default of architectures is what diagnostics want. */
    private void warnOfConstantStatistics() {
        List<String> layers = new ArrayList<>();
        Rebuilt.of(live.net(), (name, layer) -> {
            if (layer instanceof Normalise norm && norm.overBatch() && norm.statistics() == Statistics.CONSTANT) {
                layers.add(name);
            }
            return layer;
        });
        if (!layers.isEmpty()) {
            listener.notice("gradients do not flow through the batch statistics of " + layers.size() + " layers, the first " + layers.getFirst()
                    + "; training usually has stats=differentiated");
        }
    }

    private boolean ended() {
        return history.count() == recipe.epochs() || history.outOf(recipe.patience());
    }

    private void train(TrainingLog log) throws IOException {
        if (ended()) {
            return;
        }
        takeMemory();
        try (BatchStream stream = training.stream(running.epoch(), running.batch(), recipe.epochs())) {
            while (!ended()) {
                running.startClock();
                while (running.batch() < running.batches()) {
                    step(stream.next());
                    if (folder != null && setup.checkpointEvery() > 0 && running.steps() % setup.checkpointEvery() == 0
                            && running.batch() < running.batches()) {
                        folder.write(running.steps(), checkpoint());
                        running.startClock();
                    }
                    listener.stepDone(running);
                }
                endEpoch(log);
            }
        }
    }

    /** A step with inputs of certain shapes. */
    private record Planned(Captured step, Tensor... inputs) {
    }

    /** Takes the memory for all that an epoch consists of before the first step: none is to be lacking at its end, hours later. */
    private void takeMemory() {
        List<Planned> steps = new ArrayList<>();
        for (Batch batch : training.ofEachSize()) {
            steps.add(new Planned(gradients, batch.images(), batch.labels()));
            if (!statistics.isEmpty()) {
                steps.add(new Planned(statistics.pass(), batch.images()));
            }
        }
        for (Batch batch : setup.validation().ofEachSize()) {
            steps.add(new Planned(evaluation.step(), batch.images(), batch.labels()));
        }
        long bytes = steps.stream().mapToLong(planned -> planned.step().peakBytes(planned.inputs())).sum();
        if (folder != null) { // a checkpoint copies what the optimiser remembers, and one array of it once more as it is written
            bytes += optimizer.bytes() + (long) Float.BYTES * live.parameters().values().length;
        }
        Memory.require(bytes, "training, with all steps of an epoch and of its evaluation,");
        steps.forEach(planned -> planned.step().prepare(planned.inputs()));
    }

    private void step(Batch batch) {
        inputs[0] = batch.images();
        inputs[1] = batch.labels();
        double rate = recipe.rate() * schedule.factor(running.steps());
        Tensor[] results = gradients.run(inputs);
        double loss = results[0].item();
        double norm = recipe.clipping().apply(live.parameters());
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new DivergedException(running.epoch(), running.batch(), running.steps(), rate, loss,
                    live.firstNotFinite(recipe.smoothing(), inputs[0], inputs[1]));
        }
        optimizer.step(rate);
        running.add(batch.count(), loss, Score.correct(results[1], batch.labels()), rate);
    }

    /** The checkpoint comes last: a training that goes on from one before writes best and log again, the same. */
    private void endEpoch(TrainingLog log) throws IOException {
        if (!statistics.isEmpty()) {
            try (BatchStream stream = training.stream(running.epoch(), 0, running.epoch() + 1)) {
                statistics.take(stream, recipe.statisticsBatches());
            }
        }
        EpochMetrics metrics = running.metrics(evaluation.run(setup.validation()));
        listener.epochTrained(metrics, live.net());
        schedule.epochEnded(metrics.trainingLoss());
        history.add(metrics);
        running.next();
        if (folder != null) {
            Checkpoint checkpoint = checkpoint();
            if (history.best() == metrics.epoch()) {
                folder.writeBest(checkpoint);
            }
            log.add(metrics);
            folder.write(running.steps(), checkpoint);
        }
        listener.epochDone(metrics);
    }

    private Checkpoint checkpoint() {
        SequencedMap<String, Entry> parameters = new LinkedHashMap<>();
        live.net().parameters().forEach((name, value) -> parameters.put(name, Entry.later(value)));
        SequencedMap<String, Entry> state = new LinkedHashMap<>();
        optimizer.entries().forEach((name, entry) -> state.put(OPTIMIZER + name, entry));
        schedule.entries().forEach((name, entry) -> state.put(SCHEDULE + name, entry));
        statistics.entries().forEach((name, entry) -> state.put(Checkpoint.STATISTICS + name, entry));
        running.entries().forEach((name, entry) -> state.put(RUNNING + name, entry));
        state.put(HISTORY, history.entry());
        state.put(VECTORS, Entry.of(new long[] {Kernels.info().vectorBits()}));
        return new Checkpoint(live.net().architecture(), Json.compact(setup.configuration()), parameters, state);
    }

    private void restore(Checkpoint checkpoint, String configuration) {
        if (!JsonReader.read(checkpoint.configuration()).equals(JsonReader.read(configuration))) { // as JSON: the order of a setting counts nothing
            throw new IllegalArgumentException("the folder " + setup.folder() + " holds another training: " + differences(checkpoint.configuration(), configuration));
        }
        Entry vectors = checkpoint.state().get(VECTORS);
        if (vectors != null && vectors.longs()[0] != Kernels.info().vectorBits()) {
            listener.notice("until here it was trained with vectors of " + vectors.longs()[0] + " bits, and goes on with " + Kernels.info().vectorBits()
                    + " (0 for scalar kernels): its bits will be those of neither");
        }
        live.restore(checkpoint.tensors());
        optimizer.restore(checkpoint.part(OPTIMIZER));
        schedule.restore(checkpoint.part(SCHEDULE));
        statistics.restore(checkpoint.part(Checkpoint.STATISTICS));
        running.restore(checkpoint.part(RUNNING));
        history.restore(checkpoint.state().get(HISTORY));
    }

    private static String differences(String there, String wanted) {
        Map<?, ?> before = (Map<?, ?>) JsonReader.read(there);
        Map<?, ?> now = (Map<?, ?>) JsonReader.read(wanted);
        Set<Object> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(now.keySet());
        return keys.stream().filter(key -> !Objects.equals(before.get(key), now.get(key)))
                .map(key -> key + " is " + before.get(key) + ", expected " + now.get(key)).collect(Collectors.joining("; "));
    }

    private TrainingResult result() {
        Network trained = live.net().withParameters(live.values());
        PopulationStatistics own = PopulationStatistics.of(trained, trained.input());
        own.restore(statistics.entries());
        return new TrainingResult(trained, own.fixed(), history.epochs(), history.best(),
                history.count() < recipe.epochs());
    }
}
