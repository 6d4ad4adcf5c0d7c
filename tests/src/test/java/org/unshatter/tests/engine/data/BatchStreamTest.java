package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.NONE;
import static org.unshatter.tests.engine.data.HandMade.counting;

import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Batch;
import org.unshatter.data.BatchStream;
import org.unshatter.data.Batches;
import org.unshatter.data.Placement;

/** The thread ahead changes nothing but the time, and ends. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchStreamTest {

    private static final Batches BATCHES = Batches.of(counting(23), NONE, 5).shuffled(3).augmented(Augmentation.shiftsAndFlips(1));

    @AfterEach
    void noThreadIsLeft() {
        assertEquals(0, threads(), "threads that make batches");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.isAlive() && thread.getName().equals("unshatter-batches")).count();
    }

    @Test
    void itGivesBitForBitWhatIsMadeWithoutIt() {
        int seen = 0;
        try (BatchStream stream = BATCHES.stream(0, 0, 3)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                for (int index = 0; index < 5; index++, seen++) {
                    assertEquals(epoch, stream.epoch());
                    assertEquals(index, stream.index());
                    assertSameBatch(BATCHES.get(epoch, index), stream.next());
                }
            }
            assertFalse(stream.hasNext());
            assertThrows(NoSuchElementException.class, stream::next);
        }
        assertEquals(15, seen);
    }

    /** As a run does that was stopped there; the number of batches means the beginning of the next epoch. */
    @ParameterizedTest
    @CsvSource({"1, 3, 1, 3", "0, 5, 1, 0", "2, 4, 2, 4"})
    void itContinuesAnywhere(int epoch, int index, int firstEpoch, int firstIndex) {
        try (BatchStream stream = BATCHES.stream(epoch, index, 3)) {
            assertSameBatch(BATCHES.get(firstEpoch, firstIndex), stream.next());
            int batches = 1;
            for (; stream.hasNext(); batches++) {
                assertSameBatch(BATCHES.get(stream.epoch(), stream.index()), stream.next());
            }
            assertEquals((3 - firstEpoch) * 5 - firstIndex, batches);
        }
    }

    @Test
    void incompleteBatchesBetweenCompleteOnesKeepTheirShape() {
        try (BatchStream stream = BATCHES.stream(0, 3, 2)) {
            assertEquals(5, stream.next().count());
            assertEquals(3, stream.next().count());
            assertArrayEquals(new int[] {5, 1, 2, 3}, stream.next().images().shape());
        }
    }

    @Test
    void nothingToDoIsNoFault() {
        try (BatchStream stream = BATCHES.stream(3, 0, 3)) {
            assertFalse(stream.hasNext());
        }
        try (BatchStream stream = Batches.of(counting(3), NONE, 2).once()) {
            assertEquals(2, stream.next().count());
            assertEquals(1, stream.next().count());
            assertFalse(stream.hasNext());
        }
    }

    @Test
    void tensorsAreUsedAgainOnlyAfterTheNextIsAskedFor() throws InterruptedException {
        Batches complete = BATCHES.completeOnly();
        try (BatchStream stream = complete.stream(0, 0, 100)) {
            Batch first = stream.next();
            Thread.sleep(50); // enough to fill all arrays there are
            assertSameBatch(complete.get(0, 0), first);
            boolean again = false;
            for (int i = 0; i < 20; i++) {
                again |= stream.next().images() == first.images();
            }
            assertTrue(again, "no array was used again in 20 batches");
        }
    }

    /** The number of draws shows how far the thread goes on its own. */
    @Test
    void itMakesBatchesAheadButNotWithoutBound() throws InterruptedException {
        AtomicInteger drawn = new AtomicInteger();
        Batches batches = Batches.of(counting(40), NONE, 2).shuffled(1).augmented(random -> {
            drawn.incrementAndGet();
            return Placement.UNCHANGED;
        });
        try (BatchStream stream = batches.stream(0, 0, 10)) {
            stream.next();
            for (int i = 0; i < 100 && drawn.get() < 4; i++) {
                Thread.sleep(10);
            }
            assertTrue(drawn.get() >= 4, "no batch was made ahead");
            Thread.sleep(50);
            int most = drawn.get();
            assertTrue(most <= 2 * 5, most + " samples were drawn for one batch of 2");
        }
    }

    @Test
    void closingEndsTheThreadWhereverItIs() throws InterruptedException {
        BatchStream unread = BATCHES.stream(0, 0, Integer.MAX_VALUE);
        assertEquals(1, threads());
        unread.close();
        assertEquals(0, threads());
        unread.close();
        assertThrows(IllegalStateException.class, unread::next);
        BatchStream read = BATCHES.stream(0, 0, Integer.MAX_VALUE);
        read.next();
        Thread.sleep(20);
        read.close();
        assertEquals(0, threads());
    }

    @Test
    void theThreadIsADaemonAndEndsAloneWithTheLastBatch() throws InterruptedException {
        BatchStream stream = BATCHES.stream(2, 3, 3);
        Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("unshatter-batches"))
                .forEach(thread -> assertTrue(thread.isDaemon()));
        stream.next();
        stream.next();
        for (int i = 0; i < 100 && threads() > 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, threads());
    }

    @Test
    void anExceptionInTheThreadReachesItsUserAtTheBatchItStruck() {
        AtomicInteger drawn = new AtomicInteger();
        ArithmeticException fault = new ArithmeticException("an augmentation's own");
        Batches batches = Batches.of(counting(23), NONE, 5).shuffled(3).augmented(random -> {
            if (drawn.incrementAndGet() > 12) {
                throw fault;
            }
            return Placement.UNCHANGED;
        });
        BatchStream stream = batches.stream(4, 0, 9);
        stream.next();
        stream.next();
        IllegalStateException exception = assertThrows(IllegalStateException.class, stream::next);
        assertSame(fault, exception.getCause());
        assertTrue(exception.getMessage().contains("batch 2 of epoch 4") && exception.getMessage().contains("own"), exception.getMessage());
        assertEquals(0, threads());
    }

    @Test
    void aUserWhoIsInterruptedStaysSo() throws InterruptedException {
        Semaphore go = new Semaphore(0);
        Batches batches = Batches.of(counting(4), NONE, 2).shuffled(3).augmented(random -> {
            go.acquireUninterruptibly();
            return Placement.UNCHANGED;
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> still = new AtomicReference<>();
        Thread user = new Thread(() -> {
            try (BatchStream stream = batches.stream(0, 0, 1)) {
                stream.next();
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
            still.set(Thread.currentThread().isInterrupted());
        });
        user.start();
        user.interrupt();
        go.release(100);
        user.join(TimeUnit.SECONDS.toMillis(20));
        assertTrue(thrown.get() != null && thrown.get().getMessage().contains("interrupted"), () -> "thrown: " + thrown.get());
        assertEquals(true, still.get());
    }

    private static void assertSameBatch(Batch expected, Batch actual) {
        assertEquals(expected.epoch(), actual.epoch());
        assertEquals(expected.index(), actual.index());
        assertArrayEquals(expected.images().toArray(), actual.images().toArray());
        assertArrayEquals(expected.images().shape(), actual.images().shape());
        assertArrayEquals(expected.labels().toArray(), actual.labels().toArray());
    }
}
