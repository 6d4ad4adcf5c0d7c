package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.JacobianSpectrum;
import org.unshatter.diagnostics.Linearity;
import org.unshatter.diagnostics.Mirror;
import org.unshatter.init.Initializers;
import org.unshatter.nn.Network;
import org.unshatter.nn.Summary;

/** {@code summary}: what an architecture consists of, and how its nets begin. */
final class SummaryCommand implements Command {

    private static final int SAMPLES = 8;

    /** Up to so many inputs or outputs all singular values are computed, beyond only the extremes. */
    private static final int SMALL = 256;

    @Override
    public String name() {
        return "summary";
    }

    @Override
    public String summary() {
        return "Show the layers of an architecture: shapes, parameters, operations, and how the weights start.";
    }

    @Override
    public List<Options.Option> options() {
        return List.of(
                new Options.Option("--arch", "TEXT", "the architecture, such as thin-plain,depth=50,act=crelu,init=looks-linear; see docs/NETWORKS.md"),
                new Options.Option("--load", "FILE", "take the network from a file that --save wrote, instead of --arch"),
                new Options.Option("--save", "FILE", "write the network, its weights and its architecture, in the safetensors format"),
                new Options.Option("--check", null, "also whether the net is linear as it begins, and the spectrum of its Jacobian"),
                new Options.Option("--initializers", null, "list the initialisers and their sources instead"),
                new Options.Option("--seed", "N", "seed of the weights (default 1)"));
    }

    @Override
    public void run(Options options) throws UsageException, IOException {
        if (options.has("--initializers")) {
            Initializers.all().forEach(form -> System.out.printf("%-34s%s%n", form.usage(), form.source()));
            return;
        }
        if (options.has("--arch") == options.has("--load")) {
            throw new UsageException("summary: expected either --arch or --load, and not both");
        }
        long seed = options.number("--seed", 1, Long.MIN_VALUE);
        Path file = options.has("--load") ? options.path("--load") : null;
        Path target = options.has("--save") ? options.path("--save") : null;
        long start = System.nanoTime();
        Network net = file != null ? Reading.of(() -> NetworkFile.read(file))
                : Networks.build("summary", options.text("--arch", ""), null, seed);
        double seconds = (System.nanoTime() - start) / 1e9;
        Summary table = net.summary();
        System.out.print(table);
        System.out.printf(Locale.ROOT, "%n%s%nready in %.2f s; %,d parameters in %d tensors; %,d flops and %,d bytes of outputs for one sample%n",
                net.architecture(), seconds, table.parameters(), net.parameters().size(), table.flops(), table.bytes());
        if (options.has("--check")) {
            check(net, seed);
        }
        if (target != null) {
            NetworkFile.write(target, net);
        }
    }

    private static void check(Network net, long seed) {
        Tensor x = SampleInputs.gaussian(SAMPLES, seed, net.input());
        Linearity linearity = Linearity.of(net, x);
        line("f(0), f(-x) + f(x), f(x + y) - f(x) - f(y), f(3x) - 3f(x) by the size of f(x): %.2g, %.2g, %.2g, %.2g",
                linearity.origin(), linearity.oddness(), linearity.additivity(), linearity.homogeneity());
        List<Mirror> mirrors = Mirror.of(net, x);
        if (!mirrors.isEmpty()) {
            Estimate ratio = Estimate.of(mirrors.stream().mapToDouble(Mirror::ratio).toArray());
            line("layers that read CReLU: %d, mean of |Delta|/|S| %.3g", mirrors.size(), ratio.mean());
        }
        Tensor sample = x.slice(0, 0, 1);
        int outputs = net.apply(sample).size();
        if (Math.min(outputs, sample.size()) <= SMALL) {
            JacobianSpectrum spectrum = JacobianSpectrum.of(net, sample);
            line("singular values of the Jacobian, %d of them: %.6g to %.6g, root mean square %.6g",
                    spectrum.values().length, spectrum.smallest(), spectrum.largest(), Math.sqrt(spectrum.meanSquare()));
        } else {
            JacobianSpectrum.Extremes extremes = JacobianSpectrum.extremes(net, sample, 1e-3, SMALL, seed);
            line("singular values of the Jacobian, by %d steps of Lanczos: %.6g to %.6g%s", extremes.steps(),
                    extremes.smallest().value(), extremes.largest().value(), extremes.smallest().converged() ? "" : " (the smallest not converged)");
        }
    }

    private static void line(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
