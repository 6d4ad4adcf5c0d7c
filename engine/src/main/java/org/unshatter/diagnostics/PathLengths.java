package org.unshatter.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Highway;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/**
 * The input gradient of a residual net by the length of the paths it takes: what travels through exactly k branches, whichever they are.
 *
 * <p>Give every branch of a {@link Skip} the formal factor t. The gradient becomes a polynomial Σ gₖ·tᵏ, whose value at t = 1 is the gradient, and gₖ is the sum
 * over all paths through k branches: of L branches one after the other, L!/(k!(L − k)!) of 2ᴸ paths. Activation patterns and batch statistics are
 * those of the net as it is; only the way back is taken apart. The coefficients are computed together, exactly but for rounding, with a
 * reverse pass that carries one cotangent for each power of t: layers act on each by itself, a branch shifts the powers by one. A branch in a branch counts too.
 * All coefficients of L branches take L²/2 steps where a gradient takes L.
 *
 * <p>Veit, Wilber and Belongie 2016 read residual nets as ensembles of shallow ones, since most of the gradient comes along paths much shorter than the net;
 * they sampled paths. {@link Part#correlation} stands beside it: whether the part of the gradient that comes along long paths is shattered where that
 * along short ones is not (Balduzzi et al. 2017). What both are at infinite width is in {@link org.unshatter.theory.ResidualPaths}.
 */
public final class PathLengths {

    private final List<Tensor> coefficients;
    private final Tensor rest;
    private final Tensor total;

    /**
     * Paths of one length, over all samples.
     *
     * @param length      k, the number of branches on a path
     * @param norm        √(mean of ‖gₖ‖² over the samples)
     * @param partialNorm the same of g₀ + … + gₖ
     * @param share       Σ⟨gₖ, g⟩/Σ‖g‖²: of all lengths and the rest together 1; negative where these paths work against the others; NaN if g is 0
     * @param correlation mean of ⟨gₖ(i), gₖ(j)⟩ over pairs of different samples by the mean of ‖gₖ(i)‖²; NaN if gₖ is 0 or there is one sample
     */
    public record Part(int length, double norm, double partialNorm, double share, double correlation) {
    }

    private PathLengths(List<Tensor> coefficients, Tensor rest) {
        this.coefficients = List.copyOf(coefficients);
        this.rest = rest;
        Tensor sum = rest;
        for (Tensor coefficient : coefficients) {
            sum = sum.add(coefficient);
        }
        total = sum;
    }

    /**
     * The gradient of the sum of all outputs, by the length of its paths.
     *
     * @param net     of {@link Sequence}, {@link Skip} and layers that are not made of others
     * @param inputs  a batch
     * @param longest the longest paths to tell apart; longer ones make up {@link #rest}
     * @throws IllegalArgumentException if {@code longest} is negative, or there is a {@link Highway} layer: its gate gives a branch no factor of its own
     */
    public static PathLengths of(Layer net, Tensor inputs, int longest) {
        if (longest < 0) {
            throw new IllegalArgumentException("longest is " + longest + ", expected at least 0");
        }
        Pass pass = forward(net, inputs);
        Tensor[] seed = new Tensor[longest + 2];
        seed[0] = ones(pass.output);
        Tensor[] gradients = pass.back.apply(seed);
        for (int k = 0; k < gradients.length; k++) {
            gradients[k] = gradients[k] == null ? Tensor.zeros(inputs.shape()) : gradients[k];
        }
        return new PathLengths(Arrays.asList(gradients).subList(0, longest + 1), gradients[longest + 1]);
    }

    /** All lengths there are. */
    public static PathLengths of(Layer net, Tensor inputs) {
        return of(net, inputs, longest(net));
    }

    /** The number of branches that the longest path through a net takes. */
    public static int longest(Layer net) {
        return switch (net) {
            case Network network -> longest(network.body());
            case Sequence sequence -> sequence.layers().stream().mapToInt(PathLengths::longest).sum();
            case Skip skip -> Math.max(longest(skip.shortcut()), 1 + longest(skip.branch()));
            case Highway _ -> throw gated();
            default -> 0;
        };
    }

