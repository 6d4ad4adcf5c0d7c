package org.unshatter.optim;

import java.util.Locale;
import java.util.Objects;
import org.unshatter.autodiff.Parameters;
import org.unshatter.kernels.Elementwise;

/**
 * What is done to gradients that are too long, before a step. As text "none", "norm:1" or "value:0.5".
 *
 * @param kind  what the limit is of
 * @param limit of the norm of all gradients together, or of the absolute value of each element; 0 where nothing is done
 */
public record Clipping(Kind kind, double limit) {

    /** What is limited. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** The Euclidean norm of all gradients together: g ← g·limit/‖g‖ if ‖g‖ is larger. Pascanu et al. 2013, algorithm 1. */
        NORM,
        /** The absolute value of each element. */
        VALUE
    }

    /** @throws IllegalArgumentException if the limit is not above 0 and finite in single precision, or not 0 where nothing is limited */
    public Clipping {
        Objects.requireNonNull(kind, "kind");
        if (kind != Kind.NONE) {
            Check.positive("limit", limit);
        } else if (limit != 0) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 0 where nothing is limited");
        }
        limit += 0.0;
    }

    /** Leaves the gradients alone. */
    public static Clipping none() {
        return new Clipping(Kind.NONE, 0);
    }

    /**
     * By the norm of all together.
     *
     * @throws IllegalArgumentException if the limit is not above 0 and finite in single precision
     */
    public static Clipping norm(double limit) {
        return new Clipping(Kind.NORM, limit);
    }

    /**
     * Of each element by itself.
     *
     * @throws IllegalArgumentException if the limit is not above 0 and finite in single precision
     */
    public static Clipping value(double limit) {
        return new Clipping(Kind.VALUE, limit);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Clipping parse(String text) {
        try {
            if (text.startsWith("norm:")) {
                return norm(Double.parseDouble(text.substring(5)));
            }
            if (text.startsWith("value:")) {
                return value(Double.parseDouble(text.substring(6)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("clipping is \"" + text + "\", expected a limit that is a finite number above 0", e);
        }
        if (text.equals("none")) {
            return none();
        }
        throw new IllegalArgumentException("clipping is \"" + text + "\", expected none, norm:limit or value:limit");
    }

    /**
     * Clips all gradients in place. If one is NaN or infinite they stay as they are: what is wrong is neither hidden nor spread.
     *
     * @return the norm of all together before; NaN or infinite exactly if an element is
     */
    public double apply(Parameters parameters) {
        float[] gradients = parameters.gradients();
        double norm = Norm.of(gradients);
        if (!Double.isFinite(norm)) {
            return norm;
        }
        int n = gradients.length;
        if (kind == Kind.NORM && norm > limit) {
            Elementwise.scale(n, (float) (limit / norm), gradients, 0, gradients, 0);
        } else if (kind == Kind.VALUE) {
            Elementwise.min(n, (float) limit, gradients, 0, gradients, 0);
            Elementwise.max(n, (float) -limit, gradients, 0, gradients, 0);
        }
        return norm;
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.NONE ? name : name + ":" + Settings.number(limit);
    }
}
