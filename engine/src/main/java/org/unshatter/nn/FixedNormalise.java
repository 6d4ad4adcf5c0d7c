package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;

/**
 * What stands for a {@link Normalise} over batches when a trained net is evaluated: the same with mean and variance that are given, so that no sample's output
 * depends on the others. Ioffe and Szegedy 2015, algorithm 2.
 *
 * @param mean     [features]
 * @param variance [features]; null where nothing is divided
 * @param gain     [features], what each feature is multiplied by afterwards; null for none
 * @param shift    [features], what is then added; null for none
 */
public record FixedNormalise(Tensor mean, Tensor variance, Tensor gain, Tensor shift) implements Layer {

    /**
     * In place of a layer that normalises over batches.
     *
     * @throws IllegalArgumentException if that layer normalises within samples, or a variance is given where nothing is divided, or none where it is
     */
    public static FixedNormalise of(Normalise layer, Tensor mean, Tensor variance) {
        if (!layer.overBatch() || (variance == null) != (layer.kind() == Normalisation.CENTER)) {
            throw new IllegalArgumentException("normalisation " + layer.kind() + " with variance " + variance
                    + ", expected CENTER without or BATCH with one");
        }
        return new FixedNormalise(mean, variance, layer.gain(), layer.shift());
    }

    /**
     * x·f + (shift − mean·f), f = gain/√(variance + ε).
     *
     * @throws IllegalArgumentException if x has not as many features as the mean
     */
    @Override
    public Tensor apply(Tensor x) {
        if (x.rank() < 2 || mean.rank() != 1 || x.dim(1) != mean.dim(0)) {
            throw new IllegalArgumentException("x is " + x + " and the mean " + mean + ", expected [samples, features, …] and [features]");
        }
        if (variance == null) {
            return x.subtract(along(mean, x));
        }
        Tensor factor = variance.addScalar((float) Normalise.EPSILON).pow(-0.5);
        if (gain != null) {
            factor = factor.multiply(gain);
        }
        Tensor offset = mean.multiply(factor).negate();
        if (shift != null) {
            offset = offset.add(shift);
        }
        return x.multiply(along(factor, x)).add(along(offset, x));
    }

    /** A vector of features in a shape that is repeated along all other axes. */
    private static Tensor along(Tensor vector, Tensor x) {
        return x.rank() == 4 ? vector.reshape(-1, 1, 1) : vector;
    }
}
