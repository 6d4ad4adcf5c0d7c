package org.unshatter.diagnose;

/** A diagnosis on one screen of text. */
public final class Screen {

    private Screen() {
    }

    /** A heading, the verdict, the numbers that decide it, and the remedy. */
    public static String text(Diagnosis d) {
        StringBuilder text = new StringBuilder(d.name()).append("\n  VERDICT: ").append(Words.verdict(d)).append('\n');
        Words.numbers(d).forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append("  Remedy: ").append(Words.remedy(d)).append('\n').toString();
    }
}
