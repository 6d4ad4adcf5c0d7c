package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Seed;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;

/** What would go wrong silently is refused, with a message that says what to do instead; and the thread works on. */
class CaptureMisuseTest {

    private final Tensor x = vector(1, 2, 3);
    private final Tensor outside = vector(4, 5, 6);

    @Test
    void elementsCannotBeReadWhileTheFunctionIsCaptured() {
        List<Consumer<Tensor>> reads = List.of(t -> t.scale(2).toArray(), t -> t.scale(2).get(0), t -> t.sum().item(), Tensor::toArray, t -> t.get(1),
                t -> outside.toArray());
        for (Consumer<Tensor> read : reads) {
            requireRefused(IllegalStateException.class, "captured", () -> Captured.of(in -> {
                read.accept(in[0]);
                return in;
            }).run(x));
        }
    }

    /** It would be done once, while the function is recorded, and in no run. */
    @Test
    void whatHappensAtOnceCannotBePartOfTheFunction() {
        Parameters parameters = Parameters.of(List.of(outside));
        Seed seed = Seed.of(1);
        OptimizerState optimizer = Optimizer.parse("sgd").on(parameters);
        for (Runnable effect : List.<Runnable>of(parameters::clearGradients, seed::advance, () -> seed.step(3), () -> optimizer.step(0.1))) {
            requireRefused(IllegalStateException.class, "expected between runs", () -> Captured.of(in -> {
                effect.run();
                return in;
            }).run(x));
            effect.run();
        }
        assertEquals(3, seed.step());
    }

    @Test
    void aFunctionThatReturnsNothingIsNamed() {
        requireRefused(NullPointerException.class, "what the captured function returned", () -> Captured.of(in -> null).run(x));
        requireRefused(NullPointerException.class, "function", () -> Captured.of(null));
    }

    @Test
    void printingATensorWhileTheFunctionIsCapturedTellsItsShape() {
        AtomicReference<String> printed = new AtomicReference<>();
        Captured.of(in -> {
            printed.set(in[0].scale(2) + " " + in[0]);
            return in;
        }).run(x);
        assertEquals("Tensor[3] Tensor[3]", printed.get());
    }

    @Test
    void anIntermediateTensorHasNoElementsOutsideOfTheFunction() {
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        Captured step = Captured.of(in -> {
            Tensor y = in[0].exp();
            leaked.set(y);
            return new Tensor[] {y.sum(), y.mean(0)};
        });
        step.run(x);
        Tensor y = leaked.get();
        List<Runnable> uses = List.of(y::toArray, () -> y.get(0), () -> y.scale(2), () -> y.assignTo(outside), () -> step.run(y),
                () -> new Tape().variable(y).scale(2), () -> y.reshape(1, 3).transpose());
        for (Runnable use : uses) {
            requireRefused(IllegalStateException.class, "expected a result of the captured function", use);
        }
        assertArrayEquals(new float[] {4, 5, 6}, outside.toArray());
    }

    @Test
    void anIntermediateTensorBelongsToOneCapture() {
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        Captured.of(in -> {
            leaked.set(in[0].exp());
            return new Tensor[] {leaked.get().sum()};
        }).run(x);
        requireRefused(IllegalStateException.class, "another capture", () -> Captured.of(in -> new Tensor[] {leaked.get().add(in[0])}).run(x));
    }

    @Test
    void aResultCanBeUsedAnywhereUntilTheNextRun() {
        Captured step = Captured.of(in -> new Tensor[] {in[0].scale(2)});
        Tensor result = step.run(x)[0];
        assertArrayEquals(new float[] {4, 8, 12}, result.scale(2).toArray());
        assertArrayEquals(new float[] {6, 12, 18}, Captured.of(in -> new Tensor[] {result.add(in[0])}).run(result.scale(2))[0].toArray());
        step.run(vector(10, 20, 30));
        assertArrayEquals(new float[] {20, 40, 60}, result.toArray(), "overwritten, as documented");
    }

    /** Its place holds other things before the new result is computed. */
    @Test
    void aResultIsNoInputOfTheNextRun() {
        Captured step = Captured.of(in -> new Tensor[] {in[0].exp().sum(0).expandTo(3).add(in[0])});
        Tensor result = step.run(x)[0];
        requireRefused(IllegalArgumentException.class, "expected a copy", () -> step.run(result));
        Tensor state = Tensor.zeros(3);
        result.assignTo(state);
        step.run(state);
    }

    @Test
    void aCaptureWithinACaptureIsRefusedTheFirstTimeAndLater() {
        Captured inner = Captured.of(in -> new Tensor[] {in[0].scale(2)});
        Captured outer = Captured.of(in -> inner.run(in[0]));
        requireRefused(IllegalStateException.class, "a capture within a capture", () -> outer.run(x));
        inner.run(x);
        requireRefused(IllegalStateException.class, "a capture within a capture", () -> outer.run(x));
        requireRefused(IllegalStateException.class, "a capture within a capture", () -> Captured.of(in -> inner.run(outside)).run(x));
    }

    @Test
    void afterAnExceptionInTheFunctionTheThreadWorksOn() {
        Captured failing = Captured.of(in -> {
            in[0].scale(2);
            throw new UnsupportedOperationException("not today");
        });
        requireRefused(UnsupportedOperationException.class, "not today", () -> failing.run(x));
        assertArrayEquals(new float[] {2, 4, 6}, x.scale(2).toArray());
        assertArrayEquals(new float[] {3, 6, 9}, Captured.of(in -> new Tensor[] {in[0].scale(3)}).run(x)[0].toArray());
    }

    @Test
    void wrongShapesAreRefusedWhenTheFunctionIsCaptured() {
        requireRefused(IllegalArgumentException.class, "[3] and [2]", () -> Captured.of(in -> new Tensor[] {in[0].subtract(in[1])}).run(x, vector(1, 2)));
    }

    @Test
    void whatOnlyTheElementsShowIsRefusedInTheRun() {
        Captured step = Captured.of(in -> new Tensor[] {in[0].gatherRows(in[1])});
        assertArrayEquals(new float[] {3, 1}, step.run(x, vector(2, 0))[0].toArray());
        requireRefused(IllegalArgumentException.class, "index 1 is 3.0", () -> step.run(x, vector(2, 3)));
        assertArrayEquals(new float[] {2, 2}, step.run(x, vector(1, 1))[0].toArray());
    }

    private static void requireRefused(Class<? extends RuntimeException> type, String expected, Runnable action) {
        String message = assertThrows(type, action::run).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static Tensor vector(float... elements) {
        return Tensor.of(elements, elements.length);
    }
}
