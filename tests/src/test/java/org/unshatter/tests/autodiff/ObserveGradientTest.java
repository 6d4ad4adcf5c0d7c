package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/** Observers are shown the gradients of tensors in the middle, and change nothing. */
class ObserveGradientTest {

    private final List<float[]> seen = new ArrayList<>();
    private final Tensor x = vector(1, -2, 3);

    private Tensor observed(Tensor t) {
        return t.observeGradient(g -> seen.add(g.toArray()));
    }

    @Test
    void theGradientOfAllThatFollowsIsSeenAndPassedOn() {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor h = observed(variable.scale(2));
        Tensor loss = h.multiply(h).add(h.scale(5)).sum();
        assertEquals(0, seen.size(), "before there is a gradient");
        assertArrayEquals(new float[] {18, -6, 34}, tape.gradients(loss).of(variable).toArray());
        assertEquals(1, seen.size());
        assertArrayEquals(new float[] {9, -3, 17}, seen.getFirst());
    }

    @Test
    void theValueIsThatOfTheOriginal() {
        Tensor h = observed(new Tape().variable(x).scale(2));
        assertArrayEquals(new float[] {2, -4, 6}, h.toArray());
    }

    @Test
    void whatHasNoGradientIsNotObserved() {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        observed(variable.scale(2));
        Tensor free = observed(x.scale(2));
        tape.gradients(variable.add(free).sum());
        assertEquals(0, seen.size());
    }

    @Test
    void gradientsAreSeenFromTheLastLayerToTheFirst() {
        Tape tape = new Tape();
        Tensor variable = tape.variable(vector(1));
        Tensor h = observed(variable);
        h = observed(h.scale(3));
        h = observed(h.scale(5));
        tape.gradients(h);
        assertArrayEquals(new float[][] {{1}, {5}, {15}}, seen.toArray(float[][]::new));
    }

    @Test
    void anEagerObserverMayKeepTheGradient() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        tape.gradients(variable.scale(2).observeGradient(kept::set).exp().scale(0));
        assertArrayEquals(new float[3], kept.get().abs().toArray());
    }

    @Test
    void aCapturedObserverSeesTheGradientOfEachRun() {
        Captured step = Captured.of(in -> {
            Tape tape = new Tape();
            Tensor variable = tape.variable(in[0]);
            Tensor h = observed(variable.tanh());
            Tensor loss = h.multiply(h).matmul(h).relu().sum();
            return new Tensor[] {tape.gradients(loss).of(variable)};
        });
        Tensor first = Data.random(new SplittableRandom(1), 4, 4);
        step.peakBytes(first);
        assertEquals(0, seen.size(), "while it is captured");
        for (int run = 0; run < 3; run++) {
            Tensor input = Data.random(new SplittableRandom(run), 4, 4);
            step.run(input);
            Tape tape = new Tape();
            Tensor h = tape.variable(input.tanh());
            assertEquals(run + 1, seen.size());
            assertArrayEquals(tape.gradients(h.multiply(h).matmul(h).relu().sum()).of(h).toArray(), seen.getLast(), "run " + run);
        }
    }

    /** The place holds something else by then. */
    @Test
    void aCapturedObserverCannotKeepTheGradient() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Captured.of(in -> {
            Tape tape = new Tape();
            Tensor variable = tape.variable(in[0]);
            return new Tensor[] {tape.gradients(variable.exp().observeGradient(kept::set).tanh().sum()).of(variable)};
        }).run(x);
        String message = assertThrows(IllegalStateException.class, () -> kept.get().toArray()).getMessage();
        assertTrue(message.contains("[3]"), message);
    }

    @Test
    void anObserverMayComputeInACapturedRun() {
        List<Float> norms = new ArrayList<>();
        Captured.of(in -> {
            Tape tape = new Tape();
            Tensor variable = tape.variable(in[0]);
            Tensor y = variable.scale(2).observeGradient(g -> norms.add(g.multiply(g).sum().item()));
            return new Tensor[] {tape.gradients(y.multiply(in[0]).sum()).of(variable)};
        }).run(x);
        assertEquals(List.of(14f), norms);
    }

    @Test
    void theGradientOfImagesIsSeenRowByRow() {
        Tape tape = new Tape();
        Tensor images = Data.random(new SplittableRandom(1), 5, 2, 3, 3);
        Tensor w = Data.random(new SplittableRandom(2), 2, 2, 3, 3);
        Tensor variable = tape.variable(images);
        Tensor y = observed(variable.conv2d(w, null, Window.of(3), 1));
        Tensor seed = Data.random(new SplittableRandom(3), y.shape());
        tape.gradients(y.scale(2), seed);
        assertArrayEquals(seed.scale(2).toArray(), seen.getFirst());
    }

    @Test
    void anObserverThatThrowsEndsTheReversePassAndTheTapeRecordsAgain() {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor y = variable.scale(2).observeGradient(g -> {
            throw new UnsupportedOperationException("not today");
        });
        assertThrows(UnsupportedOperationException.class, () -> tape.gradients(y));
        assertArrayEquals(new float[] {3, 3, 3}, tape.gradients(variable.scale(3)).of(variable).toArray());
    }

    private static Tensor vector(float... elements) {
        return Tensor.of(elements, elements.length);
    }
}
