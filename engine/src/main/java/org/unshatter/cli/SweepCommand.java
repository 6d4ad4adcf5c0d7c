package org.unshatter.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import org.unshatter.experiment.BestRates;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Outcome;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.Sweep;
import org.unshatter.experiment.SweepReport;
import org.unshatter.experiment.TrainingData;
import org.unshatter.report.OutputFolder;

/** {@code sweep}: many trainings, and one report. */
final class SweepCommand implements Command {

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String summary() {
        return "Train networks of several kinds, depths, learning rates and seeds; write sweep.html.";
    }

    @Override
    public List<Options.Option> options() {
        return TrainingOptions.after(
                new Options.Option("--arch", "TEXT", "an architecture without its depth, such as thin-plain,act=crelu; give several to compare them"),
                new Options.Option("--label", "TEXT", "what figures call it; one for each --arch, in their order"),
                new Options.Option("--depths", "LIST", "depths of each, such as 6,18,34"),
                new Options.Option("--rates", "LIST", "learning rates, all of which are tried"),
                new Options.Option("--rates-from", "DIR", "of each net the best learning rate of another sweep, between whose depths it is interpolated"),
                new Options.Option("--seeds", "LIST", "seeds (default 1)"),
                new Options.Option("--shard", "I/N", "only every Nth training, from the Ith on: for N processes beside each other"),
                new Options.Option("--keep", null, "keep the checkpoints of trainings that have ended"),
                new Options.Option("--report", null, "only write the report anew, of all trainings in the folder that have ended"),
                new Options.Option("--out", "DIR", "folder for all files; what is there is gone on with (default: out/sweep)"));
    }

    @Override
    public void run(Options options) throws UsageException, IOException {
        TrainingOptions training = new TrainingOptions(options);
        if (training.listed()) {
            return;
        }
        List<Sweep.Line> lines = lines(options);
        Experiment like = training.experiment("", training.rate(), 0);
        List<Integer> depths = options.list("--depths", "", Integer::valueOf, "a depth");
        List<Long> seeds = options.list("--seeds", "1", Long::valueOf, "a whole number");
        int[] shard = shard(options);
        Path folder = options.has("--out") ? options.path("--out") : Path.of("out", "sweep");
        TrainingData data = training.data();
        Sweep sweep;
        try {
            sweep = Sweep.of(lines, depths, rates(options, training), seeds, like, data);
        } catch (IllegalArgumentException e) {
            throw new UsageException("sweep: " + e.getMessage());
        }
        List<Sweep.Cell> cells = sweep.cells(shard[0], shard[1]);
        OutputFolder output = OutputFolder.open(folder);
        if (!options.has("--report")) {
            for (int i = 0; i < cells.size(); i++) {
                Sweep.Cell cell = cells.get(i);
                System.out.printf("%d of %d: %s%n", i + 1, cells.size(), cell.folder());
                Outcome outcome = run(cell, data, folder, training).carryOut();
                if (!options.has("--keep")) {
                    Run.of(cell.experiment(), data, folder.resolve(cell.folder())).deleteCheckpoints();
                }
                System.out.println(outcome.diverged().orElseGet(() -> String.format(Locale.ROOT, "validation accuracy %.2f %%, test %.2f %%", 100 * outcome.validation(), 100 * outcome.test())));
                report(output, folder, sweep, data, like);
            }
        }
        report(output, folder, sweep, data, like);
        System.out.println("Report: " + folder.resolve("sweep.html"));
    }

    private static Run run(Sweep.Cell cell, TrainingData data, Path folder, TrainingOptions training) throws UsageException {
        Run run = Run.of(cell.experiment(), data, folder.resolve(cell.folder())).environment(Environment.describe())
                .listener(new TrainingProgress(cell.experiment().network(data).summary().flops()));
        int diagnoseEvery = training.integer("--diagnose-every", 0, 1);
        if (diagnoseEvery > 0) {
            run.diagnoseEvery(diagnoseEvery);
        }
        int checkpointEvery = training.integer("--checkpoint-every", 0, 1);
        return checkpointEvery > 0 ? run.checkpointEvery(checkpointEvery) : run;
    }

    /** By one process at a time, so that the last report has all. */
    private static void report(OutputFolder output, Path folder, Sweep sweep, TrainingData data, Experiment like) throws IOException {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", Version.text());
        facts.put("images", data.name() + ", " + data.training().count() + " to train, " + data.validation().count() + " to validate, " + data.test().count() + " to test");
        facts.put("recipe", like.recipe().optimizer() + ", " + like.recipe().schedule() + ", " + like.recipe().epochs() + " epochs, batches of " + like.batch()
                + ", augmentation " + like.augmentation() + ", clipping " + like.recipe().clipping());
        facts.putAll(Environment.describe());
        try (FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            output.write(new SweepReport(sweep.lines(), Sweep.outcomes(folder), data, like).files(facts));
        }
    }

    private static List<Sweep.Line> lines(Options options) throws UsageException {
        List<String> architectures = options.all("--arch");
        List<String> labels = options.all("--label");
        if (architectures.isEmpty()) {
            throw new UsageException("sweep: --arch is missing, expected at least one architecture");
        }
        if (!labels.isEmpty() && labels.size() != architectures.size()) {
            throw new UsageException("sweep: " + labels.size() + " times --label, expected none or one for each of the " + architectures.size() + " --arch");
        }
        List<Sweep.Line> lines = new ArrayList<>();
        for (int i = 0; i < architectures.size(); i++) {
            try {
                lines.add(new Sweep.Line(labels.isEmpty() ? architectures.get(i) : labels.get(i), architectures.get(i)));
            } catch (IllegalArgumentException e) {
                throw new UsageException("sweep: --arch: " + e.getMessage());
            }
        }
        return lines;
    }

    private static Function<String, List<Double>> rates(Options options, TrainingOptions training) throws UsageException, IOException {
        if (options.has("--rates") && options.has("--rates-from")) {
            throw new UsageException("sweep: --rates and --rates-from, expected one of them");
        }
        if (options.has("--rates-from")) {
            Path tuned = options.path("--rates-from");
            if (!Files.isDirectory(tuned)) {
                throw options.wrong("--rates-from", "the folder of another sweep");
            }
            return BestRates.of(Sweep.outcomes(tuned));
        }
        List<Double> rates = options.list("--rates", Double.toString(training.rate()), Double::valueOf, "a number");
        return _ -> rates;
    }

    private static int[] shard(Options options) throws UsageException {
        String[] parts = options.text("--shard", "1/1").split("/", -1);
        try {
            int[] shard = {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
            if (parts.length == 2 && shard[0] >= 1 && shard[0] <= shard[1]) {
                return shard;
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // said below
        }
        throw options.wrong("--shard", "two whole numbers as in 2/4");
    }
}
