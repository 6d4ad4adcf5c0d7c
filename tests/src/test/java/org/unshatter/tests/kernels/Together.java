package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Several threads of the user, who begin at the same moment. */
final class Together {

    private Together() {
    }

    /** Calls {@code body} with 0, …, {@code callers} − 1, each in a thread of its own, and fails as the first of them fails. */
    static void run(int callers, IntConsumer body) throws InterruptedException {
        run(callers, Thread.ofPlatform().daemon(), body);
    }

    /** The same with threads of a kind. */
    static void run(int callers, Thread.Builder kind, IntConsumer body) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(callers);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[callers];
        for (int i = 0; i < callers; i++) {
            int caller = i;
            threads[i] = kind.name("caller-" + i).start(() -> {
                start.countDown();
                try {
                    start.await();
                    body.accept(caller);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable first = failure.get();
        if (first instanceof Error error) {
            throw error;
        }
        assertNull(first, () -> "a caller failed: " + first);
    }
}
