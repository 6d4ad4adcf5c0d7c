package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.kernels.NormCase.Kind;

/** Normalisations of all kinds and their gradients equal their definition, as near as roundings allow, whatever the shape. */
@EveryWidth
@Fuzzed
class NormFuzzTest {

    private final NormCheck check = new NormCheck(NormFuzzTest.class);

    @Test
    void anyKindAndShape() throws InterruptedException {
        Fuzz.run("normalisation", 16, random -> {
            Kind kind = Kind.values()[random.nextInt(4)];
            NormOperands operands = NormOperands.random(shape(kind, random), random, NormFuzzTest.class);
            check.forward(operands);
            check.gradient(operands, random);
            if (kind.overBatch()) {
                check.evaluate(operands, random);
                check.gradientOfConstantStatistics(operands, random);
            }
            return kind.toString();
        }, "BATCH", "LAYER", "ROW", "COLUMN");
        check.conclude();
    }

    /** Seldom of more elements than are added up in one piece. */
    private static NormCase shape(Kind kind, RandomGenerator random) {
        boolean large = random.nextInt(6) == 0;
        return switch (kind) {
            case ROW -> large ? NormCase.of(kind, random.nextInt(1, 5), Sizes.random(random, 3000) + 1, 1, 1) : NormCase.randomRows(random);
            case COLUMN -> large ? NormCase.of(kind, random.nextInt(1, 2500), random.nextInt(1, 20), 1, 1).withRandomSettings(random) : NormCase.randomColumns(random);
            default -> large ? NormCase.of(kind, random.nextInt(1, 18), random.nextInt(1, 4), random.nextInt(1, 50), random.nextInt(1, 50)).withRandomSettings(random)
                    : NormCase.random(kind, random);
        };
    }
}
