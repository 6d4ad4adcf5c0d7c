package org.unshatter.tests.kernels;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Elementwise;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Passes over matrices without gaps, at every width of a row. */
@EveryWidth
class ElementwiseMatricesTest {

    private static final int[] ROWS = {0, 1, 2, 5};

    private final Verdict verdict = new Verdict(ElementwiseMatricesTest.class);

    @Test
    void crelu() {
        forEveryShape(this::crelu);
    }

    private void crelu(int rows, int columns, RandomGenerator random) {
        Guarded x = matrix(rows, columns, random);
        Guarded y = Guarded.dense(rows, 2 * columns).fill(Float.NaN);
        unchanged(List.of(x), y, () -> Elementwise.crelu(rows, columns, x.array, y.array));
        forEveryElement(x, (i, j, at) -> {
            verdict.exact(Math.max(x.get(i, j), 0), y.get(i, j), "positive half of " + columns, at);
            verdict.exact(Math.max(-x.get(i, j), 0), y.get(i, columns + j), "negative half of " + columns, at);
        });
    }

    @Test
    void addCreluGradient() {
        forEveryShape(this::addCreluGradient);
    }

    private void addCreluGradient(int rows, int columns, RandomGenerator random) {
        Guarded x = matrix(rows, columns, random);
        Guarded dy = matrix(rows, 2 * columns, random);
        Guarded dx = matrix(rows, columns, random);
        Guarded old = dx.copy();
        unchanged(List.of(x, dy), dx, () -> Elementwise.addCreluGradient(rows, columns, x.array, dy.array, dx.array));
        forEveryElement(x, (i, j, at) -> {
            double gradient = x.get(i, j) > 0 ? dy.get(i, j) : -dy.get(i, columns + j);
            verdict.exact((float) (old.get(i, j) + gradient), dx.get(i, j), "addCreluGradient of " + columns, at);
        });
    }

    @Test
    void addToRows() {
        forEveryShape(this::addToRows);
    }

    private void addToRows(int rows, int columns, RandomGenerator random) {
        Guarded bias = matrix(1, columns, random);
        Guarded y = matrix(rows, columns, random);
        Guarded old = y.copy();
        unchanged(List.of(bias), y, () -> Elementwise.addToRows(rows, columns, bias.array, y.array));
        forEveryElement(y, (i, j, at) ->
                verdict.exact((float) ((double) old.get(i, j) + bias.get(j)), y.get(i, j), "addToRows of " + columns, at));
    }

    @Test
    @Fuzzed
    void anyPassOfAnyShape() throws InterruptedException {
        List<Pass> passes = List.of(this::crelu, this::addCreluGradient, this::addToRows);
        Fuzz.run("elementwise matrices", 60, random -> {
            int columns = Sizes.random(random, 1000);
            passes.get(random.nextInt(passes.size())).check(Sizes.random(random, 50_000 / Math.max(1, columns)), columns, random);
            return "computed";
        }, "computed");
        verdict.conclude();
    }

    private interface Pass {
        void check(int rows, int columns, RandomGenerator random);
    }

    private interface Element {
        void check(int i, int j, int at);
    }

    private void forEveryShape(Pass pass) {
        for (int rows : ROWS) {
            for (int columns : Sizes.lengths()) {
                pass.check(rows, columns, Seeds.stream(8L * columns + rows));
            }
        }
        verdict.conclude();
    }

    private static void forEveryElement(Guarded matrix, Element element) {
        for (int i = 0; i < matrix.rows; i++) {
            for (int j = 0; j < matrix.columns; j++) {
                element.check(i, j, i * matrix.columns + j);
            }
        }
    }

    private static Guarded matrix(int rows, int columns, RandomGenerator random) {
        return Guarded.dense(rows, columns).fill(random::nextGaussian);
    }

    private static void unchanged(List<Guarded> inputs, Guarded output, Runnable pass) {
        List<Guarded> before = inputs.stream().map(Guarded::copy).toList();
        String where = output.rows + " rows of " + output.columns;
        pass.run();
        output.assertNothingAround(where, ElementwiseMatricesTest.class);
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).assertSameBits(before.get(i), where + ", input " + i, ElementwiseMatricesTest.class);
        }
    }
}
