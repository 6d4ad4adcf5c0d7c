package org.unshatter.tests.fuzz;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Tests that {@link Fuzz} carries out: on a fixed number of inputs in the build, for a given time in its profile {@code fuzz}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("fuzz")
public @interface Fuzzed {
}
