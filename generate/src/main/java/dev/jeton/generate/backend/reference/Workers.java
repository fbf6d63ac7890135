package dev.jeton.generate.backend.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Splits ranges over threads. Results do not depend on how many there are. */
final class Workers implements AutoCloseable {
    /** Work on {@code [from, to)}. */
    @FunctionalInterface
    interface Range {
        void run(int from, int to);
    }

    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        this.pool =
                Executors.newFixedThreadPool(
                        Math.max(1, threads - 1),
                        task -> {
                            Thread thread = new Thread(task, "jeton-reference");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Runs {@code [0, count)} in pieces; the calling thread takes the last one. */
    void run(int count, Range work) {
        int pieces = Math.min(threads, count);
        List<Future<?>> running = new ArrayList<>();
        int from = 0;
        for (int piece = 0; piece < pieces - 1; piece++) {
            int start = from;
            int end = (int) ((piece + 1L) * count / pieces);
            running.add(pool.submit(() -> work.run(start, end)));
            from = end;
        }
        try {
            work.run(from, count);
        } finally {
            running.forEach(Workers::await);
        }
    }

    private static void await(Future<?> task) {
        boolean interrupted = false;
        while (true) {
            try {
                task.get();
                break;
            } catch (InterruptedException e) {
                // The pieces share buffers with the caller: all must end before it goes on.
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
