package org.unshatter.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.unshatter.kernels.Workers;
import org.unshatter.paper.Reproduction.Part;
import org.unshatter.paper.Reproduction;

/** {@code reproduce}: the figures and tables of the paper. */
final class ReproduceCommand implements Command {

    private static final String PARTS = "fig1, fig2, fig3, fig4, fig5, theory";

    @Override
    public String name() {
        return "reproduce";
    }

    @Override
    public String summary() {
        return "Reproduce the paper's figures and theory table; write report.html, SVG files and results.json.";
    }

    @Override
    public List<Options.Option> options() {
        return List.of(
                new Options.Option("--only", "LIST", "compute only these, separated by commas: " + PARTS),
                new Options.Option("--quick", null, "fewer draws, for a first look"),
                new Options.Option("--data", "DIR", "folder of CIFAR-10 (binary version) for fig5; without it, built-in images"),
                new Options.Option("--seed", "N", "seed of all random numbers (default 1)"),
                new Options.Option("--threads", "N", "threads to use (default: all processors); the results do not depend on it"),
                new Options.Option("--out", "DIR", "folder for the report (default: out)"));
    }

    @Override
    public void run(Options options) throws Exception {
        Set<Part> parts = parts(options);
        long seed = options.number("--seed", 1, Long.MIN_VALUE);
        int threads = (int) Math.min(Workers.MOST_THREADS + 1, options.number("--threads", 0, 1));
        if (threads > Workers.MOST_THREADS) {
            throw options.wrong("--threads", "a whole number from 1 to " + Workers.MOST_THREADS);
        }
        if (options.has("--data") && !parts.contains(Part.FIG5)) {
            throw new UsageException("reproduce: --data is for fig5, expected that in --only " + options.text("--only", ""));
        }
        Path folder = options.has("--out") ? options.path("--out") : Path.of("out");
        if (threads > 0) {
            Workers.setThreads(threads);
        }
        Reproduction reproduction =
                new Reproduction(parts, options.has("--quick"), seed, options.has("--data") ? options.path("--data") : null, Version.text(), Environment.describe());
        System.out.println("Report: " + reproduction.write(folder, new ProgressPrinter()));
    }

    private static Set<Part> parts(Options options) throws UsageException {
        if (!options.has("--only")) {
            return EnumSet.allOf(Part.class);
        }
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : options.text("--only", "").split(",", -1)) {
            try {
                parts.add(Part.valueOf(name.trim().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw options.wrong("--only", "one or more of " + PARTS + ", separated by commas");
            }
        }
        return parts;
    }
}
