package org.unshatter.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The harness itself: what is broken on purpose must be caught, named with its seed, and found again by it. */
class FuzzTest {

    private static final Pattern AGAIN = Pattern.compile("run again: mvn verify .* -Dtest=FuzzTest#\\w+ -Dfuzz\\.seed=(\\d+)");

    @BeforeEach
    void inTheBuildAlone() {
        Assumptions.assumeTrue(System.getProperty("fuzz.seed") == null && System.getProperty("fuzz.seconds") == null, "counts its inputs");
    }

    /** A parser of whole numbers, documented to refuse all else. */
    private static int parse(String text) {
        if (!text.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("number is \"" + text + "\", expected one to four digits");
        }
        return Integer.parseInt(text);
    }

    private interface Broken {
        int parse(String text) throws Exception;
    }

    private static String property(Broken parser, RandomGenerator random) {
        String text = Mutations.text("12", "345", List.of("6"), random);
        return Fuzz.parsed(() -> parser.parse(text), IllegalArgumentException.class, text).map(number -> {
            assertEquals(parse(text), number, () -> Fuzz.quoted(text));
            return "read";
        }).orElse("refused");
    }

    private static AssertionError caught(Broken parser) {
        return assertThrows(AssertionError.class, () -> Fuzz.run("broken", 5_000, random -> property(parser, random), 1_000));
    }

    @Test
    void aRightParserPasses() throws InterruptedException {
        Fuzz.run("right", 5_000, random -> property(FuzzTest::parse, random), "read", "refused");
    }

    @Test
    void anotherExceptionIsCaughtAndItsSeedFindsItAgain() {
        Broken careless = text -> text.length() > 4 ? Integer.parseInt("x") : parse(text);
        AssertionError error = caught(careless);
        Matcher again = AGAIN.matcher(error.getMessage());
        assertTrue(again.find() && error.getMessage().contains("NumberFormatException"), error.getMessage());
        RandomGenerator random = new SplittableRandom(Long.parseLong(again.group(1)));
        AssertionError same = assertThrows(AssertionError.class, () -> property(careless, random));
        assertTrue(error.getMessage().contains(same.getMessage()), same.getMessage());
    }

    @Test
    void anExceptionThatExplainsNothingIsCaught() {
        assertTrue(caught(text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("bad");
            }
            return parse(text);
        }).getMessage().contains("IllegalArgumentException: bad for \"\""));
    }

    @Test
    void aWrongResultIsCaught() {
        AssertionError error = caught(text -> text.equals("1") ? 2 : parse(text));
        assertTrue(error.getMessage().contains("expected: <1> but was: <2>"), error.getMessage());
    }

    @Test
    void anOverflowingStackAndExhaustedMemoryAreCaught() {
        assertTrue(caught(FuzzTest::endlessly).getMessage().contains("StackOverflowError"));
        assertTrue(caught(text -> text.isEmpty() ? new ArrayList<>(List.of(new long[Integer.MAX_VALUE])).size() : parse(text)).getMessage().contains("OutOfMemoryError"));
    }

    private static int endlessly(String text) {
        return text.startsWith("2") ? 1 + endlessly(text) : parse(text);
    }

    @Test
    void aLoopThatDoesNotEndIsCaught() {
        boolean[] ended = {false};
        AssertionError error = caught(text -> {
            while (text.equals("1") && !ended[0]) {
                Thread.sleep(1);
            }
            return parse(text);
        });
        ended[0] = true;
        assertTrue(error.getMessage().contains("did not end within 1000 ms") && error.getMessage().contains("FuzzTest.lambda"), error.getMessage());
        assertTrue(AGAIN.matcher(error.getMessage()).find(), error.getMessage());
    }

    @Test
    void aPropertyThatMeetsOneKindOfInputOnlyIsCaught() {
        Callable<Void> run = () -> {
            Fuzz.run("idle", 100, random -> "refused", "read", "refused");
            return null;
        };
        String message = assertThrows(AssertionError.class, run::call).getMessage();
        assertTrue(message.contains("none was [read], only {refused=100}"), message);
    }
}
