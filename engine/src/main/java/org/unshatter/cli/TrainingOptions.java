package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import org.unshatter.data.Augmentation;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.NamedRecipe;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.TrainingData;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.train.Recipe;

/** What {@code train} and {@code sweep} have in common: images, and how nets are trained. */
final class TrainingOptions {

    static final List<Options.Option> ALL = List.of(
            new Options.Option("--data", "DIR", "folder of CIFAR-10 (binary version) or MNIST; without it, built-in images"),
            new Options.Option("--limit", "N", "learn from the first N images only"),
            new Options.Option("--recipe", "NAME", "a named recipe, which the options below change; --recipes lists them"),
            new Options.Option("--recipes", null, "list the recipes, optimisers and schedules instead"),
            new Options.Option("--optimizer", "TEXT", "such as adam or sgd:momentum=0.9,nesterov,decay=5e-4"),
            new Options.Option("--schedule", "TEXT", "of the learning rate, such as cosine, plateau or warmup:epochs=1+cosine"),
            new Options.Option("--epochs", "N", "passes over the training images"),
            new Options.Option("--batch", "N", "images of a step"),
            new Options.Option("--augment", "TEXT", "none, shifts:PIXELS or shifts-flips:PIXELS"),
            new Options.Option("--clip", "TEXT", "none, norm:LIMIT or value:LIMIT, of gradients"),
            new Options.Option("--decay", "WHAT", "of the optimiser: all parameters, or weights, without biases, gains and the like (default: as the recipe)"),
            new Options.Option("--smoothing", "S", "of the labels, 0 to 1"),
            new Options.Option("--patience", "N", "stop after N epochs in a row without a smaller validation loss; 0 for never"),
            new Options.Option("--diagnose-every", "K", "diagnostics of shattering before training and after each K epochs"),
            new Options.Option("--checkpoint-every", "STEPS", "checkpoints also within epochs; else at the end of each"));

    private final Options options;
    /** 0 where they are not given, as are the two below. */
    private final int limit;
    private final int diagnoseEvery;
    private final int checkpointEvery;

    TrainingOptions(Options options) throws UsageException {
        this.options = options;
        limit = integer("--limit", 0, 1);
        diagnoseEvery = integer("--diagnose-every", 0, 1);
        checkpointEvery = integer("--checkpoint-every", 0, 1);
    }

    /** Whether the user asked for the lists, which are then printed. */
    boolean listed() {
        if (!options.has("--recipes")) {
            return false;
        }
        System.out.println("Recipes:");
        for (NamedRecipe named : NamedRecipe.all()) {
            Recipe recipe = named.recipe();
            System.out.printf(Locale.ROOT, "  %-8s %s%n           --optimizer %s --rate %s --schedule %s --epochs %d --batch %d --augment %s --clip %s --decay %s --smoothing %s --patience %d%n", named.name(), named.what(),
                    recipe.optimizer(), recipe.rate(), recipe.schedule(), recipe.epochs(), named.batch(), named.augmentation(), recipe.clipping(),
                    recipe.decayWeightsOnly() ? "weights" : "all", recipe.smoothing(), recipe.patience());
        }
        System.out.println("Optimisers:");
        Optimizer.usages().forEach(usage -> System.out.println("  " + usage));
        System.out.println("Schedules:");
        Schedule.usages().forEach(usage -> System.out.println("  " + usage));
        return true;
    }

    TrainingData data() throws UsageException, IOException {
        Path folder = options.has("--data") ? options.path("--data") : null;
        TrainingData data = folder == null ? TrainingData.builtIn() : Reading.of(() -> TrainingData.open(folder));
        return limit > 0 ? data.limit(limit) : data;
    }

    /**
     * To be carried out in a folder.
     *
     * @throws IllegalArgumentException if it holds another one
     */
    Run run(Experiment experiment, TrainingData data, Path folder) throws IOException {
        SequencedMap<String, Object> environment = new LinkedHashMap<>();
        environment.put("version", Version.text());
        environment.putAll(Environment.describe());
        Run run = Run.of(experiment, data, folder).environment(environment);
        if (diagnoseEvery > 0) {
            run.diagnoseEvery(diagnoseEvery);
        }
        if (checkpointEvery > 0) {
            run.checkpointEvery(checkpointEvery);
        }
        Reading.of(() -> {
            run.requireOwnFolder();
            return run;
        });
        return run;
    }

    /** An experiment with an architecture, a rate and a seed. */
    Experiment experiment(String architecture, double rate, long seed) throws UsageException {
        NamedRecipe named = recipe();
        Recipe base = named.recipe();
        Recipe recipe = new Recipe(read("--optimizer", base.optimizer(), Optimizer::parse), rate, read("--schedule", base.schedule(), Schedule::parse),
                read("--clip", base.clipping(), Clipping::parse), decayWeightsOnly(base), smoothing(base), integer("--epochs", base.epochs(), 1),
                integer("--patience", base.patience(), 0), base.statisticsBatches());
        return new Experiment(architecture, recipe, integer("--batch", named.batch(), 1), read("--augment", named.augmentation(), Augmentation::parse), seed);
    }

    /** {@code --rate}, or that of the recipe. */
    double rate() throws UsageException {
        try {
            return options.has("--rate") ? rate(options.text("--rate", "")) : recipe().recipe().rate();
        } catch (IllegalArgumentException e) {
            throw options.wrong("--rate", "a number above 0");
        }
    }

    /** {@code --rates}, or that of the recipe. */
    List<Double> rates() throws UsageException {
        return options.list("--rates", Double.toString(recipe().recipe().rate()), TrainingOptions::rate, "a number above 0");
    }

    private static double rate(String text) {
        double rate = Double.parseDouble(text);
        if (!(rate > 0 && rate <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("a rate of " + rate);
        }
        return rate;
    }

    private NamedRecipe recipe() throws UsageException {
        return read("--recipe", NamedRecipe.all().getFirst(), NamedRecipe::named);
    }

    private boolean decayWeightsOnly(Recipe base) throws UsageException {
        return switch (options.text("--decay", base.decayWeightsOnly() ? "weights" : "all")) {
            case "weights" -> true;
            case "all" -> false;
            default -> throw options.wrong("--decay", "weights or all");
        };
    }

    private double smoothing(Recipe base) throws UsageException {
        double smoothing = options.decimal("--smoothing", base.smoothing());
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw options.wrong("--smoothing", "a number from 0 to 1");
        }
        return smoothing;
    }

    private int integer(String name, int otherwise, int least) throws UsageException {
        long number = options.number(name, otherwise, least);
        if (number > Integer.MAX_VALUE) {
            throw options.wrong(name, "a whole number from " + least + " to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private <T> T read(String name, T otherwise, Function<String, T> parse) throws UsageException {
        try {
            return options.has(name) ? parse.apply(options.text(name, "")) : otherwise;
        } catch (IllegalArgumentException e) {
            throw new UsageException(options.command() + ": " + name + ": " + e.getMessage());
        }
    }

    /** With the options of a command before them. */
    static List<Options.Option> after(Options.Option... own) {
        List<Options.Option> all = new ArrayList<>(List.of(own));
        all.addAll(ALL);
        return all;
    }
}
