package org.unshatter.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Groups points so that the sum of their squared distances from the centres of their groups is small: k-means++ seeding (Arthur and Vassilvitskii
 * 2007), then Lloyd's iterations until no point changes its group; of several such runs the best.
 *
 * <p>What is found is a local minimum: in one run the expectation is within 8(ln k + 2) times the least possible. No group is ever empty: a centre
 * that loses all points moves to the point that is farthest from its own.
 */
public final class KMeans {

    private final int[] assignments;
    private final double[][] centres;
    private final double[] history;

    private KMeans(int[] assignments, double[][] centres, double... history) {
        this.assignments = assignments;
        this.centres = centres;
        this.history = history;
    }

    /**
     * The same result for the same points and a generator in the same state.
     *
     * @param points [samples][features], unchanged
     * @param k      number of groups
     * @param runs   each from a seeding of its own
     * @throws IllegalArgumentException if k is not from 1 to the number of points, there is no run, rows differ in length, or a number is not finite
     */
    public static KMeans of(double[][] points, int k, int runs, RandomGenerator random) {
        int exponent = Vectors.exponent(points);
        if (k < 1 || k > points.length) {
            throw new IllegalArgumentException("k is " + k + ", expected 1 to " + points.length + ", the number of points");
        }
        if (runs < 1) {
            throw new IllegalArgumentException("runs is " + runs + ", expected at least 1");
        }
        double[][] scaled = Arrays.stream(points).map(point -> Vectors.scaled(point, -exponent)).toArray(double[][]::new);
        KMeans best = null;
        for (int run = 0; run < runs; run++) {
            KMeans found = new Lloyd(scaled, seeds(scaled, k, random)).run();
            best = best == null || found.inertia() < best.inertia() ? found : best;
        }
        return new KMeans(best.assignments,
                Arrays.stream(best.centres).map(centre -> Vectors.scaled(centre, exponent)).toArray(double[][]::new),
                Vectors.scaled(best.history, 2 * exponent));
    }

    /** For each point the number of its group, 0 … k − 1. */
    public int[] assignments() {
        return assignments.clone();
    }

    /** [k][features], the mean of each group. */
    public double[][] centres() {
        return Arrays.stream(centres).map(double[]::clone).toArray(double[][]::new);
    }

    /** Σ over the points of ‖point − centre of its group‖². */
    public double inertia() {
        return history[history.length - 1];
    }

    /** The inertia after each iteration of the best run; it never increases. */
    public double[] history() {
        return history.clone();
    }

    /**
     * The points group by group: first the largest group, then always the one whose centre is nearest to that of the group before. Within a group they
     * stay in their order. Of equals, the group of the lower number.
     */
    public int[] order() {
        int[] sizes = new int[centres.length];
        for (int group : assignments) {
            sizes[group]++;
        }
        List<Integer> left = new ArrayList<>(IntStream.range(0, sizes.length).boxed().toList());
        Integer group = left.stream().min(Comparator.comparingInt(g -> -sizes[g])).orElseThrow();
        int[] order = new int[assignments.length];
        int placed = 0;
        while (true) {
            for (int i = 0; i < assignments.length; i++) {
                if (assignments[i] == group) {
                    order[placed++] = i;
                }
            }
            left.remove(group);
            if (left.isEmpty()) {
                return order;
            }
            double[] from = centres[group];
            group = left.stream().min(Comparator.comparingDouble(g -> squaredDistance(from, centres[g]))).orElseThrow();
        }
    }

    /** The first uniformly, each further one with a probability proportional to its squared distance from the nearest before. */
    private static double[][] seeds(double[][] points, int k, RandomGenerator random) {
        double[][] seeds = new double[k][];
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, 1);
        for (int c = 0; c < k; c++) {
            seeds[c] = points[draw(nearest, random)].clone();
            for (int i = 0; i < points.length; i++) {
                double distance = squaredDistance(points[i], seeds[c]);
                nearest[i] = c == 0 ? distance : Math.min(nearest[i], distance);
            }
        }
        return seeds;
    }

    /** An index with a probability proportional to its weight; any, where all weights are 0: the points left are copies of seeds. */
    private static int draw(double[] weights, RandomGenerator random) {
        double total = Arrays.stream(weights).sum();
        if (total == 0) {
            return random.nextInt(weights.length);
        }
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return sum;
    }

    /** One run. */
    private static final class Lloyd {
        private final double[][] points;
        private final double[][] centres;
        private final int[] assignments;
        private final double[] distances;
        private final int[] sizes;

        Lloyd(double[][] points, double[][] seeds) {
            this.points = points;
            centres = seeds;
            assignments = new int[points.length];
            Arrays.fill(assignments, -1);
            distances = new double[points.length];
            sizes = new int[seeds.length];
        }

        KMeans run() {
            List<Double> history = new ArrayList<>();
            while (assign()) {
                fillEmptyGroups();
                moveCentres();
                double inertia = inertia();
                if (!history.isEmpty() && inertia >= history.getLast()) {
                    // only rounding makes points change without gain, and could do so for ever
                    history.add(Math.min(inertia, history.getLast()));
                    break;
                }
                history.add(inertia);
            }
            return new KMeans(assignments, centres, history.stream().mapToDouble(Double::doubleValue).toArray());
        }

        /** Each point to its nearest centre, staying where that is no farther; whether any changed. */
        private boolean assign() {
            boolean changed = false;
            Arrays.fill(sizes, 0);
            for (int i = 0; i < points.length; i++) {
                int nearest = Math.max(assignments[i], 0);
                double least = squaredDistance(points[i], centres[nearest]);
                for (int c = 0; c < centres.length; c++) {
                    double distance = squaredDistance(points[i], centres[c]);
                    if (distance < least) {
                        least = distance;
                        nearest = c;
                    }
                }
                changed |= nearest != assignments[i];
                assignments[i] = nearest;
                distances[i] = least;
                sizes[nearest]++;
            }
            return changed;
        }

        /** There is always a group with two points: there are at least as many points as groups. */
        private void fillEmptyGroups() {
            for (int c = 0; c < sizes.length; c++) {
                if (sizes[c] == 0) {
                    int farthest = IntStream.range(0, points.length).filter(i -> sizes[assignments[i]] > 1).boxed()
                            .min(Comparator.comparingDouble(i -> -distances[i])).orElseThrow();
                    sizes[assignments[farthest]]--;
                    assignments[farthest] = c;
                    distances[farthest] = 0;
                    sizes[c] = 1;
                }
            }
        }

        private void moveCentres() {
            for (double[] centre : centres) {
                Arrays.fill(centre, 0);
            }
            for (int i = 0; i < points.length; i++) {
                Vectors.addScaled(1, points[i], centres[assignments[i]], 0);
            }
            for (int c = 0; c < centres.length; c++) {
                for (int f = 0; f < centres[c].length; f++) {
                    centres[c][f] /= sizes[c]; // so that the mean of copies is the copy, which a product with 1/size is not always
                }
            }
        }

        private double inertia() {
            double inertia = 0;
            for (int i = 0; i < points.length; i++) {
                inertia += squaredDistance(points[i], centres[assignments[i]]);
            }
            return inertia;
        }
    }
}
