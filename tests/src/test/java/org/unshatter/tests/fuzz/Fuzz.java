package org.unshatter.tests.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Checks a property on random inputs, each drawn from a seed of its own, which a failure names with the command that runs this input again.
 *
 * <p>As a part of the build it takes a fixed number of inputs, always the same. {@code -Dfuzz.seconds=60} takes others each time, for as long;
 * {@code -Dfuzz.seed=1} takes the one input of that seed.
 */
public final class Fuzz {

    /** What must hold of every input. */
    @FunctionalInterface
    public interface Property {

        /**
         * Draws an input and checks it; anything thrown is a failure, which should tell the input.
         *
         * @return what came of it, in a word, to be counted
         */
        String check(RandomGenerator random) throws Exception;
    }

    /** The arXiv number of Balduzzi et al. 2017, as in the other tests. */
    private static final long FIRST = 1702_08591L;
    private static final Long ONLY = Long.getLong("fuzz.seed");
    private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "0"));
    /** Runs that share the time: one for each vector width. */
    private static final int RUNS = Integer.getInteger("fuzz.runs", 1);
    private static final String VECTOR_BITS = "unshatter.vectorBits";
    /** For one input, on a machine that is busy otherwise. */
    static final long PATIENCE_MILLIS = 60_000;
    private static final String THREAD = "fuzz ";
    private static final int SHOWN = 2_000;

    private final String name;
    private final String test;
    private final Property property;
    private final long patienceMillis;
    private final long first;
    private final int count;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int inputs;
    private Throwable failure;
    private long longest;
    private long slowest;
    private volatile long seed;
    private volatile long begun;

    private Fuzz(String name, String test, int count, Property property, long patienceMillis) {
        this.name = name;
        this.test = test;
        this.property = property;
        this.patienceMillis = patienceMillis;
        this.count = ONLY != null ? 1 : SECONDS > 0 ? Integer.MAX_VALUE : count;
        first = ONLY != null ? ONLY : SECONDS > 0 ? new SplittableRandom().nextLong(1L << 40) : FIRST;
    }

    /**
     * Checks a property. To be called by a test method, which the message of a failure names.
     *
     * @param count    of inputs, where neither time nor seed is given
     * @param outcomes that must have occurred in the end, or nothing was tested
     * @throws AssertionError if it fails, throws, or does not end
     */
    public static void run(String name, int count, Property property, String... outcomes) throws InterruptedException {
        run(name, count, property, PATIENCE_MILLIS, outcomes);
    }

    /** For the test of this class. */
    static void run(String name, int count, Property property, long patienceMillis, String... outcomes) throws InterruptedException {
        String test = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames.filter(Fuzz::isTest).findFirst())
                .map(frame -> frame.getDeclaringClass().getSimpleName() + "#" + frame.getMethodName()).orElseThrow();
        new Fuzz(name, test, count, property, patienceMillis).run(outcomes);
    }

    private static boolean isTest(StackWalker.StackFrame frame) {
        return Stream.of(frame.getDeclaringClass().getDeclaredMethods()).anyMatch(method -> method.getName().equals(frame.getMethodName())
                && (method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)));
    }

    private void run(String... expected) throws InterruptedException {
        long start = System.nanoTime();
        begun = start;
        if (SECONDS > 0) {
            System.out.printf("fuzz %s: from seed %d on, for %.0f s%n", name, first, SECONDS / RUNS);
        }
        Thread thread = new Thread(this::inputs, THREAD + name);
        thread.setDaemon(true); // an input that does not end must not keep the JVM
        thread.start();
        while (!thread.join(Duration.ofMillis(50))) {
            if (System.nanoTime() - begun > patienceMillis * 1_000_000) {
                List<StackTraceElement> where = List.of(thread.getStackTrace());
                if (!where.isEmpty()) {
                    throw failed("did not end within " + patienceMillis + " ms; it was at\n    "
                            + where.stream().limit(30).map(StackTraceElement::toString).collect(Collectors.joining("\n    ")), null);
                }
            }
        }
        if (failure != null) {
            throw failed(failure.toString(), failure);
        }
        if (SECONDS > 0) {
            System.out.printf("fuzz %s: %d inputs in %.0f s: %s; the slowest, of seed %d, took %.1f s%n", name, inputs, (System.nanoTime() - start) / 1e9, outcomes,
                    slowest, longest / 1e9);
        }
        List<String> missing = Stream.of(expected).filter(outcome -> !outcomes.containsKey(outcome)).toList();
        if (ONLY == null && !missing.isEmpty()) {
            throw new AssertionError("fuzz " + name + ": of " + inputs + " inputs from seed " + first + " on none was " + missing + ", only " + outcomes);
        }
    }

    private void inputs() {
        long end = System.nanoTime() + (long) (SECONDS / RUNS * 1e9);
        try {
            while (inputs < count && (count < Integer.MAX_VALUE || System.nanoTime() < end)) {
                seed = first + inputs;
                begun = System.nanoTime();
                outcomes.merge(property.check(new SplittableRandom(seed)), 1, Integer::sum);
                inputs++;
                if (System.nanoTime() - begun > longest) {
                    longest = System.nanoTime() - begun;
                    slowest = seed;
                }
            }
        } catch (Throwable e) { // of whatever kind: errors of the JVM are what is looked for
            failure = e;
        }
    }

    private AssertionError failed(String what, Throwable cause) {
        String bits = System.getProperty(VECTOR_BITS);
        return new AssertionError("fuzz " + name + ": input " + inputs + ", of seed " + seed + ": " + what
                + "\nrun again: mvn verify -pl tests -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test
                + " -Dfuzz.seed=" + seed + (bits == null ? "" : " -D" + VECTOR_BITS + "=" + bits), cause);
    }

    /** Whether there is only the input of one seed, of which nothing more can be asked than that it passes. */
    public static boolean isOfOneInput() {
        return ONLY != null;
    }

    /** Whether this thread checks an input, so that a failure will name the command that runs it again. */
    public static boolean isRunning() {
        return Thread.currentThread().getName().startsWith(THREAD);
    }

    /**
     * What a parser makes of an input; empty if it refuses it as documented: by this type of exception and none below it, which a parser's own helpers throw,
     * and with a message that says what was expected.
     *
     * @param input to be told in a failure
     */
    public static <T> Optional<T> parsed(Callable<T> parser, Class<? extends Exception> documented, Object input) {
        try {
            return Optional.of(parser.call());
        } catch (Throwable e) {
            if (e.getClass() == documented && String.valueOf(e.getMessage()).contains("expected")) {
                return Optional.empty();
            }
            throw new AssertionError("expected a value, or " + documented.getSimpleName() + " with what was expected, got " + e + " for " + quoted(input), e);
        }
    }

    /** In Java's notation, cut off where it is long. */
    public static String quoted(Object input) {
        String text = String.valueOf(input);
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().limit(SHOWN).forEach(c -> quoted.append(c == '"' || c == '\\' ? "\\" + (char) c : c >= ' ' && c < 0x7F ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return quoted.append('"').append(text.length() > SHOWN ? "… of " + text.length() + " characters" : "").toString();
    }
}
