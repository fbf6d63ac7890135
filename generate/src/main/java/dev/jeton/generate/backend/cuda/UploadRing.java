package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.ffi.CudaDriver;
import java.lang.foreign.MemorySegment;

/**
 * Two buffers of pinned memory: while the device copies from one, the other is filled. A row that
 * is larger than a buffer makes the buffers larger.
 */
final class UploadRing implements AutoCloseable {
    private static final long BYTES = 32L << 20;

    private final CudaDriver driver;
    private final long stream;
    private final long bytes;
    private final DeviceMemory memory;
    private final MemorySegment[] buffers = new MemorySegment[2];
    private final long[] events = new long[2];
    private final boolean[] used = new boolean[2];
    private int current = 1;

    /**
     * Allocates the buffers.
     *
     * @param all all bytes that will be copied: small models need small buffers
     * @param largestRow the largest row
     */
    UploadRing(CudaDriver driver, long stream, long all, long largestRow) {
        this.driver = driver;
        this.stream = stream;
        this.bytes = Math.max(largestRow, Math.min(BYTES, all));
        this.memory = new DeviceMemory(driver);
        try {
            for (int i = 0; i < 2; i++) {
                buffers[i] = memory.pinned(bytes);
                events[i] = memory.event();
            }
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** Bytes of a buffer. */
    long bytes() {
        return bytes;
    }

    /** The buffer to fill next, when the device is done with it. */
    MemorySegment next() {
        if (used[current]) {
            driver.record(events[current], stream);
        }
        current = 1 - current;
        if (used[current]) {
            driver.waitFor(events[current]);
        }
        used[current] = true;
        return buffers[current];
    }

    /** Copies a part of the current buffer. */
    void copy(long to, MemorySegment from) {
        driver.copyToDevice(to, from, stream);
    }

    /** Waits for all copies. */
    void finish() {
        driver.synchronize(stream);
    }

    @Override
    public void close() {
        memory.close();
    }
}
