package dev.jeton.generate.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of platform threads that share the chunks of one piece of work after the other.
 * The caller is one of them; with one thread there is no other, and nothing is synchronised.
 *
 * <p>Chunks are claimed one by one, and the caller waits for claimed chunks only, never for a
 * thread that has not come yet: where the cores are shared with other programs, a thread that gets
 * no core delays at most the chunk it holds. Idle threads spin for some microseconds, as the next
 * work usually comes at once, and then park.
 *
 * <p>The number of the work and the chunks left lie in one word. A claim lowers that word by
 * compare and set, so it can only succeed while the work that was read before is still the current
 * one.
 */
final class ChunkPool implements AutoCloseable {
    /** Work in chunks that may run in any order, on any thread. */
    @FunctionalInterface
    interface Work {
        /** Runs a chunk with the memory of the thread it is on. */
        void run(int chunk, Scratch scratch);
    }

    private static final int IDLE_SPINS = 1000;
    private static final int WAIT_SPINS = 2000;

    private final Scratch own;
    private final Worker[] workers;

    /** Number of the work in the upper half, chunks not claimed yet in the lower. */
    private final AtomicLong state = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** Written before {@link #state}, read after it. */
    private Work work = (chunk, scratch) -> {};

    /**
     * Starts the threads.
     *
     * @param threads how many compute, the caller included
     * @param memory makes the memory of each
     */
    ChunkPool(int threads, IntFunction<Scratch> memory) {
        own = memory.apply(0);
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(memory.apply(i + 1));
            Thread.ofPlatform().daemon().name("jeton-cpu-" + (i + 1)).start(workers[i]);
        }
    }

    /** The number of threads, the caller included. */
    int threads() {
        return workers.length + 1;
    }

    /** Runs all chunks and returns when they are done. One caller at a time. */
    void run(int chunks, Work next) {
        if (workers.length == 0 || chunks == 1) {
            runAlone(chunks, next);
            return;
        }
        work = next;
        unfinished.set(chunks);
        long number = (state.get() >>> 32) + 1;
        state.set((number << 32) | chunks);
        for (Worker worker : workers) {
            worker.wake();
        }
        while (claimAndRun(own)) {}
        awaitClaimed();
        rethrow();
    }

    /** Runs all chunks on the caller's thread. */
    void runAlone(int chunks, Work next) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            next.run(chunk, own);
        }
    }

    /** Claims one chunk and runs it; false if none is left. */
    private boolean claimAndRun(Scratch scratch) {
        long seen = state.get();
        int left = (int) seen;
        if (left == 0) {
            return false;
        }
        Work current = work;
        if (state.compareAndSet(seen, seen - 1)) {
            try {
                current.run(left - 1, scratch);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                unfinished.getAndDecrement();
            }
        }
        return true;
    }

    // Yielding is a hint only: where all threads have a core, the wait ends before it is reached.
    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitClaimed() {
        for (int spins = 0; unfinished.get() != 0; spins++) {
            if (spins < WAIT_SPINS) {
                Thread.onSpinWait();
            } else {
                // The holder has perhaps lost its core; let it have this one.
                Thread.yield();
            }
        }
    }

    private void rethrow() {
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    private final class Worker implements Runnable {
        private final Scratch scratch;
        private volatile @Nullable Thread parked;

        Worker(Scratch scratch) {
            this.scratch = scratch;
        }

        @Override
        public void run() {
            int idle = 0;
            while (!closed) {
                if (claimAndRun(scratch)) {
                    idle = 0;
                } else if (++idle < IDLE_SPINS) {
                    Thread.onSpinWait();
                } else {
                    park();
                    idle = 0;
                }
            }
        }

        private void park() {
            parked = Thread.currentThread();
            // Looked at again after the flag is up: either this sees the work or the caller sees
            // the flag.
            if ((int) state.get() == 0 && !closed) {
                LockSupport.park(ChunkPool.this);
            }
            parked = null;
        }

        void wake() {
            Thread thread = parked;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }
}
