package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Transposition;

/** Every element has a number of its own and must be found, with the same bits, at its place. */
@EveryWidth
class PermutationTest {

    private static final int MOST_AXES = 5;
    private static final int ROUNDS = 6;

    /** All orders of up to five axes, of lengths from a few that are often 1 and sometimes 0. */
    @Test
    void everyOrderOfUpToFiveAxes() {
        int[] lengths = {1, 1, 2, 3, 5, 8};
        for (int rank = 0; rank <= MOST_AXES; rank++) {
            for (int[] axes : orders(rank)) {
                RandomGenerator random = Seeds.stream(Arrays.hashCode(axes));
                for (int round = 0; round < ROUNDS; round++) {
                    int[] shape = random.ints(rank, 0, lengths.length).map(i -> lengths[i]).toArray();
                    if (rank > 0 && round == 0) {
                        shape[random.nextInt(rank)] = 0;
                    }
                    check(shape, axes);
                }
            }
        }
    }

    /** As images are brought from one layout to another, and longer than a panel of the transposition. */
    @Test
    void largerShapes() {
        check(new int[] {3, 5, 17, 19}, new int[] {0, 2, 3, 1});
        check(new int[] {3, 17, 19, 5}, new int[] {0, 3, 1, 2});
        check(new int[] {2, 16, 3, 35, 37}, new int[] {0, 2, 3, 4, 1});
        check(new int[] {67, 3, 131}, new int[] {2, 1, 0});
        check(new int[] {67, 3, 131}, new int[] {1, 0, 2});
        check(new int[] {257, 263}, new int[] {1, 0});
        check(new int[] {100_003}, new int[] {0});
        check(new int[] {2, 1, 2, 1, 2, 1, 2, 3, 2, 2}, new int[] {9, 1, 7, 0, 2, 5, 4, 8, 6, 3});
    }

    private static void check(int[] shape, int[] axes) {
        int n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        int[] next = {0x00800000};
        Guarded x = Guarded.run(n, 3).fill(() -> Float.intBitsToFloat(next[0]++));
        Guarded before = x.copy();
        Guarded y = Guarded.run(n, 2).fill(-7);
        Transposition.permute(shape, axes, x.array, x.offset, y.array, y.offset);
        String where = Arrays.toString(shape) + " by " + Arrays.toString(axes) + Seeds.again(PermutationTest.class);
        int[] index = new int[shape.length];
        for (int i = 0; i < n; i++) {
            int at = 0;
            for (int axis : axes) {
                at = at * shape[axis] + index[axis];
            }
            if (x.get(i) != y.get(at)) {
                assertEquals(x.get(i), y.get(at), where + ": " + Arrays.toString(index));
            }
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        x.assertSameBits(before, where, PermutationTest.class);
        y.assertNothingAround(where, PermutationTest.class);
    }

    private static List<int[]> orders(int rank) {
        List<int[]> orders = new ArrayList<>();
        extend(new int[rank], 0, orders);
        return orders;
    }

    private static void extend(int[] axes, int known, List<int[]> orders) {
        if (known == axes.length) {
            orders.add(axes.clone());
            return;
        }
        for (int axis = 0; axis < axes.length; axis++) {
            int next = axis;
            if (Arrays.stream(axes, 0, known).noneMatch(before -> before == next)) {
                axes[known] = axis;
                extend(axes, known + 1, orders);
            }
        }
    }

    @Test
    void wrongArgumentsAreRefusedByName() {
        float[] six = new float[6];
        float[] other = new float[6];
        refused("axes has 1 elements, expected 2", new int[] {2, 3}, new int[] {0}, six, 0, other, 0);
        refused("axes has 2, expected each of 0 to 1 once", new int[] {2, 3}, new int[] {0, 2}, six, 0, other, 0);
        refused("axes has -1", new int[] {2, 3}, new int[] {-1, 0}, six, 0, other, 0);
        refused("axes has 1", new int[] {2, 3}, new int[] {1, 1}, six, 0, other, 0);
        refused("shape is -2", new int[] {-2, 3}, new int[] {1, 0}, six, 0, other, 0);
        refused("shape is -3", new int[] {0, -3}, new int[] {1, 0}, six, 0, other, 0);
        refused("x has 6 elements", new int[] {2, 4}, new int[] {1, 0}, six, 0, new float[8], 0);
        refused("x has 6 elements", new int[] {2, 3}, new int[] {1, 0}, six, 1, other, 0);
        refused("y has 6 elements", new int[] {2, 3}, new int[] {1, 0}, six, 0, other, -1);
        refused("y has 6 elements", new int[] {2, 3}, new int[] {1, 0}, six, 0, other, Integer.MAX_VALUE);
        refused("x has 6 elements", new int[] {1 << 16, 1 << 16, 1 << 16, 1 << 16}, new int[] {0, 1, 2, 3}, six, 0, other, 0);
        refused("x and y overlap", new int[] {2, 3}, new int[] {1, 0}, six, 0, six, 0);
        assertEquals("x", assertThrows(NullPointerException.class,
                () -> Transposition.permute(new int[] {2, 3}, new int[] {1, 0}, null, 0, other, 0)).getMessage());
    }

    private static void refused(String part, int[] shape, int[] axes, float[] x, int xOffset, float[] y, int yOffset) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Transposition.permute(shape, axes, x, xOffset, y, yOffset)).getMessage();
        assertTrue(message.contains(part), () -> "\"" + message + "\", expected it to contain \"" + part + "\"");
    }
}
