package org.unshatter.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.GradientNorms;
import org.unshatter.diagnostics.Shattering;

/** A diagnosis in words: the verdict, the numbers that decide it, and what the paper has against it. */
final class Words {

    private Words() {
    }

    /** Such as "shattered; gradients explode". */
    static String verdict(Diagnosis d) {
        String correlation = switch (d.shattering().verdict()) {
            case CONSTANT -> "constant (the net is linear as it stands)";
            case BROWN -> "brown (nearby gradients are alike)";
            case FADING -> "fading (between brown and white)";
            case SHATTERED -> "shattered (white)";
            case COLLAPSED -> "collapsed (gradients are 0, or nearly)";
            case EXPLODED -> "exploded (gradients or outputs are not finite)";
        };
        boolean measurable = d.shattering().verdict().compareTo(Shattering.Verdict.COLLAPSED) < 0;
        return correlation + (!measurable ? "" : switch (d.norms().verdict()) {
            case FINE -> "";
            case FADING -> "; gradients fade on their way back";
            case COLLAPSED -> "; gradients collapse on their way back";
            case EXPLODING -> "; gradients explode on their way back";
        });
    }

    /** What decided, with the limits. */
    static List<String> numbers(Diagnosis d) {
        Shattering s = d.shattering();
        List<String> lines = new ArrayList<>();
        if (!Double.isNaN(s.nearby().mean())) {
            lines.add(String.format(Locale.ROOT, "gradients %d %% of a line apart correlate by %s (brown from %.2f, shattered below %.2f)", Shattering.STEP_PERCENT,
                    s.nearby().text(3), Shattering.BROWN_ABOVE, Shattering.SHATTERED_BELOW));
        }
        s.relativeRank().ifPresent(rank -> lines.add(String.format(Locale.ROOT, "relative effective rank of the batch %.3f; of the inputs %.3f%s", rank, s.inputRank().orElse(Double.NaN),
                s.rankDecides() ? String.format(Locale.ROOT, " (brown to %.2f, shattered from %.2f)", Shattering.BROWN_RANK, Shattering.SHATTERED_RANK) : ", too high to tell")));
        if (s.state() == GradientMatrix.State.MEASURABLE && s.relativeRank().isEmpty()) {
            OptionalInt enough = Shattering.samplesForRank(IntStream.of(d.network().input()).reduce(1, (x, y) -> x * y));
            lines.add("relative effective rank: not asked of " + (enough.isPresent() ? "fewer than " + enough.getAsInt() + " samples" : "inputs of so few features"));
        }
        s.correlationLength().ifPresent(length -> lines.add(String.format(Locale.ROOT, "along a line: correlation length %s of it, spectral slope %s (white 0, brown -2)",
                length.text(3), s.spectralSlope().map(slope -> slope.text(3)).orElse("none"))));
        s.meanOverDeviation().ifPresent(ratio -> lines.add(String.format(Locale.ROOT, "mean over deviation %.3f; correlation of different inputs %.3f", ratio, s.batchCorrelation())));
        lines.add(s.verdict() == Shattering.Verdict.EXPLODED ? "size: of what is not finite there is none" : String.format(Locale.ROOT,
                "size: gradient by an input %.3g; %+.1f decades from output to input (limits ±%.0f)", s.size(), d.norms().decades(), GradientNorms.MANY_DECADES));
        if (!d.layers().isEmpty()) {
            Diagnosis.Units first = d.layers().getFirst();
            Diagnosis.Units last = d.layers().getLast();
            lines.add(String.format(Locale.ROOT, "units on: %.2f in the first layer, %.2f in the last; for both of two inputs %.2f, %.2f (1/4 if inputs are strangers)",
                    first.on(), last.on(), first.both(), last.both()));
        }
        d.stuck().ifPresent(layer -> lines.add(String.format(Locale.ROOT, "units that never change: at most %.0f %% dead and %.0f %% always on, in %s", 100 * layer.dead(), 100 * layer.alwaysOn(), layer.name())));
        d.mirror().ifPresent(ratio -> lines.add(String.format(Locale.ROOT, "CReLU layers: |Delta|/|S| %.3g on average (0: linear)", ratio)));
        if (!d.paths().isEmpty()) {
            double length = d.paths().stream().mapToDouble(part -> part.length() * part.share()).sum();
            double share = d.paths().stream().mapToDouble(part -> part.share()).sum();
            lines.add(String.format(Locale.ROOT, "paths: %.0f %% of the gradient through at most %d branches, %.1f of them on average", 100 * share, d.paths().getLast().length(), length / share));
        }
        return lines;
    }

    /** What the paper offers, for what was found. */
    static String remedy(Diagnosis d) {
        return switch (d.shattering().verdict()) {
            case CONSTANT, BROWN -> d.norms().verdict() == GradientNorms.Verdict.FINE ? "nothing to cure" : size(d);
            case FADING -> "fewer layers, a smaller beta in residual branches (such as 0.1, or 1/sqrtL), or act=crelu,init=looks-linear" + also(d);
            case SHATTERED -> "act=crelu,init=looks-linear, without skips; or skips with a small beta (0.1, 1/sqrtL), projected where shapes change, as padding undoes beta"
                    + also(d);
            case COLLAPSED -> "a gain that suits the activation (init=he), or a normalisation with statistics of the batch, never running averages in an untrained net";
            case EXPLODED -> "a smaller gain, a smaller beta (1/sqrtL), or a normalisation";
        };
    }

    private static String also(Diagnosis d) {
        return d.norms().verdict() == GradientNorms.Verdict.FINE ? "" : "; " + size(d);
    }

    private static String size(Diagnosis d) {
        return switch (d.norms().verdict()) {
            case FINE -> "";
            case FADING, COLLAPSED -> "for the size: init=he or orthogonal weights";
            case EXPLODING -> d.batchNorm() ? "for the size: no batch norm in plain nets, where it multiplies gradients by 1.21 in each layer"
                    : "for the size: a smaller gain (init=he), or a smaller beta in residual branches (1/sqrtL)";
        };
    }
}
