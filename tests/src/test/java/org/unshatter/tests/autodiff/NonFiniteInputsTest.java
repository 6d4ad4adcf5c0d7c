package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** NaN and infinity reach exactly the elements of the output that depend on them, as they do in double precision; NaN also on the way of derivatives. */
class NonFiniteInputsTest {

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.OperationTable#smallCases")
    void nonFiniteElementsPropagateAsInTheReference(OperationCase c) {
        for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int i = 0; i < c.inputs().length; i++) {
                Tensor[] inputs = c.inputs();
                float[] data = inputs[i].toArray();
                // The last element is in a vector's tail, the one in the middle mostly in a whole vector.
                for (int e : data.length == 0 ? new int[0] : new int[] {data.length / 2, data.length - 1}) {
                    data[e] = poison;
                }
                inputs[i] = Tensor.of(data, inputs[i].shape());
                double[] expected = c.referenceAt(inputs).apply(Data.doubles(inputs));
                float[] got = c.operation().apply(inputs).toArray();
                for (int k = 0; k < got.length; k++) {
                    if (!(Float.isNaN(got[k]) && mayBeNaN(c, i, expected[k]))) {
                        assertEquals(kind(expected[k]), kind(got[k]), c + ", " + poison + " in input " + i + ": element " + k);
                    }
                }
            }
        }
    }

    /** Means are taken by way of differences, and infinity less infinity is NaN; a convolution multiplies the zeros of its border as well. */
    private static boolean mayBeNaN(OperationCase c, int input, double expected) {
        return c.method().matches("(center|batchNorm|layerNorm)\\(.*") && Double.isInfinite(expected)
                || c.method().startsWith("conv2d(") && input == 1;
    }

    /** Where an element of the Jacobian is not 0, NaN passes it in either direction. */
    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.OperationTable#smallCases")
    void nanPropagatesToDerivatives(OperationCase c) {
        Tape tape = new Tape();
        Tensor[] variables = Arrays.stream(c.inputs()).map(tape::variable).toArray(Tensor[]::new);
        Tensor output = c.operation().apply(variables);
        int k = output.size() / 2;
        for (Tensor x : variables) {
            int e = x.size() / 2;
            if (e < x.size() && k < output.size()) {
                assertNaNWhereNot0(c + ", gradient", tape.gradients(output, only(k, 1, output)).of(x), tape.gradients(output, only(k, Float.NaN, output)).of(x));
                assertNaNWhereNot0(c + ", tangent", tape.tangents(x, only(e, 1, x)).of(output), tape.tangents(x, only(e, Float.NaN, x)).of(output));
            }
        }
    }

    private static Tensor only(int element, float value, Tensor like) {
        float[] data = new float[like.size()];
        data[element] = value;
        return Tensor.of(data, like.shape());
    }

    private static void assertNaNWhereNot0(String what, Tensor of1, Tensor ofNaN) {
        for (int e = 0; e < of1.size(); e++) {
            assertTrue(of1.get(e) == 0 || Float.isNaN(ofNaN.get(e)), what + ", element " + e + ": " + of1.get(e) + " becomes " + ofNaN.get(e));
        }
    }

    private static String kind(double x) {
        return Double.isFinite(x) ? "finite" : Double.toString(x);
    }
}
