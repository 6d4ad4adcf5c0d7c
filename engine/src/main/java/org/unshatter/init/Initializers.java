package org.unshatter.init;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The initialisers by name, each with its source. All methods throw {@link IllegalArgumentException} for a number that is not finite, a negative variance or gain, bounds in the
 * wrong order, or what their parameters exclude.
 */
public final class Initializers {

    private Initializers() {
    }

    /** All weights 0. */
    public static Initializer zeros() {
        return new Constant(0);
    }

    /** All weights the same. */
    public static Initializer constant(double value) {
        return new Constant(value);
    }

    /** N(0, variance), whatever the extents. */
    public static Initializer normal(double variance) {
        return new Normal(variance);
    }

    /** U(low, high), whatever the extents. */
    public static Initializer uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /** {@link #truncatedNormal(double, double)} at 2 standard deviations. */
    public static Initializer truncatedNormal(double variance) {
        return new TruncatedNormal(variance, 2);
    }

    /**
     * A Gaussian of which all that lies beyond ±cut of its standard deviations is drawn again, wide enough to have this variance after that.
     *
     * @param cut between 0.1 and 8
     */
    public static Initializer truncatedNormal(double variance, double cut) {
        return new TruncatedNormal(variance, cut);
    }

    /** N(0, 1/fan-in): keeps the second moment of what a linear layer reads. LeCun et al. 1998, section 4.6. */
    public static Initializer lecun() {
        return new Lecun();
    }

    /**
     * N(0, gain²/fan-in): keeps the second moment through the activation, whose gain it takes at its {@linkplain Initializer#at place};
     * without a place that of rectifiers, N(0, 2/fan-in). He et al. 2015, eq. (10).
     * It holds for CReLU too, whose layer reads twice as many inputs, half of them zero.
     */
    public static Initializer he() {
        return He.NORMAL;
    }

    /** {@link #he()} with a gain of its own in every place. */
    public static Initializer he(double gain) {
        return He.NORMAL.gain(gain);
    }

    /** N(0, gain²/fan-out): keeps the second moment of the gradient. He et al. 2015, eq. (14). */
    public static Initializer heFanOut() {
        return new He(Distribution.NORMAL, true, OptionalDouble.empty());
    }

    /** {@link #he()} drawn uniformly: U(−b, b) with b² = 3·gain²/fan-in. */
    public static Initializer heUniform() {
        return new He(Distribution.UNIFORM, false, OptionalDouble.empty());
    }

    /** N(0, 2/(fan-in + fan-out)); 1/N between layers of equal width N. Glorot and Bengio 2010, eq. (12). */
    public static Initializer glorot() {
        return new Glorot(Distribution.NORMAL);
    }

    /** The same variance drawn uniformly, as there: U(−b, b) with b² = 6/(fan-in + fan-out). Glorot and Bengio 2010, eq. (16). */
    public static Initializer glorotUniform() {
        return new Glorot(Distribution.UNIFORM);
    }

    /** Random orthogonal, see {@link Orthogonal}. */
    public static Initializer orthogonal() {
        return orthogonal(1);
    }

    /** Random orthogonal times a gain. */
    public static Initializer orthogonal(double gain) {
        return new Orthogonal(gain);
    }

    /** A random orthogonal matrix at the centre of the window, zero elsewhere: keeps norms of images. Xiao et al. 2018, algorithm 2. */
    public static Initializer deltaOrthogonal() {
        return deltaOrthogonal(1);
    }

    /** {@link #deltaOrthogonal()} times a gain. */
    public static Initializer deltaOrthogonal(double gain) {
        return new DeltaOrthogonal(gain);
    }

    /** The identity at the centre of the window, zero elsewhere. Zagoruyko and Komodakis 2017. */
    public static Initializer dirac() {
        return new Dirac();
    }

    /** Mirrored delta-orthogonal for CReLU, see {@link LooksLinear}. */
    public static Initializer looksLinear() {
        return new LooksLinear();
    }

    /**
     * Looks-linear for plain ReLU: features in pairs of opposite sign, [[W, −W], [−W, W]] with W delta-orthogonal; at their places [W; −W] of a
     * first layer, [W, −W] of a readout, half of it where the stream of a net with skips is read. Burkholz and Dubatovka 2019.
     */
    public static Initializer mirrored() {
        return new Mirrored(Mirrored.Form.HIDDEN);
    }

    /**
     * He's in a net of L branches of m layers, but zero at their ends and in the readout, and times L^(−1/(2m − 2)) in the branches.
     * It has weights only at a place. Zhang et al. 2019, section 3, rules 1 and 2.
     */
    public static Initializer fixup() {
        return Fixup.OPEN;
    }

    /**
     * Reads what {@link Initializer#name} writes, and everything that {@link #all} lists.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Initializer parse(String text) {
        return Catalogue.parse(text);
    }

    /** What {@link #parse} reads. */
    public static List<Form> all() {
        return Catalogue.forms();
    }

    /**
     * One initialiser, or several that differ in their numbers.
     *
     * @param usage  how it is written, such as "truncated-normal:variance[:cut]"
     * @param source as {@link Initializer#source} has it
     */
    public record Form(String usage, String source) {
    }
}