    /** gₖ for k = 0, 1, …, each of the shape of the inputs. */
    public List<Tensor> gradients() {
        return coefficients;
    }

    /** What travels along longer paths than these. */
    public Tensor rest() {
        return rest;
    }

    /** The gradient, as the sum of all parts. */
    public Tensor total() {
        return total;
    }

    /** One part for each length, from 0. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Tensor partial = Tensor.zeros(total.shape());
        double all = product(total, total);
        for (int k = 0; k < coefficients.size(); k++) {
            Tensor g = coefficients.get(k);
            partial = partial.add(g);
            parts.add(new Part(k, rootMeanSquare(g), rootMeanSquare(partial), product(g, total) / all,
                    g.dim(0) < 2 ? Double.NaN : GradientMoments.of(g.reshape(g.dim(0), -1)).correlation()));
        }
        return Collections.unmodifiableList(parts);
    }

    private static double rootMeanSquare(Tensor g) {
        return Math.sqrt(product(g, g) / g.dim(0));
    }

    private static double product(Tensor a, Tensor b) {
        float[] x = a.toArray();
        float[] y = b.toArray();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    /**
     * A layer that has been applied.
     *
     * @param back takes cotangents of the output, by powers of t, to those of the input; the last one is of all higher powers, and null stands for 0
     */
    private record Pass(Tensor output, UnaryOperator<Tensor[]> back) {
    }

    private static Pass forward(Layer layer, Tensor x) {
        return switch (layer) {
            case Network network -> forward(network.body(), x);
            case Sequence sequence -> sequence(sequence, x);
            case Skip skip -> skip(skip, x);
            case Highway _ -> throw gated();
            default -> leaf(layer, x);
        };
    }

    private static Pass sequence(Sequence sequence, Tensor x) {
        Tensor y = x;
        List<Pass> passes = new ArrayList<>();
        for (Layer part : sequence.layers()) {
            Pass pass = forward(part, y);
            passes.addFirst(pass);
            y = pass.output;
        }
        return new Pass(y, dy -> {
            Tensor[] dx = dy;
            for (Pass pass : passes) {
                dx = pass.back.apply(dx);
            }
            return dx;
        });
    }

    private static Pass skip(Skip skip, Tensor x) {
        Pass shortcut = forward(skip.shortcut(), x);
        Pass branch = forward(skip.branch(), x);
        Tensor y = shortcut.output.combine(skip.keep(), branch.output, skip.gain());
        return new Pass(y, dy -> {
            Tensor[] kept = scaled(shortcut.back.apply(dy), skip.keep());
            Tensor[] branched = scaled(branch.back.apply(dy), skip.gain());
            Tensor[] dx = new Tensor[dy.length];
            dx[0] = kept[0];
            for (int k = 1; k < dx.length; k++) {
                dx[k] = sum(kept[k], branched[k - 1]);
            }
            dx[dx.length - 1] = sum(dx[dx.length - 1], branched[dx.length - 1]);
            return dx;
        });
    }

    /** Each layer has a tape of its own: its rule is run once for each power, on the one forward pass. */
    private static Pass leaf(Layer layer, Tensor x) {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor y = layer.apply(variable);
        if (y == variable) {
            return new Pass(x, dy -> dy);
        }
        return new Pass(y.detach(), dy -> Arrays.stream(dy).map(d -> d == null ? null : tape.gradients(y, d).of(variable)).toArray(Tensor[]::new));
    }

    private static Tensor[] scaled(Tensor[] tensors, float factor) {
        return Arrays.stream(tensors).map(t -> t == null ? null : t.scale(factor)).toArray(Tensor[]::new);
    }

    private static Tensor sum(Tensor a, Tensor b) {
        return a == null ? b : b == null ? a : a.add(b);
    }

    private static Tensor ones(Tensor like) {
        float[] ones = new float[like.size()];
        Arrays.fill(ones, 1);
        return Tensor.of(ones, like.shape());
    }

    private static IllegalArgumentException gated() {
        return new IllegalArgumentException("the net has a Highway layer, expected only Skip, Sequence and layers without parts: "
                + "a learned gate gives a branch no factor of its own");
    }
}
