package org.unshatter.diagnostics;

import org.unshatter.autodiff.Tensor;

/**
 * Second moments of input gradients over the samples of a batch, as in the theorems of Balduzzi et al. 2017, section 3.
 *
 * @param variance   C(i): mean of ‖∇ᵢ‖² over the samples
 * @param covariance C(i, j): mean of ⟨∇ᵢ, ∇ⱼ⟩ over all pairs of different samples
 */
public record GradientMoments(double variance, double covariance) {

    /**
     * @param gradients [samples, features], one gradient in each row
     * @throws IllegalArgumentException if there are fewer than two samples
     */
    public static GradientMoments of(Tensor gradients) {
        if (gradients.rank() != 2 || gradients.dim(0) < 2) {
            throw new IllegalArgumentException("gradients is " + gradients + ", expected shape [samples, features] with at least 2 samples");
        }
        int samples = gradients.dim(0);
        int features = gradients.dim(1);
        float[] g = gradients.toArray();
        double squares = 0;
        double[] total = new double[features];
        for (int i = 0; i < samples; i++) {
            for (int f = 0; f < features; f++) {
                double value = g[i * features + f];
                squares += value * value;
                total[f] += value;
            }
        }
        // Σ over i ≠ j of ⟨∇ᵢ, ∇ⱼ⟩ = ‖Σ∇ᵢ‖² − Σ‖∇ᵢ‖².
        double squareOfSum = 0;
        for (double t : total) {
            squareOfSum += t * t;
        }
        return new GradientMoments(squares / samples, (squareOfSum - squares) / ((double) samples * (samples - 1)));
    }

    /** R(i, j) = C(i, j)/C(i). NaN if all gradients are 0. */
    public double correlation() {
        return covariance / variance;
    }
}
