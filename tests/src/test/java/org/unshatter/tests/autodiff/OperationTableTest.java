package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tensor;

/** Whoever adds an operation to Tensor adds it to the table, or here, with the reason. */
class OperationTableTest {

    private static final Map<String, String> EXEMPTIONS = Map.of(
            "of(float[], int[])", "makes a tensor from numbers: nothing to differentiate",
            "scalar(float)", "makes a tensor from a number",
            "zeros(int[])", "makes a tensor from nothing",
            "detach()", "has no gradient by purpose: see DetachTest");

    @Test
    void theTableHasEveryMethodThatReturnsATensor() {
        Set<String> methods = Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && Tensor.class.isAssignableFrom(m.getReturnType()))
                .map(m -> m.getName() + Arrays.stream(m.getParameterTypes()).map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered = new TreeSet<>(EXEMPTIONS.keySet());
        OperationTable.cases().forEach(c -> covered.add(c.method()));
        assertEquals(methods, covered);
    }

    @Test
    void noCaseIsThereTwice() {
        Set<String> names = new TreeSet<>();
        OperationTable.cases().forEach(c -> names.add(c.toString()));
        assertEquals(OperationTable.cases().size(), names.size());
    }
}
