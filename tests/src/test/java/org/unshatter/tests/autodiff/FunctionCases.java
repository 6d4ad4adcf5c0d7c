package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.autodiff.Data.Sampler;

/** Smooth functions of one number. */
final class FunctionCases {

    private final List<OperationCase> cases = new ArrayList<>();

    private FunctionCases() {
        for (int[] s : OperationCase.SHAPES) {
            for (double exponent : new double[] {2, 3, -1, 1, 0}) {
                power(exponent, Data::farFromZero, s);
            }
            power(0.5, Data::positive, s);
            power(-0.5, Data::positive, s);
            add("sqrt()", Tensor::sqrt, Math::sqrt, Data::positive, s);
            add("log()", Tensor::log, Math::log, Data::positive, s);
            add("exp()", Tensor::exp, Math::exp, Data::random, s);
            add("tanh()", Tensor::tanh, Math::tanh, Data::random, s);
            add("sigmoid()", Tensor::sigmoid, FunctionReferences::sigmoid, Data::random, s);
            add("softplus()", Tensor::softplus, FunctionReferences::softplus, Data::random, s);
            add("gelu()", Tensor::gelu, FunctionReferences::gelu, Data::random, s);
        }
    }

    static List<OperationCase> cases() {
        return new FunctionCases().cases;
    }

    private void power(double exponent, Sampler sampler, int... s) {
        cases.add(OperationCase.of("pow(double)", "" + exponent, t -> t[0].pow(exponent), x -> FunctionReferences.map(x[0], e -> Math.pow(e, exponent)),
                x -> FunctionReferences.map(x[0], e -> Math.abs(Math.pow(e, exponent))), s).drawn(sampler).flatIf(exponent == 0));
    }

    private void add(String method, UnaryOperator<Tensor> operation, DoubleUnaryOperator f, Sampler sampler, int... s) {
        cases.add(OperationCase.of(method, "", t -> operation.apply(t[0]), x -> FunctionReferences.map(x[0], f),
                x -> Data.abs(FunctionReferences.map(x[0], f)), s).drawn(sampler));
    }
}
