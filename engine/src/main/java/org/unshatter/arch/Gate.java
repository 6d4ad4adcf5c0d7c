package org.unshatter.arch;

import java.util.Objects;

/**
 * What decides between skip and branch of a highway net.
 *
 * @param kind  what γ₁ goes by
 * @param value γ₁, or the bias that the gates start with; 0 where γ₁ goes by depth
 */
public record Gate(Kind kind, double value) {

    /** The kinds of gates. */
    public enum Kind {
        /** γ₁·x + γ₂·F(x) with γ₁² + γ₂² = 1. */
        FIXED,
        /** The same with γ₁² = 1 − 1/L in a net of L branches, for which Corollary 1 promises a correlation that depth cannot bring to 0. */
        BY_DEPTH,
        /** T(x)·F(x) + (1 − T(x))·x, T a layer of sigmoids. */
        LEARNED
    }

    /** @throws IllegalArgumentException if γ₁ is not within 0 and 1, or not 0 where it goes by depth, or a float cannot hold a bias */
    public Gate {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.FIXED && !(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("gamma1 is " + value + ", expected 0 to 1");
        }
        if (kind == Kind.BY_DEPTH && value != 0) {
            throw new IllegalArgumentException("gate of kind " + kind + " is " + value + ", expected 0");
        }
        Texts.requireFloat("the gates' bias", value);
    }

    /**
     * γ₁·x + γ₂·F(x) with γ₁² + γ₂² = 1. Balduzzi et al. 2017, Corollary 1.
     *
     * @throws IllegalArgumentException if γ₁ is not within 0 and 1
     */
    public static Gate fixed(double gamma1) {
        return new Gate(Kind.FIXED, gamma1);
    }

    /** γ₁² = 1 − 1/L. */
    public static Gate byDepth() {
        return new Gate(Kind.BY_DEPTH, 0);
    }

    /**
     * Learned gates. Srivastava et al. 2015 start with a bias of −1 to −3, so that the net passes its input on.
     *
     * @throws IllegalArgumentException if a float cannot hold the bias
     */
    public static Gate learned(double bias) {
        return new Gate(Kind.LEARNED, bias);
    }

    /** γ₁ in a net of so many branches. */
    double gamma1(int branches) {
        return kind == Kind.FIXED ? value : Math.sqrt(1 - 1.0 / branches);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Gate parse(String text) {
        try {
            return text.equals("1-1/L") ? byDepth()
                    : text.startsWith("learned:") ? learned(Double.parseDouble(text.substring(8)))
                    : fixed(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("gate is \"" + text + "\", expected gamma1 as a number, 1-1/L, or learned:bias", e);
        }
    }

    /** Such as "0.9", "1-1/L" or "learned:-2". */
    @Override
    public String toString() {
        return switch (kind) {
            case FIXED -> Texts.number(value);
            case BY_DEPTH -> "1-1/L";
            case LEARNED -> "learned:" + Texts.number(value);
        };
    }
}
