package org.unshatter.tests.kernels;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Elementwise;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Passes over runs, at every length and several offsets. Results of one rounding must be exact, others within the error ratio. */
@EveryWidth
class ElementwiseRunsTest {

    /** Not powers of two, so that the products round. */
    private static final float A = -1.3f;
    private static final float B = 0.7f;

    private final Verdict verdict = new Verdict(ElementwiseRunsTest.class);

    @Test
    void scale() {
        forEveryLength(this::scale);
    }

    private void scale(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded xBefore = x.copy();
        Guarded y = Guarded.run(n, 3 - shift).fill(Float.NaN);
        Elementwise.scale(n, A, x.array, x.offset, y.array, y.offset);
        for (int i = 0; i < n; i++) {
            verdict.exact((float) ((double) A * x.get(i)), y.get(i), "scale of " + n, i);
        }
        finish(n, y, x, xBefore);
    }

    @Test
    void axpy() {
        forEveryLength(this::axpy);
    }

    private void axpy(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded xBefore = x.copy();
        Guarded y = run(n, 3 - shift, random);
        Guarded old = y.copy();
        Elementwise.axpy(n, A, x.array, x.offset, y.array, y.offset);
        for (int i = 0; i < n; i++) {
            double product = (double) A * x.get(i);
            verdict.near(product + old.get(i), Math.abs(product) + Math.abs(old.get(i)), y.get(i), "axpy of " + n, i);
        }
        finish(n, y, x, xBefore);
    }

    @Test
    void combine() {
        forEveryLength(this::combine);
    }

    private void combine(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded y = run(n, 3 - shift, random);
        Guarded xBefore = x.copy();
        Guarded yBefore = y.copy();
        Guarded z = Guarded.run(n, 5 * shift).fill(Float.NaN);
        Elementwise.combine(n, A, x.array, x.offset, B, y.array, y.offset, z.array, z.offset);
        for (int i = 0; i < n; i++) {
            double ax = (double) A * x.get(i);
            double by = (double) B * y.get(i);
            verdict.near(ax + by, Math.abs(ax) + Math.abs(by), z.get(i), "combine of " + n, i);
        }
        finish(n, z, x, xBefore);
        finish(n, z, y, yBefore);
    }

    @Test
    void multiply() {
        forEveryLength(this::multiply);
    }

    private void multiply(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded y = run(n, 3 - shift, random);
        Guarded xBefore = x.copy();
        Guarded yBefore = y.copy();
        Guarded z = Guarded.run(n, 5 * shift).fill(Float.NaN);
        Elementwise.multiply(n, x.array, x.offset, y.array, y.offset, z.array, z.offset);
        for (int i = 0; i < n; i++) {
            verdict.exact((float) ((double) x.get(i) * y.get(i)), z.get(i), "multiply of " + n, i);
        }
        finish(n, z, x, xBefore);
        finish(n, z, y, yBefore);
    }

    @Test
    void addProduct() {
        forEveryLength(this::addProduct);
    }

    private void addProduct(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded y = run(n, 3 - shift, random);
        Guarded xBefore = x.copy();
        Guarded yBefore = y.copy();
        Guarded z = run(n, 5 * shift, random);
        Guarded old = z.copy();
        Elementwise.addProduct(n, x.array, x.offset, y.array, y.offset, z.array, z.offset);
        for (int i = 0; i < n; i++) {
            double product = (double) x.get(i) * y.get(i);
            verdict.near(product + old.get(i), Math.abs(product) + Math.abs(old.get(i)), z.get(i), "addProduct of " + n, i);
        }
        finish(n, z, x, xBefore);
        finish(n, z, y, yBefore);
    }

    @Test
    void relu() {
        forEveryLength(this::relu);
    }

    private void relu(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded xBefore = x.copy();
        Guarded y = Guarded.run(n, 3 - shift).fill(Float.NaN);
        Elementwise.relu(n, x.array, x.offset, y.array, y.offset);
        for (int i = 0; i < n; i++) {
            verdict.exact(x.get(i) > 0 ? x.get(i) : 0, y.get(i), "relu of " + n, i);
        }
        finish(n, y, x, xBefore);
    }

    @Test
    void addReluGradient() {
        forEveryLength(this::addReluGradient);
    }

    private void addReluGradient(int n, int shift, RandomGenerator random) {
        Guarded x = run(n, shift, random);
        Guarded dy = run(n, 3 - shift, random);
        Guarded xBefore = x.copy();
        Guarded dyBefore = dy.copy();
        Guarded dx = run(n, 5 * shift, random);
        Guarded old = dx.copy();
        Elementwise.addReluGradient(n, x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset);
        for (int i = 0; i < n; i++) {
            double sum = (double) old.get(i) + (x.get(i) > 0 ? dy.get(i) : 0);
            verdict.exact((float) sum, dx.get(i), "addReluGradient of " + n, i);
        }
        finish(n, dx, x, xBefore);
        finish(n, dx, dy, dyBefore);
    }

    @Test
    @Fuzzed
    void anyPassOfAnyLength() throws InterruptedException {
        List<Pass> passes = List.of(this::scale, this::axpy, this::combine, this::multiply, this::addProduct, this::relu, this::addReluGradient);
        Fuzz.run("elementwise runs", 80, random -> {
            passes.get(random.nextInt(passes.size())).check(Sizes.random(random, 50_000), random.nextInt(4), random);
            return "computed";
        }, "computed");
        verdict.conclude();
    }

    private interface Pass {
        void check(int n, int shift, RandomGenerator random);
    }

    private void forEveryLength(Pass pass) {
        for (int n : Sizes.lengths()) {
            for (int shift = 0; shift <= 3; shift++) {
                pass.check(n, shift, Seeds.stream(4L * n + shift));
            }
        }
        verdict.conclude();
    }

    private static Guarded run(int n, int offset, RandomGenerator random) {
        return Guarded.run(n, offset).fill(random::nextGaussian);
    }

    private static void finish(int n, Guarded output, Guarded input, Guarded inputBefore) {
        output.assertNothingAround("length " + n, ElementwiseRunsTest.class);
        input.assertSameBits(inputBefore, "length " + n, ElementwiseRunsTest.class);
    }
}
