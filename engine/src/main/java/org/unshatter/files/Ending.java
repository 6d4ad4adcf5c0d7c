package org.unshatter.files;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The end of the JVM by Ctrl-C, SIGTERM or {@link System#exit} does not come in the middle of writing files: what has begun is ended first, temporary files are
 * renamed or deleted, and nothing begins any more. (A kill -9 does come; what it leaves is never under a file's own name.)
 */
public final class Ending {

    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();
    private static final int SECONDS = 5;

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

    /**
     * Does what the end is to wait for; it must not end the JVM itself.
     *
     * @throws IOException if the work throws one; or if the JVM is ending, after some seconds, in which it has mostly ended: a hook of the program's own that
     *                     writes files would else be waited for, and wait, for ever
     */
    public static void waitsFor(Writing work) throws IOException {
        if (!mayBegin()) {
            throw new IOException("the JVM is ending, expected no file to be written any more");
        }
        try {
            work.run();
        } finally {
            LOCK.readLock().unlock();
        }
    }

    /** Not once the end waits. An interrupted thread may write all the same. */
    private static boolean mayBegin() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return LOCK.readLock().tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
