package org.unshatter.tests.kernels;

/**
 * How far from {@link NormReference} roundings can bring gradients, if mean and variance are given exactly or rounded; names are those of
 * {@link NormBounds}. With g the gradient that the activation lets through, G = γ·g, and s the inverse deviation,
 *
 * <ul>
 * <li>x − mean errs by u·(|x − mean| + |mean|), thus x̂ by u·(4|x̂| + s·|mean|), factors included;
 * <li>Σ g·x̂, over D additions, errs by at most u·Σ((D + 8)·|g·x̂| + s·|mean|·|g|), and Σ g by (D + 2)·u·Σ|g|;
 * <li>dx = s·(G − E G − x̂·E(G·x̂)) errs in its three terms by at most 8u·|G|, (D + 10)·u·E|G| and
 *     u·((D + 14)·|x̂|·E|G·x̂| + s·|mean|·(E|G·x̂| + |x̂|·E|G|)), times s, the roundings of their sum included.
 * </ul>
 *
 * Accumulating rounds what was there, too: once, or once in each row.
 */
final class NormGradientBounds {

    private static final double UNIT = NormBounds.UNIT;

    private final NormReference exact;
    private final NormCase shape;
    private final double[] dy;

    NormGradientBounds(NormReference exact, double[] dy) {
        this.exact = exact;
        this.shape = exact.shape();
        this.dy = dy;
    }

    double[] byData(boolean through, double[] start) {
        double[] gradients = new double[shape.groups()];
        double[] products = new double[shape.groups()];
        for (int i = 0; i < dy.length; i++) {
            double gradient = Math.abs(exact.byNormalised(i, dy));
            gradients[shape.group(i)] += gradient / shape.size();
            products[shape.group(i)] += shape.divide() ? gradient * Math.abs(exact.normalised(i)) / shape.size() : 0;
        }
        double depth = shape.gradientDepth();
        double[] bounds = new double[dy.length];
        for (int i = 0; i < dy.length; i++) {
            int group = shape.group(i);
            double bound = 8 * Math.abs(exact.byNormalised(i, dy));
            if (through) {
                bound += (depth + 10) * gradients[group];
            }
            if (through && shape.divide()) {
                double normalised = Math.abs(exact.normalised(i));
                bound += (depth + 14) * normalised * products[group];
                bound += exact.inverse(group) * Math.abs(exact.mean()[group]) * (products[group] + normalised * gradients[group]);
            }
            bounds[i] = UNIT * (exact.inverse(group) * bound + Math.abs(start[i]));
        }
        return bounds;
    }

    double[] byGamma(double[] start) {
        double[] bounds = started(start);
        for (int i = 0; i < dy.length; i++) {
            int group = shape.group(i);
            double gradient = Math.abs(exact.passed(i, dy));
            bounds[shape.parameter(i)] += UNIT * gradient * ((shape.parameterDepth() + 8) * Math.abs(exact.normalised(i))
                    + exact.inverse(group) * Math.abs(exact.mean()[group]));
        }
        return bounds;
    }

    double[] byBeta(double[] start) {
        double[] bounds = started(start);
        for (int i = 0; i < dy.length; i++) {
            bounds[shape.parameter(i)] += UNIT * (shape.parameterDepth() + 2) * Math.abs(exact.passed(i, dy));
        }
        return bounds;
    }

    private double[] started(double[] start) {
        double[] bounds = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            bounds[i] = UNIT * (shape.kind() == NormCase.Kind.ROW ? shape.batch() : 1) * Math.abs(start[i]);
        }
        return bounds;
    }
}
