package org.unshatter.diagnostics;

/** The chi-square distribution with h degrees of freedom: the sum of the squares of h independent N(0, 1). */
final class ChiSquare {

    private static final double PRECISION = Math.ulp(1.0);

    private ChiSquare() {
    }

    /** P(χ² > x) = Γ(h/2, x/2)/Γ(h/2), the regularised upper incomplete gamma function. */
    static double survival(double x, int h) {
        double a = h / 2.0;
        double z = x / 2;
        if (z == 0) {
            return 1;
        }
        double scale = Math.exp(a * Math.log(z) - z - logGamma(h));
        // Each of the two converges fast where the other does not.
        return z < a + 1 ? 1 - scale * lowerSeries(a, z) : scale * upperFraction(a, z);
    }

    /** Of a half: from Γ(½) = √π or Γ(1) = 1 up by Γ(a + 1) = a·Γ(a). */
    private static double logGamma(int twice) {
        double log = twice % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (int k = twice - 2; k > 0; k -= 2) {
            log += Math.log(k / 2.0);
        }
        return log;
    }

    /** γ(a, z)·eᶻ/zᵃ = Σ zᵏ/(a(a + 1)⋯(a + k)): DLMF 8.7.1. */
    private static double lowerSeries(double a, double z) {
        double term = 1 / a;
        double sum = term;
        for (int k = 1; term > PRECISION * sum; k++) {
            term *= z / (a + k);
            sum += term;
        }
        return sum;
    }

    /** Γ(a, z)·eᶻ/zᵃ: the even part of the continued fraction DLMF 8.9.2, 1/(z + 1 − a − 1(1 − a)/(z + 3 − a − 2(2 − a)/(z + 5 − a − …))). */
    private static double upperFraction(double a, double z) {
        // Lentz's method: products of the ratios of successive numerators and of successive denominators.
        double b = z + 1 - a;
        double numerators = Double.POSITIVE_INFINITY;
        double denominators = 1 / b;
        double value = denominators;
        double change;
        int k = 1;
        do {
            double partial = -k * (k - a);
            b += 2;
            denominators = 1 / (b + partial * denominators);
            numerators = b + partial / numerators;
            change = numerators * denominators;
            value *= change;
            k++;
        } while (Math.abs(change - 1) > 2 * PRECISION);
        return value;
    }
}
