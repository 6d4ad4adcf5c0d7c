package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Transposition;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Every element has a number of its own and must be found, with the same bits, at its place. */
@EveryWidth
class TranspositionTest {

    @Test
    void everyShapeWithAndWithoutGaps() {
        int lanes = Machine.lanes();
        int[] sizes = IntStream.of(0, 1, 2, 3, 5, 9, lanes - 1, lanes, lanes + 1, 2 * lanes, 31, 67, 131, 257).distinct().toArray();
        for (int rows : sizes) {
            for (int columns : sizes) {
                check(rows, columns, 0);
                check(rows, columns, 3);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 10007", "10007, 1", "3, 4099", "4099, 19", "1031, 1033"})
    void longShapes(int rows, int columns) {
        check(rows, columns, 0);
        check(rows, columns, 1);
    }

    @Test
    @Fuzzed
    void anyShape() throws InterruptedException {
        Fuzz.run("transposition", 50, random -> {
            int rows = Sizes.random(random, 5000);
            int columns = Sizes.random(random, 500_000 / Math.max(1, rows));
            check(rows, columns, random.nextInt(5));
            return rows == 0 || columns == 0 ? "empty" : "moved";
        }, "empty", "moved");
    }

    private static void check(int rows, int columns, int gap) {
        Guarded x = Guarded.matrix(rows, columns, gap, Math.max(1, columns + gap));
        int[] next = {0x00800000};
        x.fill(() -> Float.intBitsToFloat(next[0]++));
        Guarded before = x.copy();
        Guarded y = Guarded.matrix(columns, rows, 2 * gap, Math.max(1, rows + 2 * gap));
        Transposition.transpose(rows, columns, x.array, x.offset, x.stride, y.array, y.offset, y.stride);
        String where = rows + " × " + columns + ", gap " + gap;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (x.get(i, j) != y.get(j, i)) {
                    assertEquals(x.get(i, j), y.get(j, i), where + ": row " + i + ", column " + j);
                }
            }
        }
        x.assertSameBits(before, where, TranspositionTest.class);
        y.assertNothingAround(where, TranspositionTest.class);
    }

    /** Bits of NaN pass as well: nothing is computed. */
    @Test
    void nanKeepsItsBits() {
        float[] x = new float[33 * 33];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(0x7fc00000 + i);
        }
        float[] y = new float[x.length];
        Transposition.transpose(33, 33, x, 0, 33, y, 0, 33);
        for (int i = 0; i < x.length; i++) {
            assertEquals(0x7fc00000 + i, Float.floatToRawIntBits(y[i % 33 * 33 + i / 33]));
        }
    }

    @Test
    void wrongArgumentsAreRefusedByName() {
        float[] six = new float[6];
        float[] other = new float[6];
        assertRefused("rows", -1, 3, six, 0, 3, other, 0, 1);
        assertRefused("columns", 2, -1, six, 0, 3, other, 0, 2);
        assertRefused("ldx", 2, 3, six, 0, 2, other, 0, 2);
        assertRefused("ldy", 2, 3, six, 0, 3, other, 0, 1);
        assertRefused("ldy", 0, 3, six, 0, 3, other, 0, 0);
        assertRefused("x", 2, 3, six, 1, 3, other, 0, 2);
        assertRefused("y", 2, 3, six, 0, 3, other, 0, 3);
        assertRefused("y", 2, 3, six, 0, 3, other, -1, 2);
        assertRefused("x", 2, 3, six, 0, 3, six, 0, 2);
    }

    private static void assertRefused(String argument, int rows, int columns, float[] x, int xOffset, int ldx,
                                      float[] y, int yOffset, int ldy) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Transposition.transpose(rows, columns, x, xOffset, ldx, y, yOffset, ldy)).getMessage();
        assertTrue(message.matches(".*\\b" + argument + "\\b.*"), message);
    }
}
