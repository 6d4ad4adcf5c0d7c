package org.unshatter.files;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The end of the JVM by Ctrl-C, SIGTERM or {@link System#exit} does not come in the middle of writing files: what has begun is ended first, temporary files are
 * renamed or deleted, and nothing begins any more. (A kill -9 does come; what it leaves is never under a file's own name.)
 */
public final class Ending {

    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

    static {
        try {
            // never unlocked: the JVM ends when all its hooks have, whoever waits for the lock
            Runtime.getRuntime().addShutdownHook(new Thread(LOCK.writeLock()::lock, "unshatter-files"));
        } catch (IllegalStateException e) { // it is ending already
        }
    }

    private Ending() {
    }

    /** Writes files. */
    @FunctionalInterface
    public interface Writing {
        void run() throws IOException;
    }

    /** Does what the end is to wait for; it must not end the JVM itself. */
    public static void waitsFor(Writing work) throws IOException {
        LOCK.readLock().lock();
        try {
            work.run();
        } finally {
            LOCK.readLock().unlock();
        }
    }
}
