package org.unshatter.tests.kernels;

/** A convolution and its gradients, or the sizes of their terms, in double precision, on images in [batch, channels, height, width]. */
interface ConvSums {

    /** w ∗ x, without bias. */
    double[] forward(double[] x, double[] w);

    double[] gradientByData(double[] x, double[] w, double[] dy);

    double[] gradientByWeights(double[] x, double[] dy);
}
