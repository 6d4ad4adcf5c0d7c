package org.unshatter.tests.autodiff;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong rules of every family. Each has the right value; the checks must find the derivative wrong, by the input named. */
class NegativeControlsTest {

    @ParameterizedTest
    @MethodSource
    void mistakesInGradients(Mistake mistake) {
        mistake.isCaughtInTheGradient();
    }

    static List<Mistake> mistakesInGradients() {
        return Stream.of(GradientMistakes.products(), GradientMistakes.arithmetic(), GradientMistakes.broadcasting(), GradientMistakes.functions(),
                GradientMistakes.rectifiers(), GradientMistakes.reductions(), GradientMistakes.shapes(), GradientMistakes.normalisations(),
                GradientMistakes.losses()).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.TangentMistakes#all")
    void mistakesInTangents(Mistake mistake) {
        mistake.isCaughtInTheTangent();
    }

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.SecondDerivativeMistakes#all")
    void mistakesInSecondDerivatives(Mistake mistake) {
        mistake.isCaughtInTheSecondDerivative();
    }
}
