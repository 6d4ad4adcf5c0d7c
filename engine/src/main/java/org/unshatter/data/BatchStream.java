package org.unshatter.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Batches one after the other, made by {@link Batches#stream}. A daemon thread makes them while the batch before is used.
 *
 * <p>Arrays are used again: a batch is valid until the next one is asked for. For one thread, which must close it at the end.
 */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {

    /** Batches that wait at most; beside them are the one in use and the one being made. */
    private static final int AHEAD = 2;

    private final Batches batches;
    private final int epochs;
    private final Filler filler;
    private final BlockingQueue<Item> made = new ArrayBlockingQueue<>(AHEAD + 2);
    private final BlockingQueue<Filler.Buffers> free = new ArrayBlockingQueue<>(AHEAD + 2);
    private final Thread thread;
    /** The place of the next batch. */
    private int epoch;
    private int index;
    private Filler.Buffers inUse;
    private boolean closed;

    /** A batch, or why there is none. */
    private record Item(Batch batch, Filler.Buffers buffers, Throwable failure) {
    }

    BatchStream(Batches batches, int epoch, int index, int epochs) {
        this.batches = batches;
        this.epochs = epochs;
        filler = new Filler(batches);
        this.epoch = index == batches.count() ? epoch + 1 : epoch;
        this.index = index == batches.count() ? 0 : index;
        for (int i = 0; i < AHEAD + 2; i++) {
            free.add(new Filler.Buffers());
        }
        int firstEpoch = this.epoch;
        int firstIndex = this.index;
        thread = new Thread(() -> make(firstEpoch, firstIndex), "unshatter-batches");
        thread.setDaemon(true);
        thread.start();
    }

    private void make(int firstEpoch, int firstIndex) {
        try {
            int from = firstIndex;
            for (int e = firstEpoch; e < epochs; e++) {
                for (int i = from; i < batches.count(); i++) {
                    Filler.Buffers buffers = free.take();
                    made.put(new Item(filler.fill(buffers, e, i), buffers, null));
                }
                from = 0;
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (Throwable e) {
            made.add(new Item(null, null, e)); // has room: each other item holds buffers, and this thread holds one set
        }
    }

    /** Whether there is another batch before the end, even if making it will turn out to fail. */
    @Override
    public boolean hasNext() {
        return epoch < epochs;
    }

    /**
     * The next batch; makes the one before invalid.
     *
     * @throws NoSuchElementException if there is none
     * @throws IllegalStateException  if the stream is closed, or with the cause, if the batch could not be made or the thread is interrupted while it waits;
     *                                the stream is closed then
     */
    @Override
    public Batch next() {
        if (closed) {
            throw new IllegalStateException("the stream of batches is closed");
        }
        if (!hasNext()) {
            throw new NoSuchElementException("there is no batch after epoch " + (epochs - 1));
        }
        if (inUse != null) {
            free.add(inUse);
            inUse = null;
        }
        Item item;
        try {
            item = made.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for batch " + index + " of epoch " + epoch, e);
        }
        if (item.failure != null) {
            close();
            throw new IllegalStateException("batch " + index + " of epoch " + epoch + " could not be made: " + item.failure, item.failure);
        }
        inUse = item.buffers;
        if (++index == batches.count()) {
            index = 0;
            epoch++;
        }
        return item.batch;
    }

    /** The epoch of the batch that comes next. With {@link #index} all that {@link Batches#stream} needs to continue. */
    public int epoch() {
        return epoch;
    }

    /** The number of the batch that comes next. */
    public int index() {
        return index;
    }

    /** Ends the thread, and returns when it has ended. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends soon: at its next wait
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
