package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/** One right call of sgemm and many that differ from it in one argument. */
class GemmWrongArgumentsTest {

    private static final Transpose NO = Transpose.NO;
    private static final Transpose YES = Transpose.YES;

    /** The arguments of a 2 × 3 by 3 × 4 product; arrays are given by their lengths. */
    private record Product(Transpose ta, Transpose tb, int m, int n, int k, int aLength, int aOffset, int lda,
                             int bLength, int bOffset, int ldb, int cLength, int cOffset, int ldc) {

        static final Product RIGHT = new Product(NO, NO, 2, 4, 3, 6, 0, 3, 12, 0, 4, 8, 0, 4);
        static final Product RIGHT_TRANSPOSED = new Product(YES, YES, 2, 4, 3, 6, 0, 2, 12, 0, 3, 8, 0, 4);

        Product sizes(int m, int n, int k) {
            return new Product(ta, tb, m, n, k, aLength, aOffset, lda, bLength, bOffset, ldb, cLength, cOffset, ldc);
        }

        Product a(int length, int offset, int ld) {
            return new Product(ta, tb, m, n, k, length, offset, ld, bLength, bOffset, ldb, cLength, cOffset, ldc);
        }

        Product b(int length, int offset, int ld) {
            return new Product(ta, tb, m, n, k, aLength, aOffset, lda, length, offset, ld, cLength, cOffset, ldc);
        }

        Product c(int length, int offset, int ld) {
            return new Product(ta, tb, m, n, k, aLength, aOffset, lda, bLength, bOffset, ldb, length, offset, ld);
        }

        void call() {
            Gemm.sgemm(ta, tb, m, n, k, 1, new float[aLength], aOffset, lda, new float[bLength], bOffset, ldb,
                    0, new float[cLength], cOffset, ldc);
        }
    }

    private static Arguments wrong(String argument, Product right, UnaryOperator<Product> change) {
        return Arguments.of(argument, change.apply(right));
    }

    static Stream<Arguments> wrongOnes() {
        Product right = Product.RIGHT;
        Product transposed = Product.RIGHT_TRANSPOSED;
        return Stream.of(
                wrong("m", right, w -> w.sizes(-1, 4, 3)),
                wrong("n", right, w -> w.sizes(2, -1, 3)),
                wrong("k", right, w -> w.sizes(2, 4, -1)),
                wrong("lda", right, w -> w.a(6, 0, 2)),
                wrong("lda", transposed, w -> w.a(6, 0, 1)),
                wrong("lda", right, w -> w.sizes(2, 4, 0).a(6, 0, 0)),
                wrong("lda", right, w -> w.a(6, 0, -3)),
                wrong("ldb", right, w -> w.b(12, 0, 3)),
                wrong("ldb", transposed, w -> w.b(12, 0, 2)),
                wrong("ldc", right, w -> w.c(8, 0, 3)),
                wrong("a", right, w -> w.a(5, 0, 3)),
                wrong("a", transposed, w -> w.a(5, 0, 2)),
                wrong("a", right, w -> w.a(6, 1, 3)),
                wrong("a", right, w -> w.a(6, -1, 3)),
                wrong("a", right, w -> w.a(6, Integer.MAX_VALUE, 3)),
                wrong("a", right, w -> w.a(6, 0, Integer.MAX_VALUE)),
                wrong("b", right, w -> w.b(11, 0, 4)),
                wrong("b", transposed, w -> w.b(11, 0, 3)),
                wrong("b", right, w -> w.b(12, -1, 4)),
                wrong("c", right, w -> w.c(7, 0, 4)),
                wrong("c", right, w -> w.c(8, -1, 4)),
                wrong("c", right, w -> w.c(8, 0, 5)));
    }

    @ParameterizedTest
    @MethodSource("wrongOnes")
    void isRefusedByName(String argument, Product wrong) {
        assertNamed(argument, assertThrows(IllegalArgumentException.class, wrong::call));
    }

    @Test
    void theRightOnesAreAccepted() {
        Product.RIGHT.call();
        Product.RIGHT_TRANSPOSED.call();
        Product.RIGHT.a(7, 0, 4).b(100, 3, 20).c(9, 1, 4).call();
        Product.RIGHT.sizes(0, 0, 0).call();
    }

    @Test
    void anOutputThatOverlapsAFactorIsRefused() {
        float[] shared = {1, 2, 3, 4, 5, 6, 7};
        float[] before = shared.clone();
        float[] other = {1, 1, 1, 1};
        for (int cOffset = 0; cOffset <= 3; cOffset++) {
            int at = cOffset;
            IllegalArgumentException withA = assertThrows(IllegalArgumentException.class,
                    () -> Gemm.sgemm(NO, NO, 2, 2, 2, 1, shared, 0, 2, other, 0, 2, 0, shared, at, 2));
            assertNamed("a", withA);
            assertNamed("c", withA);
            IllegalArgumentException withB = assertThrows(IllegalArgumentException.class,
                    () -> Gemm.sgemm(NO, NO, 2, 2, 2, 1, other, 0, 2, shared, at, 2, 0, shared, 0, 2));
            assertNamed("b", withB);
            assertNamed("c", withB);
            assertArrayEquals(before, shared);
        }
    }

    private static void assertNamed(String argument, IllegalArgumentException thrown) {
        assertTrue(thrown.getMessage().matches(".*\\b" + argument + "\\b.*"), thrown.getMessage());
    }
}
