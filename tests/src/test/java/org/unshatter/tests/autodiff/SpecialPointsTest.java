package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Tensor;

/** Where a formula would divide by 0 or take 0 times infinity, what the calculus says; far away, the limit. */
class SpecialPointsTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void ofPowers() {
        assertDerivatives(x -> x.pow(0), 1, 0, 0);
        assertDerivatives(x -> x.pow(1), 0, 1, 0);
        assertDerivatives(x -> x.pow(2), 0, 0, 2);
        assertDerivatives(x -> x.pow(3), 0, 0, 0);
        assertDerivatives(x -> x.pow(0.5), 0, INFINITY, -INFINITY);
        assertDerivatives(x -> x.pow(-1), INFINITY, -INFINITY, INFINITY);
    }

    @Test
    void ofRootAndLogarithm() {
        assertDerivatives(Tensor::sqrt, 0, INFINITY, -INFINITY);
        assertDerivatives(Tensor::log, -INFINITY, INFINITY, -INFINITY);
    }

    @Test
    void ofQuotients() {
        assertDerivatives(x -> Tensor.scalar(1).divide(x), INFINITY, -INFINITY, INFINITY);
        assertDerivatives(x -> x.divide(Tensor.scalar(2)), 0, 0.5f, 0);
    }

    @Test
    void ofActivations() {
        assertDerivatives(Tensor::exp, 1, 1, 1);
        assertDerivatives(Tensor::tanh, 0, 1, 0);
        assertDerivatives(Tensor::sigmoid, 0.5f, 0.25f, 0);
        assertDerivatives(Tensor::softplus, (float) Math.log(2), 0.5f, 0.25f);
        assertDerivatives(Tensor::gelu, 0, 0.5f, (float) (2 / Math.sqrt(2 * Math.PI)));
    }

    @ParameterizedTest
    @ValueSource(floats = {100, 1e4f, 1e20f})
    void ofActivationsFarAway(float x) {
        assertDerivatives(Tensor::exp, -x, 0, 0, 0);
        assertDerivatives(Tensor::tanh, -x, -1, 0, 0);
        assertDerivatives(Tensor::tanh, x, 1, 0, 0);
        assertDerivatives(Tensor::sigmoid, -x, 0, 0, 0);
        assertDerivatives(Tensor::sigmoid, x, 1, 0, 0);
        assertDerivatives(Tensor::softplus, -x, 0, 0, 0);
        assertDerivatives(Tensor::softplus, x, x, 1, 0);
        assertDerivatives(Tensor::gelu, -x, 0, 0, 0);
        assertDerivatives(Tensor::gelu, x, x, 1, 0);
        assertDerivatives(logit -> logits(logit).softmax().slice(0, 0, 1), x, 1, 0, 0);
        assertDerivatives(logit -> logits(logit).logSoftmax().slice(0, 0, 1), x, 0, 0, 0);
        assertDerivatives(logit -> logits(logit).logSoftmax().slice(0, 0, 1), -x, -x, 1, 0);
        assertDerivatives(logit -> logits(logit).reshape(1, 2).crossEntropy(Tensor.zeros(1), 0), -x, x, -1, 0);
    }

    /** That logit and 0. */
    private static Tensor logits(Tensor logit) {
        return Tensor.concatenate(0, logit.reshape(1), Tensor.zeros(1));
    }

    private static void assertDerivatives(UnaryOperator<Tensor> f, float value, float first, float second) {
        assertDerivatives(f, 0, value, first, second);
    }

    private static void assertDerivatives(UnaryOperator<Tensor> f, float at, float value, float first, float second) {
        Tensor x = Tensor.scalar(at);
        Tensor one = Tensor.scalar(1);
        assertEquals(value, f.apply(x).item(), 1e-7f);
        assertEquals(first, Derivatives.gradient(f, x).item(), 1e-7f);
        assertEquals(first, Derivatives.directional(f, x, one).item(), 1e-7f);
        assertEquals(second, Derivatives.hessianVectorProduct(f, x, one).item(), 1e-7f);
    }
}
