package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.kernels.NormCase.Kind;

/** Layer normalisation of matrices and its gradients equal their definition, as near as roundings allow. */
@EveryWidth
class RowNormTest {

    private final NormCheck check = new NormCheck(RowNormTest.class);

    /** Whole vectors and every rest; four vectors at a time and less; no row, one, several. */
    @Test
    void everyNumberOfColumnsUpToSeventy() {
        for (int columns = 1; columns <= 70; columns++) {
            for (int rows = 0; rows < 10; rows++) {
                check(NormCase.of(Kind.ROW, rows, columns, 1, 1), 100L * columns + rows);
            }
        }
        check.conclude();
    }

    @Test
    void threeHundredRandomMatrices() {
        for (int i = 0; i < 300; i++) {
            check(NormCase.randomRows(Seeds.stream(-i)), i);
        }
        check.conclude();
    }

    @Test
    void longRows() {
        for (int columns : new int[] {255, 256, 1023, 3001}) {
            check(NormCase.of(Kind.ROW, 3, columns, 1, 1), columns);
        }
        check.conclude();
    }

    private void check(NormCase shape, long stream) {
        RandomGenerator random = Seeds.stream(stream);
        NormOperands operands = NormOperands.random(shape, random, RowNormTest.class);
        check.forward(operands);
        check.gradient(operands, random);
    }
}
