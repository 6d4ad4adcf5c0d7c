package org.unshatter.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The last run of elements of tensors as long as the JVM's longest array, where the next one's beginning would be beyond an int. Only that run has memory: the storage
 * begins before its array.
 */
class LastRunTest {

    private static final int LONGEST = Integer.MAX_VALUE - 8;

    @ParameterizedTest
    @ValueSource(ints = {LONGEST, LONGEST - 1, LONGEST - 20_000, 5 * Pointwise.RUN, 5 * Pointwise.RUN + 1})
    void isComputedToItsEnd(int n) throws ReflectiveOperationException {
        int last = Math.ceilDiv(n, Pointwise.RUN) - 1;
        int first = last * Pointwise.RUN;
        float[] in = new float[n - first];
        Arrays.fill(in, 3);
        Tensor x = new Tensor(Shape.of(n), new Storage(in, -first, n), null);
        List<Operation> operations = Trace.record(() -> {
            new DropoutMask(x, 0.5, Seed.of(1)).apply();
            x.scale(2).addScalar(1);
        });

        float[] mask = placed(operations.getFirst().output(), in.length, first);
        compute(operations.getFirst(), last);
        assertTrue(allOf(mask, 0, 2), "the mask");

        Tensor result = operations.getLast().output();
        Operation chain = Chain.linked(operations.subList(1, 3), Set.of(result.storage())).getFirst();
        float[] sums = placed(result, in.length, first);
        compute(chain, last);
        float[] expected = new float[in.length];
        Arrays.fill(expected, 7);
        assertArrayEquals(expected, sums);
    }

    private static float[] placed(Tensor tensor, int elements, int first) {
        float[] array = new float[elements];
        Arrays.fill(array, -5);
        tensor.storage().place(array, -first);
        return array;
    }

    private static void compute(Operation operation, int run) throws ReflectiveOperationException {
        Method computeRun = operation.getClass().getDeclaredMethod("computeRun", int.class);
        computeRun.setAccessible(true);
        try {
            computeRun.invoke(operation, run);
        } catch (InvocationTargetException e) {
            throw new AssertionError(operation + ", run " + run, e.getCause());
        }
    }

    private static boolean allOf(float[] elements, float... values) {
        for (float element : elements) {
            if (element != values[0] && element != values[1]) {
                return false;
            }
        }
        return true;
    }
}
