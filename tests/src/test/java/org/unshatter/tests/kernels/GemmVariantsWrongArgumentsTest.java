package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.PackedMatrix;

/** Epilogues, packed matrices and batches refuse what does not fit by its name, and say what they were given and what they expect. */
class GemmVariantsWrongArgumentsTest {

    private static final Transpose NO = Transpose.NO;
    private static final Transpose YES = Transpose.YES;
    private static final Epilogue CRELU = Epilogue.of(Activation.CRELU);
    private static final Epilogue RELU = Epilogue.of(Activation.RELU);

    /** @param pattern what the message must say, as a regular expression */
    record Wrong(String call, String pattern, Executable body) {

        @Override
        public String toString() {
            return call;
        }
    }

    static Stream<Wrong> epilogues() {
        float[] c = new float[40];
        return Stream.of(
                new Wrong("bias of columns too short", "bias has 3 elements, expected at least 4 from offset 0",
                        () -> product(0, c, 4, Epilogue.columnBias(new float[3], 0, Activation.NONE))),
                new Wrong("bias of columns too short from its offset", "bias has 4 elements, expected at least 4 from offset 1",
                        () -> product(0, c, 4, Epilogue.columnBias(new float[4], 1, Activation.RELU))),
                new Wrong("bias of rows too short", "bias has 1 elements, expected at least 2 from offset 0",
                        () -> product(0, c, 4, Epilogue.rowBias(new float[1], 0, Activation.RELU))),
                new Wrong("negative offset of the bias", "bias .* from offset -1",
                        () -> product(0, c, 4, Epilogue.rowBias(new float[9], -1, Activation.RELU))),
                new Wrong("bias inside C", "bias and c overlap.*", () -> product(0, c, 4, Epilogue.columnBias(c, 7, Activation.NONE))),
                new Wrong("bias in the second half of C", "bias and c overlap.*",
                        () -> product(0, c, 8, Epilogue.columnBias(c, 12, Activation.CRELU))),
                new Wrong("CRELU and beta", "beta is 0.5, expected 0 .*", () -> product(0.5f, c, 8, CRELU)),
                new Wrong("CRELU and ldc of one half", "ldc is 7, expected at least 8", () -> product(0, c, 7, CRELU)),
                new Wrong("CRELU and C of one half", "c has 15 elements, expected at least 16 from offset 0",
                        () -> product(0, new float[15], 8, CRELU)),
                new Wrong("ldc with another activation", "ldc is 3, expected at least 4", () -> product(0, c, 3, RELU)));
    }

    static Stream<Wrong> packed() {
        PackedMatrix b = new PackedMatrix(3, 4);
        float[] a = new float[6];
        float[] c = new float[16];
        return Stream.of(
                new Wrong("negative rows", "rows is -1, expected at least 0", () -> new PackedMatrix(-1, 4)),
                new Wrong("negative columns", "columns is -2, expected at least 0", () -> new PackedMatrix(3, -2)),
                new Wrong("more than an array", "a packed matrix of 65536 × 65536 has \\d+ elements, expected at most \\d+",
                        () -> new PackedMatrix(1 << 16, 1 << 16)),
                new Wrong("short b", "b has 11 elements, expected at least 12 from offset 0", () -> b.pack(NO, new float[11], 0, 4)),
                new Wrong("ldb", "ldb is 3, expected at least 4", () -> b.pack(NO, new float[12], 0, 3)),
                new Wrong("ldb transposed", "ldb is 2, expected at least 3", () -> b.pack(YES, new float[12], 0, 2)),
                new Wrong("another depth", "k is 2, expected 3.*", () -> Gemm.sgemm(NO, 2, 2, 1, a, 0, 2, b, 0, c, 0, 4)),
                new Wrong("m", "m is -1, expected at least 0", () -> Gemm.sgemm(NO, -1, 3, 1, a, 0, 3, b, 0, c, 0, 4)),
                new Wrong("lda", "lda is 2, expected at least 3", () -> Gemm.sgemm(NO, 2, 3, 1, a, 0, 2, b, 0, c, 0, 4)),
                new Wrong("a", "a has 6 elements, expected at least 9 from offset 0",
                        () -> Gemm.sgemm(NO, 3, 3, 1, a, 0, 3, b, 0, c, 0, 4)),
                new Wrong("ldc", "ldc is 3, expected at least 4", () -> Gemm.sgemm(NO, 2, 3, 1, a, 0, 3, b, 0, c, 0, 3)),
                new Wrong("c", "c has 16 elements, expected at least 8 from offset 9",
                        () -> Gemm.sgemm(NO, 2, 3, 1, a, 0, 3, b, 0, c, 9, 4)),
                new Wrong("overlap", "a and c overlap.*", () -> Gemm.sgemm(NO, 2, 3, 1, c, 7, 3, b, 0, c, 0, 4)),
                new Wrong("CRELU and beta", "beta is 1.0, expected 0 .*", () -> Gemm.sgemm(NO, 2, 3, 1, a, 0, 3, b, 1, c, 0, 8, CRELU)),
                new Wrong("CRELU and ldc", "ldc is 7, expected at least 8", () -> Gemm.sgemm(NO, 2, 3, 1, a, 0, 3, b, 0, c, 0, 7, CRELU)));
    }

