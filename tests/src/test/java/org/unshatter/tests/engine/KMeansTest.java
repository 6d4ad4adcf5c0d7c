package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.KMeans;

/** Groups that are there are found, and what is found is what the definition says. */
class KMeansTest {

    @Test
    void separatedBlobsAreRecovered() {
        for (int seed = 0; seed < 20; seed++) {
            int[] truth = new int[60];
            double[][] points = blobs(seed, 4, truth);
            KMeans found = KMeans.of(points, 4, 5, RandomStreams.of(seed, "k-means"));
            assertSamePartition(truth, found.assignments());
            double[][] means = new double[4][2];
            for (int i = 0; i < points.length; i++) {
                for (int f = 0; f < 2; f++) {
                    means[found.assignments()[i]][f] += points[i][f] / 15;
                }
            }
            for (int c = 0; c < 4; c++) {
                assertArrayEquals(means[c], found.centres()[c], 1e-10);
            }
        }
    }

    /** Of four groups, seeds drawn uniformly come from four different ones with probability 4!/4⁴ = 0.094, and far groups then stay merged. */
    @Test
    void theSeedingFindsSeparatedBlobsInOneRun() {
        int runs = 300;
        long found = IntStream.range(0, runs).filter(seed -> {
            double[][] points = blobs(seed, 4, new int[60]);
            return KMeans.of(points, 4, 1, RandomStreams.of(seed, "one run")).inertia() < 60 * 10;
        }).count();
        assertTrue(found > 0.95 * runs, "found in " + found + " of " + runs + " runs");
    }

