package org.unshatter.cli;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.unshatter.kernels.Kernels;

/** {@code info}: machine, JDK, kernels in use, measured peak. */
final class InfoCommand implements Command {

    @Override
    public String name() {
        return "info";
    }

    @Override
    public String summary() {
        return "Show machine, JDK, kernels in use and the measured peak of one core.";
    }

    @Override
    public List<Options.Option> options() {
        return List.of();
    }

    @Override
    public void run(Options options) {
        SequencedMap<String, Object> environment = Environment.describe();
        line("version", Version.text());
        environment.forEach(InfoCommand::line);
        double peak = Kernels.measurePeakGflops(0.5);
        line("fmaPeak", Double.isNaN(peak) ? "not measured: scalar kernels"
                : String.format(Locale.ROOT, "%.0f GFLOP/s on one core at %d bits", peak, Kernels.info().vectorBits()));
    }

    private static void line(String name, Object value) {
        System.out.printf("%-14s%s%n", name, value);
    }
}
