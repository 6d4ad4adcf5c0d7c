package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** What a captured function reads: inputs of any shape from wherever they are, and tensors found outside as they are in this run. */
class CaptureInputsTest {

    private final SplittableRandom random = new SplittableRandom(7);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void anotherBatchSizeIsCapturedAgainAndTheFirstIsStillThere() {
        Tensor w = Data.random(random, 5, 4);
        Captured step = Captured.of(in -> {
            calls.incrementAndGet();
            return new Tensor[] {net(in[0], w)};
        });
        for (int batch : new int[] {3, 8, 3, 0, 1, 8, 17, 3}) {
            Tensor x = Data.random(random, batch, 4);
            Bits.of(net(x, w)).requireOf("batch " + batch, step.run(x));
        }
        assertEquals(5, calls.get(), "calls of the function: one for each shape");
    }

    private static Tensor net(Tensor x, Tensor w) {
        return x.matmulTransposed(w).tanh().layerNorm(0.1).sum(0);
    }

    @Test
    void theTwoLayoutsOfAShapeAreTwoCaptures() {
        Captured step = Captured.of(in -> {
            calls.incrementAndGet();
            return new Tensor[] {in[0].scale(2), in[0].relu()};
        });
        Tensor x = Data.random(random, 17, 2, 3, 1);
        Bits expected = Bits.of(x.scale(2), x.relu());
        for (Tensor input : new Tensor[] {x, x.images(), x, x.images()}) {
            expected.requireOf("layouts", step.run(input));
        }
        assertEquals(2, calls.get());
    }

    @Test
    void theNumberOfInputsMayChange() {
        Captured sum = Captured.of(in -> new Tensor[] {List.of(in).stream().reduce(Tensor::add).orElseThrow()});
        Tensor x = vector(1, 2);
        assertArrayEquals(new float[] {2, 4}, sum.run(x, x)[0].toArray());
        assertArrayEquals(new float[] {3, 6}, sum.run(x, x, x)[0].toArray());
        assertArrayEquals(new float[] {1, 2}, sum.run(x)[0].toArray());
    }

    /**
     * What is assigned may be computed where it goes, unless somebody reads there: a state that is assigned to, and comes back as the input of the next run, as in
     * a recurrent net.
     */
    @Test
    void anInputThatTheFunctionAssignsToIsReadBeforeItIsWritten() {
        Tensor state = vector(1, 2, 3, 4);
        Captured twice = Captured.of(in -> {
            calls.incrementAndGet();
            Tensor before = in[0].slice(0, 0, 2);
            in[0].scale(2).assignTo(state);
            return new Tensor[] {before.scale(1)};
        });
        assertArrayEquals(new float[] {9, 8}, twice.run(vector(9, 8, 7, 6))[0].toArray());
        assertArrayEquals(new float[] {18, 16, 14, 12}, state.toArray());
        assertArrayEquals(new float[] {18, 16}, twice.run(state)[0].toArray());
        assertArrayEquals(new float[] {36, 32, 28, 24}, state.toArray());
        assertArrayEquals(new float[] {5, 4}, twice.run(vector(5, 4, 3, 2))[0].toArray());
        assertEquals(2, calls.get(), "calls of the function: one where the input is the state, one where it is not");
    }

    /** A product cannot be computed where its factor is. */
    @Test
    void aStateThatBeganAsAnotherTensorBecomesTheInput() {
        Tensor w = Data.random(random, 4, 4);
        Tensor state = Tensor.zeros(3, 4);
        Captured step = Captured.of(in -> {
            in[0].matmul(w).tanh().assignTo(state);
            return new Tensor[] {in[0].sum()};
        });
        Tensor start = Data.random(random, 3, 4);
        Tensor expected = start;
        step.run(start);
        for (int i = 0; i < 3; i++) {
            expected = expected.matmul(w).tanh();
            Bits.of(expected).requireOf("state " + i, state);
            step.run(state);
        }
    }

    /** The target is an input itself, elsewhere in each run, and another input may lie on it. */
    @Test
    void inputsThatAreAssignedToMayLieOnEachOther() {
        Captured add = Captured.of(in -> {
            Tensor before = in[1].scale(3);
            in[0].scale(2).assignTo(in[0]);
            return new Tensor[] {before.add(in[1])};
        });
        assertArrayEquals(new float[] {40, 80}, add.run(vector(1, 2), vector(10, 20))[0].toArray());
        Tensor both = vector(1, 2);
        assertArrayEquals(new float[] {5, 10}, add.run(both, both)[0].toArray());
        assertArrayEquals(new float[] {2, 4}, both.toArray());
    }

    /** Also where that is found outside, and only the target is an input. */
    @Test
    void whatIsReadOutsideMayBecomeTheInputThatIsAssignedTo() {
        Tensor w = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor identity = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
        Captured captured = Captured.of(in -> {
            Tensor product = w.matmul(identity);
            in[0].scale(2).assignTo(in[0]);
            return new Tensor[] {product.relu()};
        });
        assertArrayEquals(new float[] {1, 2, 3, 4}, captured.run(Tensor.zeros(2, 2))[0].toArray());
        assertArrayEquals(new float[] {1, 2, 3, 4}, captured.run(w)[0].toArray());
        assertArrayEquals(new float[] {2, 4, 6, 8}, w.toArray());
    }

