package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.optim.Constant;
import org.unshatter.optim.Cosine;
import org.unshatter.optim.LinearDecay;
import org.unshatter.optim.OneCycle;
import org.unshatter.optim.Plateau;
import org.unshatter.optim.Schedule;
import org.unshatter.optim.ScheduleState;
import org.unshatter.optim.StepDecay;
import org.unshatter.optim.Warmup;

/** The learning rate is where the formulas of the schedules say. Factors are worked out by hand. */
class SchedulesTest {

    static List<Schedule> all() {
        return List.of(new Constant(), new StepDecay(30, 0.1), new StepDecay(7, 0.5), new Cosine(), new Cosine(0.01), new LinearDecay(),
                new OneCycle(), new OneCycle(0.04, 0.3, 0), new Plateau(), new Plateau(3, 0, 1, 0.5), new Warmup(5, new Constant()),
                new Warmup(0.5, new Cosine(0.1)), new Warmup(2, new Plateau(4, 1e-3, 2, 0.3)));
    }

    /** A double of this size would be written with an exponent, which is no whole number when it is read. */
    @Test
    void largeCountsAreWrittenAsTheyAreRead() {
        assertEquals("step:every=2147483647", new StepDecay(Integer.MAX_VALUE, 0.1).toString());
        for (String text : List.of("step:every=10000000", "plateau:window=123456,times=10000001", "warmup:epochs=2e7+step:every=20000000")) {
            assertEquals(text, Schedule.parse(text).toString());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsTextReadsBack(Schedule schedule) {
        String text = schedule.toString();
        assertEquals(schedule, Schedule.parse(text), text);
        assertTrue(text.matches("[a-z0-9:=,.+-]+"), () -> "a shell would not take it as it is: " + text);
    }

    @Test
    void whatIsAsUsualIsLeftOut() {
        assertEquals("[constant, step, step:every=7,factor=0.5, cosine, cosine:final=0.01, linear, one-cycle, one-cycle:start=0.04,up=0.3,final=0, plateau, "
                + "plateau:window=3,threshold=0,times=1,factor=0.5, warmup+constant, warmup:epochs=0.5+cosine:final=0.1, "
                + "warmup:epochs=2+plateau:window=4,threshold=0.001,times=2,factor=0.3]", all().toString().replace("step:every=30,factor=0.1", "step"));
        for (String usage : Schedule.usages()) {
            String name = usage.replaceAll("\\[[^]]*]", "").replace("schedule", "linear");
            assertEquals(Schedule.parse(name), Schedule.parse(usage.replaceAll("[\\[\\]]", "").replace("schedule", "linear")), usage);
        }
        assertEquals(7, Schedule.usages().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { // text | step | steps per epoch | steps of the training | factor
        "constant                             |   0 | 10 | 100 | 1",
        "constant                             |  99 | 10 | 100 | 1",
        "step:every=2,factor=0.5              |   0 | 10 | 100 | 1",
        "step:every=2,factor=0.5              |  19 | 10 | 100 | 1",
        "step:every=2,factor=0.5              |  20 | 10 | 100 | 0.5",
        "step:every=2,factor=0.5              |  39 | 10 | 100 | 0.5",
        "step:every=2,factor=0.5              |  99 | 10 | 100 | 0.0625",
        "cosine                               |   0 | 10 | 120 | 1",
        "cosine                               |  40 | 10 | 120 | 0.75",
        "cosine                               |  60 | 10 | 120 | 0.5",
        "cosine                               |  80 | 10 | 120 | 0.25",
        "cosine:final=0.2                     |   0 | 10 | 120 | 1",
        "cosine:final=0.2                     |  80 | 10 | 120 | 0.4",
        "linear                               |   0 | 10 | 100 | 1",
        "linear                               |  75 | 10 | 100 | 0.25",
        "linear                               |  99 | 10 | 100 | 0.01",
        "one-cycle:start=0.2,up=0.4,final=0.1 |   0 | 10 | 100 | 0.2",
        "one-cycle:start=0.2,up=0.4,final=0.1 |  20 | 10 | 100 | 0.6",
        "one-cycle:start=0.2,up=0.4,final=0.1 |  40 | 10 | 100 | 1",
        "one-cycle:start=0.2,up=0.4,final=0.1 |  50 | 10 | 100 | 0.8",
        "one-cycle:start=0.2,up=0.4,final=0.1 |  80 | 10 | 100 | 0.2",
        "one-cycle:start=0.2,up=0.4,final=0.1 |  90 | 10 | 100 | 0.15",
        "one-cycle:up=0.5                     |  99 | 10 | 100 | 0.118",
        "plateau                              |  50 | 10 | 100 | 1",
        "warmup:epochs=2+constant             |   0 | 10 | 100 | 0.05",
        "warmup:epochs=2+constant             |   9 | 10 | 100 | 0.5",
        "warmup:epochs=2+constant             |  19 | 10 | 100 | 1",
        "warmup:epochs=2+constant             |  20 | 10 | 100 | 1",
        "warmup:epochs=0.5+linear             |   1 | 10 | 105 | 0.4",
        "warmup:epochs=0.5+linear             |   5 | 10 | 105 | 1",
        "warmup:epochs=0.5+linear             |  55 | 10 | 105 | 0.5",
        "warmup:epochs=2+step:every=1         |  29 | 10 | 100 | 1",
        "warmup:epochs=2+step:every=1         |  30 | 10 | 100 | 0.1",
        "warmup:epochs=1+one-cycle:start=0.5  |   4 | 10 | 100 | 0.25",
        "warmup:epochs=20+linear              |  49 | 10 | 100 | 0.25",
        "warmup:epochs=0+linear               |   0 | 10 | 100 | 1",
    })
    void theFactorIs(String text, long step, long stepsPerEpoch, long total, double factor) {
        Schedule schedule = Schedule.parse(text);
        assertEquals(factor, schedule.at(step, stepsPerEpoch, total), 1e-12);
        assertEquals(factor, schedule.start(stepsPerEpoch, total).factor(step), 1e-12);
    }

    /** All of a cosine against the formula as it is printed; near its end that one cancels, the other does not. */
    @Test
    void theCosineIsTheOneOfThePaper() {
        long total = 1000;
        for (long step = 0; step < total; step++) {
            double printed = 0.1 + 0.5 * (1 - 0.1) * (1 + Math.cos(Math.PI * step / total));
            assertEquals(printed, new Cosine(0.1).at(step, 10, total), 1e-15, "step " + step);
        }
        double angle = Math.PI / 2 / 1e9;
        assertEquals(angle * angle, new Cosine().at(999_999_999, 10, 1_000_000_000), 1e-7 * angle * angle);
    }

    /** No jump but where one is meant: from step to step no factor changes by more than its slope allows. */
    @Test
    void smoothSchedulesAreContinuous() {
        int total = 10_000;
        for (String text : List.of("cosine", "linear", "one-cycle", "warmup:epochs=10+cosine", "warmup:epochs=10+one-cycle")) {
            ScheduleState state = Schedule.parse(text).start(100, total);
            double before = state.factor(0);
            for (int step = 1; step < total; step++) {
                double now = state.factor(step);
                assertTrue(Math.abs(now - before) < 12.0 / total, text + ", step " + step + ": from " + before + " to " + now);
                assertTrue(now >= 0 && now <= 1, text);
                before = now;
            }
            assertTrue(before < 1.1e-3, text + " ends with " + before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                         | schedule is \"\", expected one of constant step[:every=30",
        "exponential                | schedule is \"exponential\", expected one of constant",
        "constant:factor=1          | schedule \"constant:factor=1\" sets \"factor\", expected constant",
        "step:every=0               | every is 0, expected at least 1",
        "step:every=1.5             | every is \"1.5\", expected a whole number",
        "step:factor=0              | factor is 0.0, expected above 0 and at most 1",
        "step:factor=2              | factor is 2.0, expected above 0 and at most 1",
        "cosine:final=1.5           | final is 1.5, expected 0 to 1",
        "cosine:final=-0.1          | final is -0.1",
        "one-cycle:up=0             | up is 0.0, expected above 0 and at most 0.5",
        "one-cycle:up=0.6           | up is 0.6",
        "one-cycle:start=NaN        | start is NaN",
        "plateau:window=0           | window is 0, expected at least 1",
        "plateau:times=0            | times is 0, expected at least 1",
        "plateau:threshold=-1       | threshold is -1.0, expected a finite number, at least 0",
        "warmup                     | schedule is \"warmup\", expected another one behind the warm-up, such as \"warmup+cosine\"",
        "warmup:epochs=2            | such as \"warmup:epochs=2+cosine\"",
        "warmup+                    | schedule is \"\", expected one of",
        "warmup+warmup+cosine       | schedule behind the warm-up is another warm-up, expected one of",
        "warmup:epochs=-1+cosine    | warm-up \"warmup:epochs=-1\": epochs is -1.0",
        "warmups+cosine             | warm-up is \"warmups\", expected one of warmup[:epochs=5]",
        "cosine+linear              | schedule is \"cosine+linear\"",
    })
    void whatCannotBeReadIsRefused(String text, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text)).getMessage();
        assertTrue(actual.contains(message), () -> "\"" + message + "\" is not in: " + actual);
    }

    @Test
    void thereIsNoRateOutsideTheTraining() {
        ScheduleState state = new Cosine().start(10, 100);
        assertRefused("step is 100, expected at least 0 and less than 100", () -> state.factor(100));
        assertRefused("step is -1", () -> state.factor(-1));
        assertRefused("stepsPerEpoch is 0, expected at least 1", () -> new Cosine().start(0, 100));
        assertRefused("less than 0, the steps of the training", () -> new Cosine().start(10, 0));
    }

    /** Found by the fuzz test: they were parsed one within the other. */
    @Test
    void manyWarmUpsAreRefusedLikeTwo() {
        assertRefused("another warm-up", () -> Schedule.parse("warmup+".repeat(50_000) + "cosine"));
    }

    private static void assertRefused(String message, Runnable call) {
        String actual = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(actual.contains(message), actual);
    }
}
