package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.experiment.BestRates;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Outcome;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.Sweep;
import org.unshatter.experiment.SweepReport;
import org.unshatter.experiment.TrainingData;

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
                new Options.Option("--rates-from", "PATH", "of each net the best learning rate of another sweep (folder or sweep.json), between whose depths it is interpolated"),
                new Options.Option("--seeds", "LIST", "seeds (default 1)"),
                new Options.Option("--shard", "I/N", "only every Nth training, from the Ith on: for N processes beside each other"),
                new Options.Option("--keep", null, "keep the checkpoints of trainings that have ended"),
                new Options.Option("--report", null, "only write the report anew, of all trainings in the folder that have ended; "
                        + "then --arch and the like, which give labels, may be left out"),
                new Options.Option("--out", "DIR", "folder for all files; what is there is gone on with (default: out/sweep)"));
    }

    @Override
    public void run(Options options) throws UsageException, IOException {
        TrainingOptions training = new TrainingOptions(options);
        if (training.listed()) {
            return;
        }
        Path folder = options.has("--out") ? options.path("--out") : Path.of("out", "sweep");
        if (options.has("--report") && !options.has("--arch")) {
            if (!Files.isDirectory(folder)) {
                throw new UsageException("sweep: there is no folder " + folder + ", expected that of a sweep");
            }
            if (Reading.of(() -> Sweep.outcomes(folder)).isEmpty()) {
                throw new UsageException("sweep: in " + folder + " is no training that has ended, expected the folder of a sweep");
            }
            SweepReport.write(folder, new LinkedHashMap<>());
        } else {
            carryOut(options, training, folder);
        }
        System.out.println("Report: " + folder.resolve("sweep.html"));
    }

    private static void carryOut(Options options, TrainingOptions training, Path folder) throws UsageException, IOException {
        List<Sweep.Line> lines = lines(options);
        if (!options.has("--depths")) {
            throw new UsageException("sweep: --depths is missing, expected at least one depth");
        }
        List<Integer> depths = options.list("--depths", "", Integer::valueOf, "a depth");
        List<Long> seeds = options.list("--seeds", "1", Long::valueOf, "a whole number");
        Function<String, List<Double>> rates = rates(options, training);
        Experiment like = training.experiment("", 1, 0);
        int[] shard = shard(options);
        TrainingData data = training.data();
        Sweep sweep;
        List<Sweep.Cell> cells;
        try {
            sweep = Sweep.of(lines, depths, rates, seeds, like, data);
            cells = sweep.cells(shard[0], shard[1]);
            for (Sweep.Cell cell : cells) {
                training.run(cell.experiment(), data, folder.resolve(cell.folder()));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("sweep: " + e.getMessage());
        }
        SweepReport.write(folder, sweep.labels()); // what stands in its way is better known now than in the end
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < cells.size() && !options.has("--report"); i++) {
            System.out.printf(Locale.ROOT, "%d of %d: %s%n", i + 1, cells.size(), cells.get(i).folder());
            Run run;
            boolean computed;
            try {
                run = training.run(cells.get(i).experiment(), data, folder.resolve(cells.get(i).folder()));
                computed = carryOut(run);
            } catch (FileSystemException e) { // such as a full disk: the others would meet it, too
                throw e;
            } catch (IOException | OutOfMemoryException e) {
                failures.add(cells.get(i).folder() + ": " + e.getMessage());
                System.err.println("unshatter: " + failures.getLast());
                continue;
            }
            if (computed) {
                if (!options.has("--keep")) {
                    run.deleteCheckpoints();
                }
                SweepReport.write(folder, sweep.labels());
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException(failures.size() + " of " + cells.size() + " trainings could not be carried out, the first " + failures.getFirst());
        }
    }

    /** Whether there was anything to compute. */
    private static boolean carryOut(Run run) throws IOException {
        Optional<Outcome> known = Reading.of(run::outcome);
        Outcome outcome = known.isPresent() ? known.get() : run.listener(new TrainingProgress(run.network().summary().flops())).carryOut();
        System.out.println(outcome.diverged().orElseGet(
                () -> String.format(Locale.ROOT, "validation accuracy %.2f %%, test %.2f %%", 100 * outcome.validation(), 100 * outcome.test())));
        return known.isEmpty();
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
            List<Outcome> outcomes = Files.exists(tuned) ? Reading.of(() -> Sweep.outcomes(tuned)) : List.of();
            if (outcomes.isEmpty()) {
                throw options.wrong("--rates-from", "the folder of another sweep, or its sweep.json, with trainings that have ended");
            }
            return BestRates.of(outcomes);
        }
        List<Double> rates = training.rates();
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