    /** Three products of 2 × 3 by 3 × 4: the last A ends at 18, the last B at 36, the last C at 24. */
    static Stream<Wrong> batches() {
        return Stream.of(
                new Wrong("batch", "batch is -1, expected at least 0", () -> batch(-1, 6, 12, 8, 18, 36, 24)),
                new Wrong("strideA", "strideA is -6, expected at least 0", () -> batch(3, -6, 12, 8, 18, 36, 24)),
                new Wrong("strideB", "strideB is -1, expected at least 0", () -> batch(3, 6, -1, 8, 18, 36, 24)),
                new Wrong("strideC negative", "strideC is -8, expected at least 8", () -> batch(3, 6, 12, -8, 18, 36, 24)),
                new Wrong("strideC 0", "strideC is 0, expected at least 8", () -> batch(3, 6, 12, 0, 18, 36, 24)),
                new Wrong("strideC too small", "strideC is 7, expected at least 8", () -> batch(3, 6, 12, 7, 18, 36, 24)),
                new Wrong("strideC negative, one product", "strideC is -1, expected at least 0", () -> batch(1, 6, 12, -1, 18, 36, 24)),
                new Wrong("a", "a has 17 elements, expected at least 18 from offset 0", () -> batch(3, 6, 12, 8, 17, 36, 24)),
                new Wrong("b", "b has 35 elements, expected at least 36 from offset 0", () -> batch(3, 6, 12, 8, 18, 35, 24)),
                new Wrong("c", "c has 23 elements, expected at least 24 from offset 0", () -> batch(3, 6, 12, 8, 18, 36, 23)),
                new Wrong("stride beyond int", "a has 18 elements, expected at least \\d{10} from offset 0",
                        () -> batch(3, Integer.MAX_VALUE, 12, 8, 18, 36, 24)),
                new Wrong("overlap of the last C with the first A", "a and c overlap.*", () -> {
                    float[] all = new float[60];
                    Gemm.sgemmBatch(3, NO, NO, 2, 4, 3, 1, all, 23, 3, 0, new float[12], 0, 4, 0, 0, all, 0, 4, 8);
                }),
                new Wrong("overlap of the first C with the last B", "b and c overlap.*", () -> {
                    float[] all = new float[60];
                    Gemm.sgemmBatch(3, NO, NO, 2, 4, 3, 1, new float[6], 0, 3, 0, all, 0, 4, 12, 0, all, 35, 4, 8);
                }));
    }

    @ParameterizedTest
    @MethodSource({"epilogues", "packed", "batches"})
    void isRefusedByNameValueAndExpectation(Wrong wrong) {
        String message = assertThrows(IllegalArgumentException.class, wrong.body).getMessage();
        assertTrue(message.matches(wrong.pattern), message);
    }

    @Test
    void whatJustFitsIsAccepted() {
        float[] c = new float[40];
        assertDoesNotThrow(() -> product(0, c, 4, Epilogue.columnBias(c, 8, Activation.NONE)));
        assertDoesNotThrow(() -> product(0, c, 8, Epilogue.rowBias(c, 16, Activation.CRELU)));
        assertDoesNotThrow(() -> batch(3, 6, 12, 8, 18, 36, 24));
        assertDoesNotThrow(() -> batch(3, 0, 0, 8, 6, 12, 24));
        assertDoesNotThrow(() -> batch(1, 6, 12, 0, 6, 12, 8));
        assertDoesNotThrow(() -> batch(0, 6, 12, 0, 0, 0, 0));
    }

    @Test
    void nothingIsRefusedByItsName() {
        assertNull("activation", () -> Epilogue.of(null));
        assertNull("bias", () -> Epilogue.columnBias(null, 0, Activation.NONE));
        assertNull("bias", () -> Epilogue.rowBias(null, 0, Activation.NONE));
        assertNull("epilogue", () -> product(0, new float[8], 4, null));
        assertNull("b", () -> Gemm.sgemm(NO, 2, 3, 1, new float[6], 0, 3, null, 0, new float[8], 0, 4));
        assertNull("transpose", () -> new PackedMatrix(3, 4).pack(null, new float[12], 0, 4));
    }

    private static void assertNull(String argument, Executable call) {
        String message = assertThrows(NullPointerException.class, call).getMessage();
        assertTrue(message.contains(argument), message);
    }

    /** 2 × 3 by 3 × 4. */
    private static void product(float beta, float[] c, int ldc, Epilogue epilogue) {
        Gemm.sgemm(NO, NO, 2, 4, 3, 1, new float[6], 0, 3, new float[12], 0, 4, beta, c, 0, ldc, epilogue);
    }

    private static void batch(int batch, int strideA, int strideB, int strideC, int aLength, int bLength, int cLength) {
        Gemm.sgemmBatch(batch, NO, NO, 2, 4, 3, 1, new float[aLength], 0, 3, strideA, new float[bLength], 0, 4, strideB,
                0, new float[cLength], 0, 4, strideC);
    }
}
