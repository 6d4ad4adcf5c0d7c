package org.unshatter.paper;

import static org.unshatter.paper.TheoryCell.Verdict.FAILS;
import static org.unshatter.paper.TheoryCell.Verdict.HOLDS;
import static org.unshatter.paper.TheoryCell.Verdict.HOLDS_IN_THE_LIMIT;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.paper.TheoryCell.Verdict;

/** Says in words how a curve of cells, one for each depth, stands to what was measured. */
final class TheoryWords {

    private TheoryWords() {
    }

    /** What becomes of the paper's formula, such as "fails from depth 2 on, where it says 0.250 and measured is 0.300 ± 0.004". */
    static String theorem(List<TheoryCell> curve) {
        List<TheoryCell> failing = curve.stream().filter(cell -> cell.verdict(cell.theorem()) == FAILS).toList();
        if (failing.isEmpty()) {
            return "holds";
        }
        TheoryCell first = failing.getFirst();
        List<TheoryCell> deeper = curve.stream().filter(cell -> cell.depth() >= first.depth()).toList();
        List<TheoryCell> others = deeper.stream().filter(cell -> !failing.contains(cell)).toList();
        boolean forGood = failing.size() > 1 && others.stream().allMatch(TheoryCell::indistinguishable);
        return "fails " + (forGood ? "from depth " + first.depth() + " on" : "at depth " + depths(failing)) + ", where it says " + number(first.theorem())
                + " and measured is " + withError(first.shown()) + (failing.size() > 1 && !forGood ? " at depth " + first.depth() : "")
                + (forGood && !others.isEmpty() ? " (at depth " + depths(others) + " the measurement cannot tell)" : "");
    }

    /** What becomes of the exact recursion. */
    static String exact(List<TheoryCell> curve) {
        List<TheoryCell> failing = with(curve, FAILS);
        List<TheoryCell> limited = with(curve, HOLDS_IN_THE_LIMIT);
        StringBuilder words = new StringBuilder();
        List<TheoryCell> holding = with(curve, HOLDS);
        if (failing.isEmpty() && limited.isEmpty()) {
            words.append("holds at every depth");
        } else if (!holding.isEmpty()) {
            words.append("holds at depth ").append(depths(holding));
        }
        holding.stream().mapToDouble(TheoryCell::deviation).filter(Double::isFinite).max().ifPresent(worst ->
                words.append(String.format(Locale.ROOT, worst > 3 ? " to rounding" : ", at most %.1f standard errors off", worst)));
        if (!limited.isEmpty()) {
            TheoryCell deepest = limited.getLast();
            words.append(words.isEmpty() ? "" : "; ").append("at depth ").append(depths(limited))
                    .append(" the finite width shows and goes as 1/N towards it: at depth ").append(deepest.depth()).append(" it says ")
                    .append(number(deepest.exact())).append(", measured is ").append(withError(deepest.shown())).append(" at N = 200 and, for N → ∞, ")
                    .append(withError(deepest.limit()));
        }
        if (!failing.isEmpty()) {
            TheoryCell first = failing.getFirst();
            words.append(words.isEmpty() ? "" : "; ").append("at depth ").append(depths(failing))
                    .append(first.limit() == null ? " it is more than three standard errors off: at depth " : " nets so narrow do not follow it: at depth ")
                    .append(first.depth()).append(" it says ").append(number(first.exact()))
                    .append(", measured is ").append(withError(first.shown())).append(" at N = 200");
            if (first.limit() != null) {
                words.append(" and, for N → ∞ if the deviation went as 1/N, ").append(withError(first.limit()));
            }
        }
        return words.toString();
    }

    private static List<TheoryCell> with(List<TheoryCell> curve, Verdict verdict) {
        return curve.stream().filter(cell -> cell.verdict(cell.exact()) == verdict).toList();
    }

    private static String depths(List<TheoryCell> cells) {
        return cells.stream().map(cell -> Integer.toString(cell.depth())).collect(Collectors.joining(", "));
    }

    static String withError(Estimate estimate) {
        double error = estimate.stdErr();
        return number(estimate.mean()) + " ± " + (error >= 1e-4 && error < 10 ? String.format(Locale.ROOT, "%.2g", error) : number(error));
    }

    /** Three or four digits; very small and large ones as powers of ten. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        String format = size >= 1e4 || size < 1e-4 ? "%.1e" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.3f" : size >= 0.1 ? "%.4f" : "%.3g";
        return String.format(Locale.ROOT, format, value);
    }
}
