package dev.jeton.generate.ffi;

import java.lang.foreign.MemorySegment;

/**
 * The part of the CUDA driver API that a decoder needs. Device addresses, contexts, modules,
 * functions, streams, events and graphs are the driver's own handles as {@code long}.
 *
 * <p>Every method throws {@link CudaException} where the driver reports an error; after a {@link
 * CudaException#sticky() sticky} one all calls on the context fail. Apart from the queries on
 * devices, calls act on the context that {@link #setCurrent} made current on the calling thread.
 * Whoever allocates frees: nothing is released by the collector.
 */
public interface CudaDriver {
    /** The newest CUDA version that the driver serves: 1000 major + 10 minor. */
    int version();

    /** Devices that this process may see; {@code CUDA_VISIBLE_DEVICES} is obeyed by the driver. */
    int deviceCount();

    /** Describes a device. */
    DeviceInfo device(int ordinal);

    /** Retains the device's primary context, making it when there is none. Takes 0.1 to 1 s. */
    long retainContext(int device);

    /** Releases the device's primary context. */
    void releaseContext(int device);

    /** Makes a context the one of the calling thread. */
    void setCurrent(long context);

    /** Memory of the current device. */
    MemoryInfo memory();

    /** Allocates device memory, at least 1 byte, aligned to 256. */
    long allocate(long bytes);

    /** Frees device memory. */
    void free(long address);

    /** Allocates host memory that the device can read and write while the processor goes on. */
    MemorySegment allocateHost(long bytes);

    /** Frees host memory of {@link #allocateHost}. */
    void freeHost(MemorySegment memory);

    /** Copies all of {@code from} to the device, in the order of the stream. */
    void copyToDevice(long to, MemorySegment from, long stream);

    /** Fills all of {@code to} from the device, in the order of the stream. */
    void copyToHost(MemorySegment to, long from, long stream);

    /** Copies within the device, in the order of the stream. */
    void copyOnDevice(long to, long from, long bytes, long stream);

    /** Sets bytes on the device, in the order of the stream. */
    void fill(long address, byte value, long bytes, long stream);

    /** Creates a stream that does not wait for the default one. */
    long createStream();

    /** Waits until all work of a stream is done. */
    void synchronize(long stream);

    /** Destroys a stream. */
    void destroyStream(long stream);

    /** Creates an event. */
    long createEvent();

    /** Marks the place in the stream. */
    void record(long event, long stream);

    /** Waits until the stream has passed the mark. */
    void waitFor(long event);

    /** Milliseconds between two marks that were passed. */
    float millisBetween(long start, long end);

    /** Destroys an event. */
    void destroyEvent(long event);

    /** Loads a kernel image: PTX text, which the driver compiles, or a cubin. */
    long loadModule(byte[] image);

    /** Unloads a module. */
    void unloadModule(long module);

    /** A kernel of a module. */
    long function(long module, String name);

    /** Starts a kernel, in the order of the stream. */
    void launch(long function, Grid grid, KernelArguments arguments, long stream);

    /** From now on the work of the stream is recorded and not done. */
    void beginCapture(long stream);

    /** Ends the recording; returns a graph that can be launched. */
    long endCapture(long stream);

    /** Does the recorded work, in the order of the stream. */
    void launchGraph(long graph, long stream);

    /** Destroys a graph of {@link #endCapture}. */
    void destroyGraph(long graph);

    /**
     * The size of a launch.
     *
     * @param x blocks along x
     * @param y blocks along y
     * @param z blocks along z
     * @param threads threads a block, along x
     * @param sharedBytes dynamic shared memory a block
     */
    record Grid(int x, int y, int z, int threads, int sharedBytes) {
        /** Blocks along x only, no dynamic shared memory. */
        public static Grid of(int x, int threads) {
            return new Grid(x, 1, 1, threads, 0);
        }
    }
}
