package dev.jeton.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Threads that do numbered tasks together with the thread that calls. Safe to share. */
final class WorkerThreads implements AutoCloseable {
    private final int count;
    private final @Nullable ExecutorService pool;

    /** {@code count} threads, the calling one among them. */
    WorkerThreads(int count) {
        if (count < 1 || count > 4096) {
            throw new IllegalArgumentException("threads is " + count + ", expected 1 to 4096.");
        }
        this.count = count;
        pool =
                count == 1
                        ? null
                        : Executors.newFixedThreadPool(
                                count - 1,
                                work -> {
                                    Thread thread = new Thread(work, "jeton-tokenize");
                                    thread.setDaemon(true);
                                    return thread;
                                });
    }

    int count() {
        return count;
    }

    /** The work of one call: each thread takes the next number until there is none. */
    private static final class Work implements Runnable {
        final AtomicInteger next = new AtomicInteger();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final CountDownLatch running;
        final int tasks;
        final IntConsumer task;

        Work(int tasks, IntConsumer task, int helpers) {
            this.tasks = tasks;
            this.task = task;
            running = new CountDownLatch(helpers);
        }

        void takeAll() {
            int i = next.getAndIncrement();
            while (i < tasks && failure.get() == null) {
                try {
                    task.accept(i);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
                i = next.getAndIncrement();
            }
        }

        @Override
        public void run() {
            try {
                takeAll();
            } finally {
                running.countDown();
            }
        }
    }

    /**
     * Does the tasks 0 to {@code tasks - 1} and returns when all are done.
     *
     * @throws RuntimeException the first that a task threw; later tasks may be left out then
     */
    void run(int tasks, IntConsumer task) {
        int helpers = pool == null ? 0 : Math.min(count, tasks) - 1;
        Work work = new Work(tasks, task, Math.max(0, helpers));
        for (int i = 0; i < helpers; i++) {
            start(work);
        }
        work.takeAll();
        await(work);
        Throwable failure = work.failure.get();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void start(Work work) {
        try {
            if (pool != null) {
                pool.execute(work);
            }
        } catch (RejectedExecutionException e) {
            work.running.countDown(); // closed: the calling thread does it all
        }
    }

    /** A helper that starts late finds nothing to do. */
    private static void await(Work work) {
        boolean interrupted = false;
        while (true) {
            try {
                work.running.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            List<Runnable> waiting = new ArrayList<>(pool.shutdownNow());
            for (Runnable work : waiting) {
                work.run();
            }
        }
    }
}
