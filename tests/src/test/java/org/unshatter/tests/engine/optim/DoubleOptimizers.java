package org.unshatter.tests.engine.optim;

import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

/** The optimisers in double, one element after the other, each written as its paper has it where that is another way than the library's. */
final class DoubleOptimizers {

    /** Moves a point; t counts from 1. */
    interface Rule {
        void step(double[] point, double[] gradient, double rate, long t);
    }

    private DoubleOptimizers() {
    }

    static Rule sgd(double decay) {
        return (point, gradient, rate, t) -> {
            for (int i = 0; i < point.length; i++) {
                point[i] = (1 - rate * decay) * point[i] - rate * gradient[i];
            }
        };
    }

    /** As PyTorch has it: the rate multiplies the velocity. */
    static Rule momentum(double momentum, boolean nesterov, double decay, int n) {
        double[] velocity = new double[n];
        return (point, gradient, rate, t) -> {
            for (int i = 0; i < point.length; i++) {
                double g = gradient[i] + decay * point[i];
                velocity[i] = momentum * velocity[i] + g;
                point[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
            }
        };
    }

    /** With the corrections drawn into rate and epsilon, Kingma and Ba 2015, end of section 2. */
    static Rule adam(double beta1, double beta2, double epsilon, double decay, boolean decoupled, int n) {
        double[] mean = new double[n];
        double[] square = new double[n];
        return (point, gradient, rate, t) -> {
            double root = sqrt(1 - pow(beta2, t));
            double corrected = rate * root / (1 - pow(beta1, t));
            for (int i = 0; i < point.length; i++) {
                double g = gradient[i] + (decoupled ? 0 : decay * point[i]);
                mean[i] = beta1 * mean[i] + (1 - beta1) * g;
                square[i] = beta2 * square[i] + (1 - beta2) * g * g;
                point[i] = point[i] - (decoupled ? rate * decay * point[i] : 0) - corrected * mean[i] / (sqrt(square[i]) + epsilon * root);
            }
        };
    }

    static Rule rmsProp(double smoothing, double epsilon, double momentum, double decay, int n) {
        double[] square = new double[n];
        double[] velocity = new double[n];
        return (point, gradient, rate, t) -> {
            for (int i = 0; i < point.length; i++) {
                double g = gradient[i] + decay * point[i];
                square[i] += (1 - smoothing) * (g * g - square[i]);
                velocity[i] = momentum * velocity[i] + g / (sqrt(square[i]) + epsilon);
                point[i] -= rate * velocity[i];
            }
        };
    }
}
