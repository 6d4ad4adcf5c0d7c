package org.unshatter.diagnostics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.GlobalPool;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Nonlinearity;

/**
 * What a layer that reads CReLU makes of it. With weights [P | Q] on the two halves, S = (P − Q)/2 and Δ = (P + Q)/2, it is x ↦ S·x + Δ·|x|, since
 * ρ(x) = (|x| + x)/2 and ρ(−x) = (|x| − x)/2. Looks-linear means Δ = 0, and ‖Δ‖/‖S‖ tells how far training has gone from there.
 * Derived from Balduzzi et al. 2017, section 5.
 *
 * @param layer name of the layer
 * @param s     S, of the shape of the weights with half of their inputs
 * @param delta Δ, likewise
 */
public record Mirror(String layer, Tensor s, Tensor delta) {

    /**
     * Takes weights apart.
     *
     * @param weight [outputs, 2·inputs, …]
     * @throws IllegalArgumentException if axis 1 is odd
     */
    public static Mirror of(String layer, Tensor weight) {
        int inputs = weight.dim(1);
        if (inputs % 2 != 0) {
            throw new IllegalArgumentException("layer " + layer + " reads " + inputs + " features, expected the two halves of a CReLU");
        }
        Tensor p = weight.detach().slice(1, 0, inputs / 2);
        Tensor q = weight.detach().slice(1, inputs / 2, inputs);
        return new Mirror(layer, p.combine(0.5f, q, -0.5f), p.combine(0.5f, q, 0.5f));
    }

    /**
     * All dense layers and convolutions of a net that read CReLU, directly or behind what leaves its two halves in place.
     *
     * @param sample a batch of inputs, of which no more than the shape counts
     */
    public static List<Mirror> of(Layer net, Tensor sample) {
        List<Mirror> mirrors = new ArrayList<>();
        Set<Tensor> halves = Collections.newSetFromMap(new IdentityHashMap<>());
        net.observe((name, layer, x, y) -> {
            switch (layer) {
                case Nonlinearity n when n.activation().equals(Activation.CRELU) -> halves.add(y);
                case Flatten _, GlobalPool _ when halves.contains(x) -> halves.add(y);
                case Dense dense when halves.contains(x) -> mirrors.add(of(name, dense.weight()));
                case Convolution convolution when halves.contains(x) -> mirrors.add(of(name, convolution.weight()));
                default -> { }
            }
        }, sample);
        return mirrors;
    }

    /** ‖S‖, the Frobenius norm. */
    public double normOfS() {
        return norm(s);
    }

    /** ‖Δ‖, the Frobenius norm. */
    public double normOfDelta() {
        return norm(delta);
    }

    /** ‖Δ‖/‖S‖: 0 of a linear layer; infinite, or NaN if both are 0, where S is 0. */
    public double ratio() {
        return normOfDelta() / normOfS();
    }

    private static double norm(Tensor tensor) {
        double sum = 0;
        for (float value : tensor.toArray()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