    @Test
    void theInertiaNeverIncreasesAndIsThatOfTheResult() {
        int longest = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[][] points = noise(seed, 80, 3);
            KMeans found = KMeans.of(points, 7, 1, RandomStreams.of(seed, "k-means"));
            double[] history = found.history();
            for (int i = 1; i < history.length; i++) {
                assertTrue(history[i] <= history[i - 1], "seed " + seed + ": " + Arrays.toString(history));
            }
            longest = Math.max(longest, history.length);
            assertEquals(inertia(points, found.assignments(), 7), found.inertia(), 1e-10);
        }
        assertTrue(longest > 5, "no run took more than " + longest + " iterations");
    }

    @Test
    void atTheEndEachPointIsNearestToItsOwnCentreAndCentresAreMeans() {
        for (int seed = 0; seed < 20; seed++) {
            double[][] points = noise(seed, 50, 4);
            KMeans found = KMeans.of(points, 6, 1, RandomStreams.of(seed, "k-means"));
            for (int i = 0; i < points.length; i++) {
                double own = square(points[i], found.centres()[found.assignments()[i]]);
                for (double[] centre : found.centres()) {
                    assertTrue(own <= square(points[i], centre) + 1e-12, "seed " + seed + ", point " + i);
                }
            }
        }
    }

    /** All 3⁷ ways to divide 7 points, of which 20 runs find the best. */
    @Test
    void theBestOfManyRunsIsTheBestThereIs() {
        for (int seed = 0; seed < 20; seed++) {
            double[][] points = noise(seed, 7, 2);
            double best = Double.POSITIVE_INFINITY;
            for (int code = 0; code < 2187; code++) {
                int[] groups = {code % 3, code / 3 % 3, code / 9 % 3, code / 27 % 3, code / 81 % 3, code / 243 % 3, code / 729};
                best = Math.min(best, inertia(points, groups, 3));
            }
            double found = KMeans.of(points, 3, 20, RandomStreams.of(seed, "k-means")).inertia();
            assertEquals(best, found, 1e-12, "seed " + seed);
        }
    }

    @Test
    void moreRunsAreNoWorse() {
        int better = 0;
        for (int seed = 0; seed < 30; seed++) {
            double[][] points = noise(seed, 60, 2);
            double one = KMeans.of(points, 8, 1, RandomStreams.of(seed, "k-means")).inertia();
            double ten = KMeans.of(points, 8, 10, RandomStreams.of(seed, "k-means")).inertia();
            assertTrue(ten <= one, "seed " + seed + ": " + ten + " of ten runs, " + one + " of the first");
            better += ten < one ? 1 : 0;
        }
        assertTrue(better > 0, "ten runs were never better than one");
    }

    @Test
    void theSameSeedGivesTheSameResultAndThePointsAreUnchanged() {
        double[][] points = noise(1, 100, 5);
        KMeans a = KMeans.of(points, 9, 3, RandomStreams.of(1, "k-means"));
        KMeans b = KMeans.of(points, 9, 3, RandomStreams.of(1, "k-means"));
        assertArrayEquals(a.assignments(), b.assignments());
        assertArrayEquals(a.history(), b.history());
        assertArrayEquals(a.centres(), b.centres());
        assertArrayEquals(a.order(), b.order());
        assertArrayEquals(noise(1, 100, 5), points);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void copiesOfFewPointsFillAllGroupsAllTheSame(int k) {
        double[][] points = {{1, 0}, {1, 0}, {1, 0}, {0.1, 0.7}, {0.1, 0.7}, {1, 0}, {1, 0}, {0.1, 0.7}, {1, 0}};
        for (int seed = 0; seed < 20; seed++) {
            KMeans found = KMeans.of(points, k, 1, RandomStreams.of(seed, "k-means"));
            assertEquals(k, Arrays.stream(found.assignments()).distinct().count());
            double[] mean = {0.7, 0.7 / 3};
            assertEquals(k == 1 ? 6 * square(points[0], mean) + 3 * square(points[3], mean) : 0, found.inertia(), 1e-12);
        }
    }

    @Test
    void asManyGroupsAsPointsLeaveNoInertiaAndOneGroupIsTheVariance() {
        double[][] points = noise(3, 12, 3);
        KMeans all = KMeans.of(points, 12, 1, RandomStreams.of(1, "k-means"));
        assertEquals(0, all.inertia());
        assertEquals(12, Arrays.stream(all.assignments()).distinct().count());
        assertEquals(inertia(points, new int[12], 1), KMeans.of(points, 1, 1, RandomStreams.of(1, "k-means")).inertia(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1e200})
    void theScaleDoesNotMatter(double scale) {
        double[][] points = noise(4, 40, 2);
        double[][] scaled = Arrays.stream(points).map(p -> Arrays.stream(p).map(v -> v * scale).toArray()).toArray(double[][]::new);
        KMeans plain = KMeans.of(points, 5, 2, RandomStreams.of(1, "k-means"));
        KMeans other = KMeans.of(scaled, 5, 2, RandomStreams.of(1, "k-means"));
        assertSamePartition(plain.assignments(), other.assignments());
        assertEquals(plain.centres()[2][1], other.centres()[2][1] / scale, 1e-12);
    }

    /** Groups of 2, 4 and 3 points around 0, 10 and 13. */
    @Test
    void theOrderBeginsWithTheLargestGroupAndGoesToTheNearestNext() {
        double[][] points = {{13}, {0}, {10}, {10.1}, {13.1}, {0.1}, {9.9}, {12.9}, {10.2}};
        for (int seed = 0; seed < 10; seed++) {
            KMeans found = KMeans.of(points, 3, 10, RandomStreams.of(seed, "k-means"));
            assertArrayEquals(new int[] {2, 3, 6, 8, 0, 4, 7, 1, 5}, found.order());
        }
    }

    @Test
    void theOrderIsEachPointOnceGroupByGroup() {
        KMeans found = KMeans.of(noise(5, 70, 3), 10, 2, RandomStreams.of(1, "k-means"));
        int[] order = found.order();
        assertArrayEquals(IntStream.range(0, 70).toArray(), Arrays.stream(order).sorted().toArray());
        int[] groups = Arrays.stream(order).map(i -> found.assignments()[i]).toArray();
        long changes = IntStream.range(1, 70).filter(i -> groups[i] != groups[i - 1]).count();
        assertEquals(9, changes);
        assertTrue(IntStream.range(1, 70).allMatch(i -> groups[i] != groups[i - 1] || order[i] > order[i - 1]), "stable within a group");
    }

    @Test
    void wrongArgumentsAreRefused() {
        RandomGenerator random = RandomStreams.of(1, "k-means");
        double[][] points = noise(1, 4, 2);
        assertRefused("k is 5, expected 1 to 4", points, 5, 1, random);
        assertRefused("k is 0", points, 0, 1, random);
        assertRefused("k is 1, expected 1 to 0", new double[0][], 1, 1, random);
        assertRefused("runs is 0", points, 2, 0, random);
        assertRefused("row 1 has 1", new double[][] {{1, 2}, {1}}, 1, 1, random);
        assertRefused("element (0, 1) is NaN", new double[][] {{1, Double.NaN}}, 1, 1, random);
    }

    private static void assertRefused(String expected, double[][] points, int k, int runs, RandomGenerator random) {
        String message = assertThrows(IllegalArgumentException.class, () -> KMeans.of(points, k, runs, random)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    /** Around corners 100 apart with a spread of 1, in turn. */
    private static double[][] blobs(long seed, int groups, int[] truth) {
        double[][] points = noise(seed, truth.length, 2);
        for (int i = 0; i < points.length; i++) {
            truth[i] = i % groups;
            points[i][0] += 100 * (truth[i] % 2);
            points[i][1] += 100 * (truth[i] / 2);
        }
        return points;
    }

    private static double[][] noise(long seed, int n, int features) {
        return DoubleMatrices.gaussian(n, features, RandomStreams.of(seed, "points"));
    }

    /** Of the means of these groups. */
    private static double inertia(double[][] points, int[] groups, int k) {
        double sum = 0;
        for (int c = 0; c < k; c++) {
            int group = c;
            List<double[]> members = IntStream.range(0, points.length).filter(i -> groups[i] == group).mapToObj(i -> points[i]).toList();
            double[] mean = new double[points[0].length];
            for (double[] member : members) {
                for (int f = 0; f < mean.length; f++) {
                    mean[f] += member[f] / members.size();
                }
            }
            sum += members.stream().mapToDouble(member -> square(member, mean)).sum();
        }
        return sum;
    }

    private static double square(double[] x, double[] y) {
        return IntStream.range(0, x.length).mapToDouble(f -> Math.pow(x[f] - y[f], 2)).sum();
    }

    private static void assertSamePartition(int[] expected, int[] found) {
        Set<List<Integer>> pairs = new HashSet<>();
        for (int i = 0; i < expected.length; i++) {
            pairs.add(List.of(expected[i], found[i]));
        }
        long groups = Arrays.stream(expected).distinct().count();
        assertEquals(groups, pairs.size(), () -> Arrays.toString(found));
        assertEquals(groups, Arrays.stream(found).distinct().count());
    }
}
