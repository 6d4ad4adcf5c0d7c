package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnose.Diagnosis;
import org.unshatter.diagnose.DiagnosisPage;
import org.unshatter.diagnose.Screen;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.nn.Network;
import org.unshatter.files.OutputFolder;

/** {@code diagnose}: whether the gradients of a network shatter, collapse or explode, and what helps. */
final class DiagnoseCommand implements Command {

    /** As many as there are built-in images. */
    private static final int MOST_SAMPLES = 1024;

    @Override
    public String name() {
        return "diagnose";
    }

    @Override
    public String summary() {
        return "Tell whether a network's gradients are constant, brown, fading, shattered, collapsed or exploded; write diagnosis.html.";
    }

    @Override
    public List<Options.Option> options() {
        return List.of(
                new Options.Option("--arch", "TEXT", "an architecture, see docs/NETWORKS.md; give several to compare them"),
                new Options.Option("--checkpoint", "FILE", "a network from a file; give several of one training run to see it evolve"),
                new Options.Option("--init", "NAME", "the initialiser of all --arch, such as looks-linear"),
                new Options.Option("--data", "DIR", "folder of CIFAR-10 for nets of 3x32x32; without it, built-in images"),
                new Options.Option("--samples", "N", "inputs in the batch, 2 to " + MOST_SAMPLES + " (default 256); of fewer than 40 images the rank is not asked"),
                new Options.Option("--seed", "N", "seed of weights and inputs (default 1)"),
                new Options.Option("--out", "DIR", "folder for diagnosis.html (default: out)"));
    }

    /** A network and what to call it. */
    private record Subject(String name, Network network) {
    }

    @Override
    public void run(Options options) throws UsageException, IOException {
        long seed = options.number("--seed", 1, Long.MIN_VALUE);
        int samples = (int) Math.min(MOST_SAMPLES + 1, options.number("--samples", 256, 2));
        if (samples > MOST_SAMPLES) {
            throw options.wrong("--samples", "a whole number from 2 to " + MOST_SAMPLES);
        }
        List<Subject> subjects = subjects(options, seed);
        if (options.has("--data") && subjects.stream().noneMatch(subject -> SampleInputs.isImage(subject.network().input()))) {
            throw new UsageException("diagnose: --data, but no network takes images of 3x32x32, expected one that does");
        }
        Path folder = options.has("--out") ? options.path("--out") : Path.of("out");
        SampleInputs inputs = new SampleInputs(options.has("--data") ? options.path("--data") : null, samples, seed);
        if (subjects.stream().anyMatch(subject -> SampleInputs.isImage(subject.network().input()))) {
            inputs.read();
        }
        OutputFolder output = OutputFolder.open(folder); // once all that is to be read is there
        List<Diagnosis> diagnoses = new ArrayList<>();
        for (Subject subject : subjects) {
            long start = System.nanoTime();
            Tensor batch = inputs.of(subject.network().input());
            diagnoses.add(Diagnosis.of(subject.name(), subject.network(), batch, seed));
            System.out.print(Screen.text(diagnoses.getLast()));
            System.out.printf(Locale.ROOT, "  (%s, %.1f s)%n%n", inputs.label(subject.network().input()), (System.nanoTime() - start) / 1e9);
        }
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", Version.text());
        facts.put("Seed", Long.toString(seed));
        Environment.describe().forEach((name, value) -> facts.put(name, String.valueOf(value)));
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("diagnosis.html", DiagnosisPage.html(diagnoses, options.has("--checkpoint") && !options.has("--arch"),
                subjects.stream().map(subject -> inputs.label(subject.network().input())).distinct().collect(Collectors.joining(", ")), facts, "Unshatter " + Version.text()));
        output.write(files);
        System.out.println("Report: " + folder.resolve("diagnosis.html"));
    }

    private static List<Subject> subjects(Options options, long seed) throws UsageException, IOException {
        Initializer initializer = initializer(options);
        List<Subject> subjects = new ArrayList<>();
        for (String text : options.all("--arch")) {
            Network network = Networks.build("diagnose", text, initializer, seed);
            subjects.add(new Subject(network.architecture(), network));
        }
        for (String file : options.all("--checkpoint")) {
            if (file.isEmpty()) {
                throw new UsageException("diagnose: --checkpoint is \"\", expected the name of a file");
            }
            try {
                subjects.add(new Subject(file, Reading.of(() -> NetworkFile.read(Path.of(file)))));
            } catch (InvalidPathException e) {
                throw new IOException("cannot read " + file + ": no such file", e);
            }
        }
        if (subjects.isEmpty()) {
            throw new UsageException("diagnose: neither --arch nor --checkpoint, expected at least one network");
        }
        return subjects;
    }

    /** Null for that of each architecture. A network from a file has its weights already. */
    private static Initializer initializer(Options options) throws UsageException {
        if (!options.has("--init")) {
            return null;
        }
        if (!options.has("--arch")) {
            throw new UsageException("diagnose: --init without --arch, expected an architecture whose weights are to be drawn");
        }
        try {
            return Initializers.parse(options.text("--init", ""));
        } catch (IllegalArgumentException e) {
            throw new UsageException("diagnose: --init: " + e.getMessage());
        }
    }
}
