package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.ffi.CudaDriver;
import dev.jeton.generate.ffi.CudaException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was made with the driver, to be given back in the opposite order. After a sticky error the
 * driver refuses to free; what it refuses is lost with the context anyway.
 */
final class DeviceMemory implements AutoCloseable {
    private final CudaDriver driver;
    private final Deque<Runnable> made = new ArrayDeque<>();

    DeviceMemory(CudaDriver driver) {
        this.driver = driver;
    }

    /** Device memory. */
    long allocate(long bytes) {
        long address = driver.allocate(Math.max(bytes, 4));
        made.push(() -> driver.free(address));
        return address;
    }

    /** Pinned host memory. */
    MemorySegment pinned(long bytes) {
        MemorySegment memory = driver.allocateHost(Math.max(bytes, 4));
        made.push(() -> driver.freeHost(memory));
        return memory;
    }

    /** A stream. */
    long stream() {
        long stream = driver.createStream();
        made.push(() -> driver.destroyStream(stream));
        return stream;
    }

    /** An event. */
    long event() {
        long event = driver.createEvent();
        made.push(() -> driver.destroyEvent(event));
        return event;
    }

    /** A module. */
    long module(byte[] image) {
        long module = driver.loadModule(image);
        made.push(() -> driver.unloadModule(module));
        return module;
    }

    /** A graph that was recorded. */
    void graph(long graph) {
        made.push(() -> driver.destroyGraph(graph));
    }

    /** The primary context of a device, made current for this thread. */
    void context(int device) {
        long context = driver.retainContext(device);
        made.push(() -> driver.releaseContext(device));
        driver.setCurrent(context);
    }

    @Override
    public void close() {
        while (!made.isEmpty()) {
            try {
                made.pop().run();
            } catch (CudaException lost) {
                // Lost with its context: the next one must be given back all the same.
            }
        }
    }
}
