package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.GenerateException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The one thread that calls the driver for a runner: its context is current there and nowhere else,
 * and no virtual thread is pinned by a call that waits.
 */
final class DeviceThread implements AutoCloseable {
    private final ExecutorService thread;

    DeviceThread(String name) {
        thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Runs work there and waits; an interrupt is kept for afterwards, since a GPU cannot be. */
    <T> T call(Callable<T> work) {
        Future<T> future;
        try {
            future = thread.submit(work);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The runner is closed.", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure
                ? failure
                : new GenerateException("The device thread failed: " + cause, cause);
    }

    @Override
    public void close() {
        thread.close();
    }
}
