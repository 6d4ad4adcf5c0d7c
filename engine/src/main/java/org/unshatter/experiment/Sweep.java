package org.unshatter.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A grid of experiments: lines of nets × depths × learning rates × seeds. Each has a folder of its own, in which it is a {@link Run}; so what has ended is
 * never computed again, what was interrupted goes on, and several processes may share the work.
 */
public final class Sweep {

    private final List<Cell> cells = new ArrayList<>();
    private final SequencedMap<String, String> labels = new LinkedHashMap<>();

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

    /**
     * One experiment and its folder within that of the sweep.
     *
     * @param label      of its line
     * @param experiment with its own architecture, rate and seed
     * @param folder     relative to the sweep's; its name tells architecture, rate and seed
     */
    public record Cell(String label, Experiment experiment, Path folder) {
    }

    /**
     * The grid.
     *
     * @param lines  at least one
     * @param depths of all lines, in the order of their computation; at least one
     * @param rates  by the complete text of an architecture
     * @param seeds  the first of which is computed for all lines and depths before the next
     * @param like   what all experiments have in common; its architecture, rate and seed do not count
     * @throws IllegalArgumentException if there is no line or no depth, an architecture is none, or the shallowest net of a line is not one for these images, or a training is there twice
     */
    public static Sweep of(List<Line> lines, List<Integer> depths, Function<String, List<Double>> rates, List<Long> seeds, Experiment like, TrainingData data) {
        if (lines.isEmpty() || depths.isEmpty()) {
            throw new IllegalArgumentException(lines.size() + " architectures and " + depths.size() + " depths, expected at least one of each");
        }
        Sweep sweep = new Sweep();
        for (Line line : lines) {
            like.with(line.at(Collections.min(depths)), like.recipe().rate(), 0).network(data); // rather now than in the middle of the sweep
        }
        Set<Path> folders = new HashSet<>();
        for (long seed : seeds) {
            for (int depth : depths) {
                for (Line line : lines) {
                    String complete = like.with(line.at(depth), like.recipe().rate(), seed).architecture(data).toString();
                    sweep.labels.putIfAbsent(BestRates.withoutDepth(complete), line.label());
                    for (double rate : rates.apply(complete)) {
                        Cell cell = new Cell(line.label(), like.with(complete, rate, seed), folder(complete, rate, seed));
                        if (!folders.add(cell.folder())) {
                            throw new IllegalArgumentException(complete + " with rate " + rate + " and seed " + seed + " is in the sweep twice, expected once");
                        }
                        sweep.cells.add(cell);
                    }
                }
            }
        }
        return sweep;
    }

    private Sweep() {
    }

    /** Not all file systems know colons, and slashes part folders. */
    private static Path folder(String architecture, double rate, long seed) {
        return Path.of(architecture.replace(':', '~').replace('/', '_'), "rate=" + rate + ",seed=" + seed);
    }

    /** Those of the lines, in their order, by complete architectures without the depth: for {@link SweepReport}. */
    public SequencedMap<String, String> labels() {
        return Collections.unmodifiableSequencedMap(labels);
    }

    /**
     * The cells of one of several processes: each cell is one's alone.
     *
     * @param shard counted from 1
     * @throws IllegalArgumentException if there are not as many
     */
    public List<Cell> cells(int shard, int shards) {
        if (shards < 1 || shard < 1 || shard > shards) {
            throw new IllegalArgumentException("shard is " + shard + "/" + shards + ", expected 1/" + shards + " to " + shards + "/" + shards);
        }
        List<Cell> own = new ArrayList<>();
        for (long i = shard - 1; i < cells.size(); i += shards) {
            own.add(cells.get((int) i));
        }
        return own;
    }

    /**
     * All that has ended in a sweep, whoever computed it.
     *
     * @param sweep its folder, or the {@code sweep.json} of its report
     * @return in the order of folders, or of the file
     * @throws IOException if the folder, a summary or the file cannot be read
     */
    public static List<Outcome> outcomes(Path sweep) throws IOException {
        return Files.isRegularFile(sweep) ? Summary.outcomes(sweep) : summaries(sweep).stream().map(Summary::outcome).toList();
    }

    /**
     * How all that has ended in a sweep's folder was trained, and on what; where that differs, a list.
     *
     * @throws IOException if the folder or a summary cannot be read
     */
    public static SequencedMap<String, Object> facts(Path sweep) throws IOException {
        SequencedMap<String, Set<Object>> found = new LinkedHashMap<>();
        for (Summary summary : summaries(sweep)) {
            gather(summary.configuration(), found);
            gather(summary.environment(), found);
        }
        found.keySet().removeAll(List.of("architecture", "rate", "seed"));
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        found.forEach((name, values) -> facts.put(name, values.size() == 1 ? values.iterator().next() : new ArrayList<>(values)));
        return facts;
    }

    private static void gather(Map<?, ?> from, SequencedMap<String, Set<Object>> into) {
        from.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                gather(nested, into);
            } else {
                into.computeIfAbsent((String) name, _ -> new LinkedHashSet<>()).add(value);
            }
        });
    }

    private static List<Summary> summaries(Path sweep) throws IOException {
        List<Summary> summaries = new ArrayList<>();
        for (Path architecture : folders(sweep)) {
            for (Path cell : folders(architecture)) {
                if (Files.exists(cell.resolve(Run.SUMMARY))) {
                    summaries.add(Summary.read(cell.resolve(Run.SUMMARY)));
                }
            }
        }
        return summaries;
    }

    /** In a folder, sorted. Files, which come and go while others compute, are not looked into. */
    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
