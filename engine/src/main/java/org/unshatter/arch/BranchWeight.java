package org.unshatter.arch;

import java.util.Objects;

/**
 * β, the weight of a residual branch; or α, that of a branch and its skip together.
 *
 * @param kind  what the weight goes by
 * @param value the weight itself, or where it starts; 1 where it goes by depth
 */
public record BranchWeight(Kind kind, double value) {

    /** What the weight goes by. */
    public enum Kind {
        /** The same in all nets. */
        FIXED,
        /** 1/√L with L branches: keeps the variance of the stream below e. */
        INVERSE_ROOT_DEPTH,
        /** 1/L with L branches. */
        INVERSE_DEPTH,
        /** A parameter for each branch. */
        LEARNED
    }

    /** @throws IllegalArgumentException if a float cannot hold the value, or it is not 1 where the weight goes by depth */
    public BranchWeight {
        Objects.requireNonNull(kind, "kind");
        Texts.requireFloat("beta", value);
        if ((kind == Kind.INVERSE_ROOT_DEPTH || kind == Kind.INVERSE_DEPTH) && value != 1) {
            throw new IllegalArgumentException("beta of kind " + kind + " is " + value + ", expected 1");
        }
    }

    /**
     * The same in all nets.
     *
     * @throws IllegalArgumentException if a float cannot hold it
     */
    public static BranchWeight fixed(double beta) {
        return new BranchWeight(Kind.FIXED, beta);
    }

    /** 1/√L, L the number of branches. */
    public static BranchWeight inverseRootDepth() {
        return new BranchWeight(Kind.INVERSE_ROOT_DEPTH, 1);
    }

    /** 1/L, L the number of branches. */
    public static BranchWeight inverseDepth() {
        return new BranchWeight(Kind.INVERSE_DEPTH, 1);
    }

    /**
     * A parameter for each branch, from 0 on: the net begins as its skips alone, the identity, at any depth.
     * SkipInit (De and Smith 2020, section 3.1) and ReZero (Bachlechner et al. 2020, equation 2).
     */
    public static BranchWeight learned() {
        return learned(0);
    }

    /**
     * A parameter for each branch.
     *
     * @throws IllegalArgumentException if a float cannot hold it
     */
    public static BranchWeight learned(double start) {
        return new BranchWeight(Kind.LEARNED, start);
    }

    /** The constant in a net of so many branches; 1 where a {@link org.unshatter.nn.Multiplier} holds the weight. */
    double at(int branches) {
        return switch (kind) {
            case FIXED -> value;
            case LEARNED -> 1;
            case INVERSE_ROOT_DEPTH -> value / Math.sqrt(branches);
            case INVERSE_DEPTH -> value / branches;
        };
    }

    /**
     * Reads what {@link #toString} writes; "skipinit" and "rezero" are names for "learned:0".
     *
     * @throws IllegalArgumentException for anything else
     */
    public static BranchWeight parse(String text) {
        return parse("beta", text);
    }

    static BranchWeight parse(String key, String text) {
        return switch (text) {
            case "1/sqrtL" -> inverseRootDepth();
            case "1/L" -> inverseDepth();
            case "learned", "skipinit", "rezero" -> learned();
            default -> text.startsWith("learned:") ? learned(number(key, text, text.substring(8))) : fixed(number(key, text, text));
        };
    }

    private static double number(String key, String text, String digits) {
        try {
            double number = Double.parseDouble(digits);
            Texts.requireFloat(key, number);
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is \"" + text + "\", expected a number, 1/sqrtL, 1/L, "
                    + (key.equals("alpha") ? "or learned:start" : "learned[:start], skipinit or rezero"), e);
        }
    }

    /** Such as "0.1" or "1/sqrtL". */
    @Override
    public String toString() {
        return switch (kind) {
            case FIXED -> Texts.number(value);
            case INVERSE_ROOT_DEPTH -> "1/sqrtL";
            case INVERSE_DEPTH -> "1/L";
            case LEARNED -> "learned:" + Texts.number(value);
        };
    }
}
