package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.init.RandomStreams;
import org.unshatter.optim.Constant;
import org.unshatter.optim.Plateau;
import org.unshatter.optim.Schedule;
import org.unshatter.optim.ScheduleState;
import org.unshatter.optim.Warmup;
import org.unshatter.safetensors.Entry;

/** The rate is dropped when the loss has stood still for the time that the paper tells, and at no other time. */
class PlateauTest {

    private static final int STEPS_PER_EPOCH = 10;

    /** Epochs, counted from 1, after which the rate is dropped. */
    private static List<Integer> drops(Schedule schedule, int epochs, IntToDoubleFunction loss) {
        ScheduleState state = schedule.start(STEPS_PER_EPOCH, (long) STEPS_PER_EPOCH * (epochs + 1));
        List<Integer> drops = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double before = state.factor(state.epochs() * STEPS_PER_EPOCH);
            boolean dropped = state.epochEnded(loss.applyAsDouble(epoch));
            double after = state.factor(state.epochs() * STEPS_PER_EPOCH);
            assertTrue(!dropped || after < before, "epoch " + epoch);
            if (dropped) {
                drops.add(epoch);
            }
        }
        return drops;
    }

    /** The decrease is known from epoch 11 on, and has been too small five times after epoch 15; then after five more. */
    @Test
    void aLossThatStandsStillDropsTheRateEveryFiveEpochs() {
        assertEquals(List.of(15, 20, 25, 30), drops(new Plateau(), 33, epoch -> 1));
        assertEquals(List.of(15, 20), drops(new Plateau(), 20, epoch -> epoch), "a rising one too");
    }

    @Test
    void aLossThatFallsFastEnoughNeverDropsIt() {
        assertEquals(List.of(), drops(new Plateau(10, 0.5, 5, 0.1), 200, epoch -> -epoch / 16.0));
        assertEquals(List.of(15), drops(new Plateau(10, 0.75, 5, 0.1), 19, epoch -> -epoch / 16.0), "10/16 is not enough");
    }

    /** Exactly the threshold is not below it. In sixteenths, so that nothing is rounded. */
    @Test
    void aDecreaseOfTheThresholdIsEnough() {
        assertEquals(List.of(), drops(new Plateau(10, 0.625, 5, 0.1), 100, epoch -> 50 - epoch / 16.0));
        assertEquals(List.of(15), drops(new Plateau(10, Math.nextUp(0.625), 5, 0.1), 15, epoch -> 50 - epoch / 16.0));
    }

    /** Falls until epoch 20 and then stands: epoch 29 is the last whose decrease, 1/16, is enough. */
    @Test
    void whatCountsIsTheDecreaseOverTheWindow() {
        assertEquals(List.of(34, 39), drops(new Plateau(10, 0.0625, 5, 0.1), 40, epoch -> 10 - Math.min(epoch, 20) / 16.0));
    }

    /** One good epoch in between, and the count begins anew. */
    @Test
    void theTimesMustBeInARow() {
        double[] losses = {5, 5, 5, 5, 4, 5, 5, 5, 5, 5};
        // Decreases over 2 epochs from the third on: 0, 0, 1, 0, -1, 0, 0, 0 with a threshold of 0.5.
        assertEquals(List.of(8), drops(new Plateau(2, 0.5, 3, 0.1), 10, epoch -> losses[epoch - 1]));
        assertEquals(List.of(4, 7, 9), drops(new Plateau(2, 0.5, 2, 0.1), 10, epoch -> losses[epoch - 1]));
    }

    @Test
    void eachDropMultiplies() {
        ScheduleState state = new Plateau(1, 0.1, 1, 0.5).start(1, 100);
        List<Double> factors = new ArrayList<>();
        for (double loss : new double[] {3, 2, 2, 1, 1, 1}) {
            state.epochEnded(loss);
            factors.add(state.factor(0));
        }
        assertEquals(List.of(1.0, 1.0, 0.5, 0.5, 0.25, 0.125), factors);
    }

    /** Epochs that begin during the warm-up are not looked at. */
    @Test
    void duringAWarmUpNothingIsCounted() {
        assertEquals(List.of(18, 23), drops(new Warmup(3, new Plateau()), 25, epoch -> 1));
        assertEquals(List.of(18, 23), drops(new Warmup(2.5, new Plateau()), 25, epoch -> epoch <= 3 ? Double.NaN : 1));
    }

    @Test
    void itGoesOnToTheBitWhereverItWasInterrupted() {
        Schedule schedule = new Warmup(2, new Plateau(4, 0.05, 2, 0.7));
        RandomGenerator random = RandomStreams.of(1, "losses");
        double[] losses = random.doubles(60).map(noise -> 0.2 * noise).toArray();
        ScheduleState whole = schedule.start(STEPS_PER_EPOCH, 1000);
        for (double loss : losses) {
            whole.epochEnded(loss);
        }
        assertTrue(whole.factor(999) < 0.1 && whole.factor(999) > 0, "some drops: " + whole.factor(999));
        for (int cut = 0; cut <= losses.length; cut++) {
            ScheduleState first = schedule.start(STEPS_PER_EPOCH, 1000);
            for (int i = 0; i < cut; i++) {
                first.epochEnded(losses[i]);
            }
            ScheduleState second = schedule.start(STEPS_PER_EPOCH, 1000);
            second.restore(first.entries());
            assertEquals(cut, second.epochs());
            for (int i = cut; i < losses.length; i++) {
                assertEquals(first.epochEnded(losses[i]), second.epochEnded(losses[i]));
            }
            assertEquals(whole.factor(500), second.factor(500));
            assertEquals(bytes(whole.entries()), bytes(second.entries()), "cut after " + cut);
        }
    }

    private static Map<String, Object> bytes(Map<String, Entry> entries) {
        Map<String, Object> bytes = new LinkedHashMap<>();
        entries.forEach((name, entry) -> bytes.put(name, entry.data()));
        return bytes;
    }

    /** A loss that is not finite is no plateau. Other schedules do not look at it. */
    @Test
    void aLossThatIsNoNumberIsRefused() {
        ScheduleState state = new Plateau().start(1, 10);
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertRefused("loss is " + wrong + ", expected a finite number", () -> state.epochEnded(wrong));
        }
        assertEquals(0, state.epochs());
        ScheduleState constant = new Constant().start(1, 10);
        assertFalse(constant.epochEnded(Double.NaN));
        assertEquals(1, constant.epochs());
    }

    @Test
    void statesOfOtherRulesAreRefusedAndChangeNothing() {
        ScheduleState state = new Plateau(3, 0.1, 2, 0.5).start(1, 10);
        for (int epoch = 0; epoch < 7; epoch++) {
            state.epochEnded(1);
        }
        Map<String, Object> before = bytes(state.entries());
        assertRefused("the state of schedule plateau:window=3,threshold=0.1,times=2,factor=0.5: losses is missing, expected F64[3]",
                () -> state.restore(new Constant().start(1, 10).entries()));
        assertRefused("losses is F64[10], expected F64[3]", () -> state.restore(new Plateau().start(1, 10).entries()));
        assertRefused("below is 2, expected less than 2", () -> state.restore(with(state, "below", Entry.of(new long[] {2}))));
        assertRefused("known is 4, expected less than 4", () -> state.restore(with(state, "known", Entry.of(new long[] {4}))));
        assertRefused("drops is -1, expected at least 0", () -> state.restore(with(state, "drops", Entry.of(new long[] {-1}))));
        assertRefused("losses are [NaN, 0.0, 0.0], expected finite numbers",
                () -> state.restore(with(state, "losses", Entry.of(new double[] {Double.NaN, 0, 0}, 3))));
        assertRefused("extra is there, expected no such entry", () -> state.restore(with(state, "extra", Entry.of(new long[] {1}))));
        assertRefused("losses is there, expected no such entry", () -> new Constant().start(1, 10).restore(state.entries()));
        assertEquals(before, bytes(state.entries()));
    }

    private static Map<String, Entry> with(ScheduleState state, String name, Entry entry) {
        Map<String, Entry> entries = state.entries();
        entries.put(name, entry);
        return entries;
    }

    private static void assertRefused(String message, Runnable call) {
        String actual = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    /** Each checkpoint would hold the losses, and a text may say anything. */
    @Test
    void aWindowBeyondAnyTrainingIsRefused() {
        assertRefused("window is 1000001 epochs, expected at most 1000000", () -> Schedule.parse("plateau:window=1000001"));
    }
}
