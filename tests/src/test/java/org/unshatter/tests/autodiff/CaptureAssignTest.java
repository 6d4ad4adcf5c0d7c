package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Assignments to tensors outside: each run makes them in their order, however they are computed. */
class CaptureAssignTest {

    private final Tensor memory = vector(7, 7);

    @Test
    void eagerAssignmentsHappenAtOnce() {
        vector(1, 2).scale(3).assignTo(memory);
        assertArrayEquals(new float[] {3, 6}, memory.toArray());
    }

    @Test
    void nothingIsAssignedWhileTheFunctionIsCaptured() {
        Captured step = Captured.of(in -> {
            in[0].scale(3).assignTo(memory);
            return new Tensor[0];
        });
        step.peakBytes(vector(1, 2));
        assertArrayEquals(new float[] {7, 7}, memory.toArray());
        step.run(vector(1, 2));
        assertArrayEquals(new float[] {3, 6}, memory.toArray());
        step.run(vector(10, 20));
        assertArrayEquals(new float[] {30, 60}, memory.toArray());
    }

    /** What is wanted in one place is computed there: no copy. */
    @Test
    void anAssignmentCostsNoOperationOfItsOwn() {
        Captured step = Captured.of(in -> {
            in[0].exp().assignTo(memory);
            return new Tensor[0];
        });
        assertEquals(1, step.operations(vector(1, 2)));
    }

    @Test
    void whatIsReadBeforeItIsAssignedToIsTheOldValue() {
        requireAsEager(in -> {
            Tensor before = memory.scale(2);
            in[0].scale(3).assignTo(memory);
            return new Tensor[] {before, memory.add(before)};
        });
    }

    @Test
    void aValueAssignedAndOverwrittenIsStillTheValueElsewhere() {
        requireAsEager(in -> {
            Tensor first = in[0].scale(3);
            first.assignTo(memory);
            in[0].scale(5).assignTo(memory);
            return new Tensor[] {first.add(memory)};
        });
    }

    @Test
    void aValueCanBeAssignedTwiceAroundAnother() {
        requireAsEager(in -> {
            Tensor first = in[0].scale(3);
            first.assignTo(memory);
            in[0].scale(5).assignTo(memory);
            first.assignTo(memory);
            return new Tensor[0];
        });
    }

    @Test
    void anOperationSeesTheParameterThatWasThereWhenItCameNotWhatIsAssignedLater() {
        Tensor weight = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor bias = vector(0.5f, -0.5f);
        Function<Tensor[], Tensor[]> step = in -> {
            Tensor y = in[0].reshape(1, 2).linear(weight, bias);
            weight.scale(-1).assignTo(weight);
            return new Tensor[] {y.relu(), weight.scale(1)};
        };
        Tensor x = vector(1, 2);
        Bits eager = Bits.of(step.apply(new Tensor[] {x}));
        weight.scale(-1).assignTo(weight);
        eager.requireOf("relu after its layer's weight has changed", Captured.of(step).run(x));
    }

    @Test
    void aParameterMayBeUpdatedByTheStepItself() {
        Tensor weight = Tensor.of(new float[] {1, -2}, 2);
        Function<Tensor[], Tensor[]> step = in -> {
            Tape tape = new Tape();
            Tensor w = tape.variable(weight);
            Tensor loss = w.multiply(in[0]).tanh().sum();
            weight.combine(1, tape.gradients(loss).of(w), -0.5f).assignTo(weight);
            return new Tensor[] {loss};
        };
        Tensor x = vector(0.3f, 0.6f);
        float[] start = weight.toArray();
        for (int i = 0; i < 3; i++) {
            step.apply(new Tensor[] {x});
        }
        float[] eager = weight.toArray();
        Tensor.of(start, 2).assignTo(weight);
        Captured captured = Captured.of(step);
        for (int i = 0; i < 3; i++) {
            captured.run(x);
        }
        assertArrayEquals(eager, weight.toArray());
    }

    @Test
    void anInputThatIsAssignedToIsThatOfThisRun() {
        Captured step = Captured.of(in -> {
            in[0].scale(2).assignTo(in[1]);
            return new Tensor[0];
        });
        Tensor first = vector(0, 0);
        Tensor second = vector(0, 0);
        step.run(vector(1, 2), first);
        step.run(vector(3, 4), second);
        assertArrayEquals(new float[] {2, 4}, first.toArray());
        assertArrayEquals(new float[] {6, 8}, second.toArray());
    }

    @Test
    void assigningATensorToItselfLeavesIt() {
        memory.assignTo(memory);
        memory.reshape(2, 1).reshape(2).assignTo(memory);
        assertArrayEquals(new float[] {7, 7}, memory.toArray());
    }

    @Test
    void theTargetMustHaveTheShapeAndBeFree() {
        String shapes = assertThrows(IllegalArgumentException.class, () -> vector(1).assignTo(memory)).getMessage();
        assertTrue(shapes.contains("assignTo") && shapes.contains("[1] and [2]"), shapes);
        Tensor variable = new Tape().variable(memory);
        String tape = assertThrows(IllegalArgumentException.class, () -> vector(1, 2).assignTo(variable)).getMessage();
        assertTrue(tape.contains("free tensor"), tape);
    }

    private void requireAsEager(Function<Tensor[], Tensor[]> step) {
        Captured captured = Captured.of(step);
        for (float run = 1; run < 4; run++) {
            Tensor x = vector(run, -run);
            vector(7, 7).assignTo(memory);
            Bits eager = Bits.of(step.apply(new Tensor[] {x}));
            Bits after = Bits.of(memory);
            vector(7, 7).assignTo(memory);
            eager.requireOf("run " + run, captured.run(x));
            after.requireOf("run " + run + ", what was assigned", memory);
        }
    }

    private static Tensor vector(float... elements) {
        return Tensor.of(elements, elements.length);
    }
}
