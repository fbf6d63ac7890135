package dev.jeton.tokenize.internal.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Ends a read that gets no bytes for too long, by closing the stream from another thread: the
 * client's own timeout ends with the head of the answer.
 */
final class StallGuard implements AutoCloseable {
    private final InputStream in;
    private final Duration limit;
    private final Thread watch;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream in, Duration limit) {
        this.in = in;
        this.limit = limit;
        this.watch = new Thread(this::watch, "jeton-stall-guard");
        watch.setDaemon(true);
        watch.start();
    }

    /** Reads as {@link InputStream#read(byte[])} does. */
    int read(byte[] buffer) throws IOException {
        try {
            int n = in.read(buffer);
            lastNanos = System.nanoTime();
            return n;
        } catch (IOException e) {
            if (stalled) {
                HttpTimeoutException late =
                        new HttpTimeoutException("no bytes for " + limit.toSeconds() + " s");
                late.initCause(e);
                throw late;
            }
            throw e;
        }
    }

    private void watch() {
        try {
            while (true) {
                long restMillis = limit.toMillis() - (System.nanoTime() - lastNanos) / 1_000_000;
                if (restMillis <= 0) {
                    stalled = true;
                    in.close();
                    return;
                }
                Thread.sleep(restMillis);
            }
        } catch (InterruptedException e) {
            // The download is over.
        } catch (IOException e) {
            // The reader sees the closed stream and reports the stall.
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
