package org.unshatter.tests.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Singular values to many digits, however small: the eigenvalues of AᵀA by Jacobi's method of 1846, in decimal numbers of 150 digits. */
final class DecimalSingularValues {

    private static final MathContext DIGITS = new MathContext(150);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-80");

    private DecimalSingularValues() {
    }

    /** Descending; the matrix must have full column rank. */
    static double[] of(double[][] a) {
        int n = a[0].length;
        BigDecimal[][] g = new BigDecimal[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                g[i][j] = BigDecimal.ZERO;
                for (double[] row : a) {
                    g[i][j] = g[i][j].add(new BigDecimal(row[i]).multiply(new BigDecimal(row[j])), DIGITS);
                }
            }
        }
        boolean turned = true;
        while (turned) {
            turned = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    BigDecimal limit = g[p][p].multiply(g[q][q]).multiply(NEGLIGIBLE, DIGITS);
                    if (g[p][q].pow(2, DIGITS).compareTo(limit) > 0) {
                        turn(g, p, q);
                        turned = true;
                    }
                }
            }
        }
        double[] values = new double[n];
        Arrays.setAll(values, i -> -g[i][i].sqrt(DIGITS).doubleValue());
        Arrays.sort(values);
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** G ← RᵀGR with the rotation R that makes element (p, q) zero. */
    private static void turn(BigDecimal[][] g, int p, int q) {
        BigDecimal zeta = g[q][q].subtract(g[p][p]).divide(g[p][q].multiply(BigDecimal.TWO), DIGITS);
        BigDecimal root = zeta.pow(2, DIGITS).add(BigDecimal.ONE).sqrt(DIGITS);
        BigDecimal t = BigDecimal.ONE.divide(zeta.signum() < 0 ? zeta.subtract(root) : zeta.add(root), DIGITS);
        BigDecimal c = BigDecimal.ONE.divide(t.pow(2, DIGITS).add(BigDecimal.ONE).sqrt(DIGITS), DIGITS);
        BigDecimal s = c.multiply(t, DIGITS);
        for (BigDecimal[] row : g) {
            BigDecimal before = row[p];
            row[p] = c.multiply(before).subtract(s.multiply(row[q]), DIGITS);
            row[q] = s.multiply(before).add(c.multiply(row[q]), DIGITS);
        }
        for (int j = 0; j < g.length; j++) {
            BigDecimal before = g[p][j];
            g[p][j] = c.multiply(before).subtract(s.multiply(g[q][j]), DIGITS);
            g[q][j] = s.multiply(before).add(c.multiply(g[q][j]), DIGITS);
        }
    }
}
