package org.unshatter.tests.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.tests.kernels.EpilogueCase.Bias;

/** Bias and activation at the end of a product, on each way through it. */
@EveryWidth
class GemmEpilogueTest {

    private final Verdict verdict = new Verdict(GemmEpilogueTest.class);
    private int cases;

    static Stream<GemmPath> everyPath() {
        return Stream.concat(GemmPath.alone().stream(), GemmPath.shared().stream());
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void everyBiasAndActivation(GemmPath path) {
        float alpha = path.product().alpha();
        everyEpilogue(path.product().with(alpha, 0));
        everyEpilogue(path.product().with(alpha, 1));
        everyEpilogue(path.product().with(alpha, -2));
        verdict.conclude();
    }

    @Test
    void withoutAProductTheBiasIsStillAdded() {
        for (Transpose transpose : Transpose.values()) {
            for (float beta : new float[] {0, 1, -2}) {
                everyEpilogue(new GemmCase(transpose, Transpose.NO, 13, 37, 0, 1, beta, 1));
                everyEpilogue(new GemmCase(transpose, Transpose.YES, 13, 37, 19, 0, beta, 2));
            }
        }
        verdict.conclude();
    }

    /** The epilogue must wait for the last panel and the last range of the depth. */
    @Test
    void deepProductsAreRectifiedAtTheirEndAlone() {
        check(new EpilogueCase(new GemmCase(Transpose.NO, Transpose.YES, 17, 67, 1537, 1, 0, 1), Bias.OF_ROWS, Activation.CRELU, false));
        check(new EpilogueCase(new GemmCase(Transpose.NO, Transpose.NO, 9, 2100, 2100, 1, 0, 1), Bias.OF_COLUMNS, Activation.CRELU, false));
        check(new EpilogueCase(new GemmCase(Transpose.NO, Transpose.NO, 9, 2100, 2100, 1, 0, 1), Bias.OF_COLUMNS, Activation.CRELU, true));
        check(new EpilogueCase(new GemmCase(Transpose.NO, Transpose.NO, 9, 8227, 19, 1, 1, 1), Bias.OF_COLUMNS, Activation.RELU, false));
        verdict.conclude();
    }

    private void everyEpilogue(GemmCase product) {
        for (Bias bias : Bias.values()) {
            for (Activation activation : Activation.values()) {
                if (activation != Activation.CRELU || product.beta() == 0) {
                    check(new EpilogueCase(product, bias, activation, false));
                    check(new EpilogueCase(product, bias, activation, true));
                }
            }
        }
    }

    private void check(EpilogueCase product) {
        product.checkExactly(verdict, Seeds.stream(cases++), GemmEpilogueTest.class);
    }
}