    /** Back, and forward, through what was computed before, a checkpoint among it. */
    @Test
    void aTapeOutsideHasDerivativesWithinAsWell() {
        Tape tape = new Tape();
        Tensor w = tape.variable(vector(1, 2));
        Tensor y = tape.checkpoint(x -> x.multiply(x), w).sum();
        Captured back = Captured.of(in -> new Tensor[] {tape.gradients(y).of(w).multiply(in[0])});
        Captured forward = Captured.of(in -> new Tensor[] {tape.tangents(w, in[0]).of(y)});
        for (int run = 0; run < 2; run++) {
            assertArrayEquals(new float[] {10, 24}, back.run(vector(5, 6))[0].toArray());
            assertEquals(34, forward.run(vector(5, 6))[0].item());
        }
        Captured further = Captured.of(in -> new Tensor[] {tape.gradients(tape.checkpoint(x -> x.multiply(in[0]).scale(1), w).sum()).of(w)});
        assertArrayEquals(new float[] {5, 6}, further.run(vector(5, 6))[0].toArray());
        Tensor later = w.scale(2);
        assertArrayEquals(new float[] {2, 2}, tape.tangents(w, vector(1, 1)).of(later).toArray());
    }

    /** The first run records what it does, but for itself. */
    @Test
    void aRunLeavesNothingOnATapeOutside() {
        Tape tape = new Tape();
        Tensor w = tape.variable(vector(1, 2, 3));
        Captured captured = Captured.of(in -> new Tensor[] {in[0].multiply(w).sum()});
        assertEquals(14, captured.run(w.detach())[0].item());
        Tensor y = w.scale(2).sum();
        assertEquals(12, tape.tangents(w, vector(1, 2, 3)).of(y).item());
        assertArrayEquals(new float[] {2, 2, 2}, tape.gradients(y).of(w).toArray());
    }

    /** Parameters lie side by side in one array, results somewhere in another. */
    @Test
    void inputsAreReadFromWhereTheyAre() {
        Captured step = Captured.of(in -> new Tensor[] {in[0].scale(10)});
        Parameters side = Parameters.of(List.of(vector(1, 2), vector(3, 4), vector(5, 6)));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(side.value(i).scale(10).toArray(), step.run(side.value(i))[0].toArray());
        }
        Captured other = Captured.of(in -> new Tensor[] {in[0].negate(), in[0].exp()});
        Tensor[] results = other.run(vector(7, 8));
        for (Tensor result : results) {
            assertArrayEquals(result.scale(10).toArray(), step.run(result)[0].toArray());
        }
        assertArrayEquals(new float[] {10, 20}, step.run(vector(1, 2))[0].toArray());
    }

    @Test
    void oneTensorMayBeSeveralInputs() {
        Captured step = Captured.of(in -> new Tensor[] {in[0].scale(2).multiply(in[1])});
        Tensor x = vector(1, 2);
        assertArrayEquals(new float[] {6, 16}, step.run(x, vector(3, 4))[0].toArray());
        assertArrayEquals(new float[] {2, 8}, step.run(x, x)[0].toArray());
        assertArrayEquals(new float[] {1, 2}, x.toArray());
    }

    @Test
    void anInputOnATapeIsReadWithoutBeingRecorded() {
        Tape tape = new Tape();
        Tensor x = tape.variable(vector(1, 2));
        Tensor y = Captured.of(in -> new Tensor[] {in[0].scale(3)}).run(x.scale(2))[0];
        assertArrayEquals(new float[] {6, 12}, y.toArray());
        assertSame(y, y.detach(), "on no tape");
    }

    @Test
    void parametersAreReadAnewInEachRunAlsoThroughOperationsOnThemAlone() {
        Tensor w = vector(1, 2);
        Captured step = Captured.of(in -> new Tensor[] {w.scale(2).add(in[0]), w.exp().sum(), w});
        Tensor x = vector(0.5f, 0.25f);
        for (int run = 0; run < 3; run++) {
            Bits eager = Bits.of(w.scale(2).add(x), w.exp().sum(), w);
            eager.requireOf("run " + run, step.run(x));
            w.combine(-0.5f, x, 1).assignTo(w);
        }
    }

    @Test
    void inputsParametersAndViewsOfThemMayBeResults() {
        Tensor w = Data.random(random, 2, 3);
        Captured step = Captured.of(in -> {
            Tensor y = in[0].scale(2);
            return new Tensor[] {in[0], in[0].reshape(6), w.transpose(), w.reshape(3, 2), y, y, y.reshape(3, 2), in[0].detach()};
        });
        for (int run = 0; run < 3; run++) {
            Tensor x = Data.random(random, 2, 3);
            Tensor y = x.scale(2);
            Bits.of(x, x.reshape(6), w.transpose(), w.reshape(3, 2), y, y, y.reshape(3, 2), x).requireOf("run " + run, step.run(x));
        }
    }

    @Test
    void aFunctionWithoutResultsOrInputsIsOneToo() {
        Tensor count = vector(0);
        Captured step = Captured.of(in -> {
            count.addScalar(1).assignTo(count);
            return new Tensor[0];
        });
        for (int run = 0; run < 3; run++) {
            assertEquals(0, step.run().length);
        }
        assertEquals(3, count.item());
    }

    @Test
    void theSameTensorsAreReturnedInEachRun() {
        Captured step = Captured.of(in -> new Tensor[] {in[0].scale(2)});
        Tensor[] first = step.run(vector(1));
        assertSame(first, step.run(vector(2)));
        assertNotSame(first, step.run(vector(1, 2)));
    }

    private static Tensor vector(float... elements) {
        return Tensor.of(elements, elements.length);
    }
}
