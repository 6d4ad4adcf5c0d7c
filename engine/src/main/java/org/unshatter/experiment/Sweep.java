package org.unshatter.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.unshatter.train.Recipe;

/**
 * A grid of experiments: lines of nets × depths × learning rates × seeds. Each has a folder of its own, in which it is a {@link Run}; so what has ended is
 * never computed again, what was interrupted goes on, and several processes may share the work.
 */
public final class Sweep {

    private final List<Line> lines;
    private final List<Cell> cells = new ArrayList<>();

    /**
     * Nets of one kind and several depths.
     *
     * @param label        in figures
     * @param architecture as text without the depth
     */
    public record Line(String label, String architecture) {

        /** @throws IllegalArgumentException if the text names a depth */
        public Line {
            if (architecture.contains("depth=")) {
                throw new IllegalArgumentException("architecture is \"" + architecture + "\", expected none with a depth, which is one of the sweep's");
            }
        }

        String at(int depth) {
            String[] parts = architecture.split(",", 2);
            return parts[0] + ",depth=" + depth + (parts.length < 2 ? "" : "," + parts[1]);
        }
    }

    /** One experiment and its folder within that of the sweep. */
    public record Cell(String label, Experiment experiment, Path folder) {
    }

    /**
     * The grid.
     *
     * @param depths of all lines, in the order of their computation
     * @param rates  by the complete text of an architecture
     * @param seeds  the first of which is computed for all lines and depths before the next
     * @param like   what all experiments have in common; its architecture, rate and seed do not count
     */
    public static Sweep of(List<Line> lines, List<Integer> depths, Function<String, List<Double>> rates, List<Long> seeds, Experiment like, TrainingData data) {
        Sweep sweep = new Sweep(lines);
        for (long seed : seeds) {
            for (int depth : depths) {
                for (Line line : lines) {
                    Experiment first = new Experiment(line.at(depth), like.recipe(), like.batch(), like.augmentation(), seed);
                    String complete = first.architecture(data).toString();
                    for (double rate : rates.apply(complete)) {
                        Recipe recipe = like.recipe().rate(rate);
                        sweep.cells.add(new Cell(line.label(), new Experiment(complete, recipe, like.batch(), like.augmentation(), seed), folder(complete, rate, seed)));
                    }
                }
            }
        }
        return sweep;
    }

    private Sweep(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    private static Path folder(String architecture, double rate, long seed) {
        return Path.of(architecture.replace(':', '~'), "rate=" + rate + ",seed=" + seed); // not all file systems know colons
    }

    public List<Line> lines() {
        return lines;
    }

    /**
     * The cells of one of several processes: each cell is one's alone.
     *
     * @param shard counted from 1
     */
    public List<Cell> cells(int shard, int shards) {
        if (shards < 1 || shard < 1 || shard > shards) {
            throw new IllegalArgumentException("shard is " + shard + "/" + shards + ", expected 1/" + shards + " to " + shards + "/" + shards);
        }
        List<Cell> own = new ArrayList<>();
        for (int i = shard - 1; i < cells.size(); i += shards) {
            own.add(cells.get(i));
        }
        return own;
    }

    /**
     * All that has ended in a sweep's folder, whoever computed it, in the order of folders.
     *
     * @throws IOException if the folder or a summary cannot be read
     */
    public static List<Outcome> outcomes(Path sweep) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Path net : folders(sweep)) {
            for (Path cell : folders(net)) {
                Path summary = cell.resolve(Run.SUMMARY);
                if (Files.exists(summary)) {
                    outcomes.add(Run.read(summary));
                }
            }
        }
        return outcomes;
    }

    /** By name; other files may come and go meanwhile. */
    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }
}
