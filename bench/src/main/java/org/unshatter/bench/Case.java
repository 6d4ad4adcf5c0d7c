package org.unshatter.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;

/**
 * One line of the table.
 *
 * <p>A benchmark class has one benchmark method, and one {@link Param} field named {@code shape} whose
 * values are the names of its cases. It checks its own result, and says how many operations a case has.
 *
 * @param benchmark the benchmark class
 * @param name      value of the parameter {@code shape}
 * @param flops     floating-point operations of one call
 */
record Case(Class<?> benchmark, String name, double flops) {
    /** All cases, in the order of the table: a new benchmark class gets a line here. */
    static final List<Case> ALL = Stream.of(
            of(GemmBenchmark.class, GemmBenchmark::flops)).flatMap(cases -> cases).toList();

    private static Stream<Case> of(Class<?> benchmark, ToDoubleFunction<String> flops) {
        try {
            String[] names = benchmark.getField("shape").getAnnotation(Param.class).value();
            return Arrays.stream(names).map(name -> new Case(benchmark, name, flops.applyAsDouble(name)));
        } catch (NoSuchFieldException e) {
            throw new AssertionError(benchmark + " has no parameter \"shape\"", e);
        }
    }
}
