package org.unshatter.arch;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A setting of an architecture in text.
 *
 * @param read  sets it from text
 * @param write its text; null where it is not set
 */
record Setting<A>(String key, BiConsumer<A, String> read, Function<A, String> write) {
}
