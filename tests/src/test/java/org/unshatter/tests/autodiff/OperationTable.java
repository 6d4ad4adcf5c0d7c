package org.unshatter.tests.autodiff;

import java.util.List;
import java.util.stream.Stream;

/** Every operation of Tensor on shapes that are single, empty, prime, wider than four vectors, and too large for a single thread. */
final class OperationTable {

    private static final List<OperationCase> CASES = Stream.of(ProductCases.cases(), ArithmeticCases.cases(), FunctionCases.cases(), RectifierCases.cases(),
            ReductionCases.cases(), ShapeCases.cases(), NormalisationCases.cases(), LossCases.cases(), ImageOperations.cases()).flatMap(List::stream).toList();

    private OperationTable() {
    }

    static List<OperationCase> cases() {
        return CASES;
    }

    /** Without those that are there for their size. */
    static List<OperationCase> smallCases() {
        return CASES.stream().filter(c -> !c.isLarge()).toList();
    }
}
