package org.unshatter.tests.kernels;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that the build repeats at every vector width. Where the machine's vectors are narrower than the width asked for,
 * they are reported as skipped.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("everywidth")
@ExtendWith(EveryWidth.MachineIsWideEnough.class)
public @interface EveryWidth {

    /** Lets a value that is no number pass: the kernels' own message is the better one. */
    final class MachineIsWideEnough implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String forced = System.getProperty(Machine.FORCED, "");
            int bits = forced.matches("\\d{1,9}") ? Integer.parseInt(forced) : 0;
            int widest = Machine.hardwareBits();
            return bits > widest
                    ? ConditionEvaluationResult.disabled("asked for " + bits + "-bit vectors, this machine and JVM have " + widest)
                    : ConditionEvaluationResult.enabled("vectors of " + widest + " bits are wide enough");
        }
    }
}
