package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Without variables nothing is recorded: what is in the middle of a net is gone as soon as nobody holds it. */
class InferenceTest {

    private static final long PATIENCE = 10_000_000_000L;

    private final Tensor x = Data.random(new SplittableRandom(1), 3, 5);
    private final Tensor w = Data.random(new SplittableRandom(2), 5, 5);
    private Tensor output;

    @Test
    void anIntermediateTensorIsNotHeldByWhatIsMadeOfIt() {
        WeakReference<Tensor> middle = middle(x);
        awaitEnd(middle);
        assertNull(middle.get());
        assertNotNull(output);
    }

    @Test
    void norByADetachedVariable() {
        Tape tape = new Tape();
        WeakReference<Tensor> middle = middle(tape.variable(x).detach());
        awaitEnd(middle);
        assertNull(middle.get());
        assertNotNull(tape);
    }

    /** Negative control. */
    @Test
    void onATapeItIsHeldForTheGradient() {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        WeakReference<Tensor> middle = middle(variable);
        System.gc();
        assertNotNull(middle.get());
        assertNotNull(tape.gradients(output).of(variable));
    }

    /** Nothing of a checkpoint's segment is held, neither before its gradient is wanted nor after. */
    @Test
    void norByACheckpoint() {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        List<WeakReference<Tensor>> middle = new ArrayList<>();
        Tensor y = tape.checkpoint(t -> {
            middle.add(middle(t));
            return output;
        }, variable);
        awaitEnd(middle.getFirst());
        assertNull(middle.getFirst().get());
        assertNotNull(tape.gradients(y).of(variable));
        output = y;
        awaitEnd(middle.getLast());
        assertNull(middle.getLast().get());
        assertEquals(2, middle.size());
        assertNotNull(tape);
    }

    private WeakReference<Tensor> middle(Tensor in) {
        Tensor middle = in.matmul(w).tanh();
        output = middle.matmul(w);
        return new WeakReference<>(middle);
    }

    private static void awaitEnd(WeakReference<Tensor> reference) {
        long start = System.nanoTime();
        while (reference.get() != null && System.nanoTime() - start < PATIENCE) {
            System.gc();
        }
    }
}
