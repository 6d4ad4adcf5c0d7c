package org.unshatter.init;

/** The initialisers by name, each with its source. */
public final class Initializers {

    private Initializers() {
    }

    /** All weights 0. */
    public static Initializer zeros() {
        return new Normal("zeros", "constant", extents -> 0);
    }

    /** N(0, variance), whatever the extents. */
    public static Initializer normal(double variance) {
        if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("variance is " + variance + ", expected finite and not negative");
        }
        return new Normal("normal:" + variance, "Gaussian", extents -> variance);
    }

    /** N(0, 1/inputs): keeps the second moment of what a linear layer reads. LeCun et al. 1998, section 4.6. */
    public static Initializer lecun() {
        return new Normal("lecun", "LeCun et al. 1998, section 4.6", extents -> 1.0 / extents.fanIn());
    }

    /**
     * N(0, 2/inputs): keeps the second moment through rectifiers. He et al. 2015, eq. (10).
     * It holds for CReLU too, whose layer reads twice as many inputs, half of them zero.
     */
    public static Initializer he() {
        return new Normal("he", "He et al. 2015, eq. (10)", extents -> 2.0 / extents.fanIn());
    }

    /** N(0, 2/(inputs + outputs)); 1/N between layers of equal width N. Glorot and Bengio 2010, eq. (12). */
    public static Initializer glorot() {
        return new Normal("glorot", "Glorot and Bengio 2010, eq. (12)", extents -> 2.0 / (extents.fanIn() + extents.fanOut()));
    }

    /** Random orthogonal, see {@link Orthogonal}. */
    public static Initializer orthogonal() {
        return new Orthogonal();
    }

    /** Mirrored orthogonal for CReLU, see {@link LooksLinear}. */
    public static Initializer looksLinear() {
        return new LooksLinear();
    }
}
