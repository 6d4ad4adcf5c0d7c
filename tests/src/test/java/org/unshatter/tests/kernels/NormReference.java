package org.unshatter.tests.kernels;

import java.util.Arrays;

/**
 * Normalisation by its definition, in double precision: y = activation(x̂·γ + β), x̂ = (x − mean) / √(variance + ε), or x̂ = x − mean.
 * The gradients are the chain rule step by step, as in Ioffe and Szegedy 2015, section 3, not the shorter form that kernels use.
 */
record NormReference(NormCase shape, double[] x, double[] gamma, double[] beta, double[] mean, double[] variance) {

    /**
     * With the mean and the variance of x.
     *
     * @param gamma null for ones
     * @param beta  null for zeros
     */
    static NormReference of(NormCase shape, double[] x, double[] gamma, double[] beta) {
        double[] ones = new double[shape.channels()];
        Arrays.fill(ones, 1);
        double[] mean = new double[shape.groups()];
        for (int i = 0; i < x.length; i++) {
            mean[shape.group(i)] += x[i] / shape.size();
        }
        double[] variance = new double[shape.groups()];
        for (int i = 0; i < x.length; i++) {
            double deviation = x[i] - mean[shape.group(i)];
            variance[shape.group(i)] += deviation * deviation / shape.size();
        }
        return new NormReference(shape, x, gamma == null ? ones : gamma, beta == null ? new double[shape.channels()] : beta, mean, variance);
    }

    /** With a mean and a variance that are given. */
    NormReference given(double[] mean, double[] variance) {
        return new NormReference(shape, x, gamma, beta, mean, variance);
    }

    double inverse(int group) {
        return shape.divide() ? 1 / Math.sqrt(variance[group] + shape.epsilon()) : 1;
    }

    double normalised(int i) {
        return (x[i] - mean[shape.group(i)]) * inverse(shape.group(i));
    }

    double beforeActivation(int i) {
        return normalised(i) * gamma[shape.parameter(i)] + beta[shape.parameter(i)];
    }

    double forward(int i) {
        return shape.relu() ? Math.max(beforeActivation(i), 0) : beforeActivation(i);
    }

    /** What the activation lets through of a gradient: nothing at 0. */
    double passed(int i, double[] dy) {
        return shape.relu() && beforeActivation(i) <= 0 ? 0 : dy[i];
    }

    double[] gradientByGamma(double[] dy) {
        double[] sums = new double[shape.channels()];
        for (int i = 0; i < dy.length; i++) {
            sums[shape.parameter(i)] += passed(i, dy) * normalised(i);
        }
        return sums;
    }

    double[] gradientByBeta(double[] dy) {
        double[] sums = new double[shape.channels()];
        for (int i = 0; i < dy.length; i++) {
            sums[shape.parameter(i)] += passed(i, dy);
        }
        return sums;
    }

    /** @param through whether mean and variance are functions of x, not constants */
    double[] gradientByData(double[] dy, boolean through) {
        double[] byMean = new double[shape.groups()];
        double[] byVariance = new double[shape.groups()];
        for (int i = 0; through && i < dy.length; i++) {
            int group = shape.group(i);
            byMean[group] -= byNormalised(i, dy) * inverse(group);
            byVariance[group] -= shape.divide() ? byNormalised(i, dy) * (x[i] - mean[group]) * Math.pow(inverse(group), 3) / 2 : 0;
        }
        double[] dx = new double[dy.length];
        for (int i = 0; i < dy.length; i++) {
            int group = shape.group(i);
            dx[i] = byNormalised(i, dy) * inverse(group) + byVariance[group] * 2 * (x[i] - mean[group]) / shape.size() + byMean[group] / shape.size();
        }
        return dx;
    }

    /** The gradient by x̂. */
    double byNormalised(int i, double[] dy) {
        return passed(i, dy) * gamma[shape.parameter(i)];
    }
}
