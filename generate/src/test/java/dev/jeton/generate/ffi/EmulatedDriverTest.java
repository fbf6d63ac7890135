package dev.jeton.generate.ffi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.ffi.CudaDriver.Grid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The binding against the emulated driver: every call, and the faults that the emulator must find,
 * planted in {@code planted.cu}.
 */
class EmulatedDriverTest {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final String[] KERNELS = {
        "scale_add",
        "block_sums",
        "block_sums_without_barrier",
        "fill_one_too_many",
        "shared_one_too_many",
        "divided_barrier",
        "unwritten_shared"
    };

    private final Arena arena = Arena.ofShared();
    private CudaDriver driver;
    private long stream;
    private long module;

    @BeforeEach
    void open() {
        EmulatedDriver.reset();
        driver = EmulatedDriver.library().driver();
        driver.setCurrent(driver.retainContext(0));
        stream = driver.createStream();
        module = driver.loadModule(EmulatedDriver.image(KERNELS));
    }

    @AfterEach
    void nothingIsLeft() {
        EmulatedDriver.reset();
        driver.unloadModule(module);
        driver.destroyStream(stream);
        driver.releaseContext(0);
        assertEquals(0, EmulatedDriver.live());
        arena.close();
    }

    @Test
    void devicesAreDescribed() {
        assertEquals(2, driver.deviceCount());
        assertEquals("CUDA 13.0", EmulatedDriver.library().reason());
        assertEquals(
                "Emulated Device A, 4.0 GiB, compute capability 9.0, 132 multiprocessors, PCI"
                        + " 0000:02:00.0, GPU-a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf",
                driver.device(0).describe());
        assertEquals(80, driver.device(1).capability());
    }

    @Test
    void aKernelComputesWhatItsFormulaSays() {
        float[] x = new float[300];
        for (int i = 0; i < x.length; i++) {
            x[i] = i * 0.5f;
        }
        long a = upload(x);
        long b = upload(new float[300]);
        launch(
                "scale_add",
                Grid.of(3, 128),
                new KernelArguments(arena).number(2).address(a).address(b).integer(300));
        float[] y = download(b, 300);
        for (int i = 0; i < 300; i++) {
            assertEquals(i, y[i]);
        }
        free(a, b);
    }

    @Test
    void aResultIsNotThereBeforeTheStreamIsWaitedFor() {
        long a = upload(new float[] {7});
        MemorySegment out = arena.allocate(FLOAT, 1);
        driver.copyToHost(out, a, stream);
        assertEquals(0, out.get(FLOAT, 0));
        driver.synchronize(stream);
        assertEquals(7, out.get(FLOAT, 0));
        free(a);
    }

    @Test
    void pinnedMemoryIsReadWhenTheCopyIsDone() {
        long a = driver.allocate(4);
        MemorySegment pinned = driver.allocateHost(4);
        pinned.set(FLOAT, 0, 1);
        driver.copyToDevice(a, pinned, stream);
        pinned.set(FLOAT, 0, 2);
        assertEquals(2, download(a, 1)[0]);
        driver.freeHost(pinned);
        free(a);
    }

    @Test
    void freshMemoryIsPoisoned() {
        long a = driver.allocate(4);
        assertEquals(0xCDCDCDCD, Float.floatToRawIntBits(download(a, 1)[0]));
        driver.fill(a, (byte) 0, 4, stream);
        assertEquals(0, download(a, 1)[0]);
        free(a);
    }

    @Test
    void aGraphDoesAgainWhatWasRecorded() {
        long a = upload(new float[] {1});
        long b = upload(new float[] {0});
        driver.beginCapture(stream);
        KernelArguments arguments = new KernelArguments(arena);
        arguments.number(3).address(a).address(b).integer(1);
        launch("scale_add", Grid.of(1, 32), arguments);
        arguments.reset().number(100);
        long graph = driver.endCapture(stream);
        assertEquals(0, download(b, 1)[0]);
        driver.launchGraph(graph, stream);
        driver.launchGraph(graph, stream);
        assertEquals(6, download(b, 1)[0]);
        driver.destroyGraph(graph);
        free(a, b);
    }

    @Test
    void eventsMarkPlacesInAStream() {
        long start = driver.createEvent();
        long end = driver.createEvent();
        driver.record(start, stream);
        driver.record(end, stream);
        driver.waitFor(end);
        assertTrue(driver.millisBetween(start, end) >= 0);
        driver.destroyEvent(start);
        driver.destroyEvent(end);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingBarrierFailsInSomeOrderAndTheRightKernelInNone(EmulatedDriver.Order order) {
        float[] x = new float[128];
        Arrays.fill(x, 1);
        EmulatedDriver.setOrder(order, 5);
        assertArrayEquals(new float[] {128}, sums("block_sums", x));
        // Reversed, the first thread runs when the others are done, as if it had waited.
        if (order != EmulatedDriver.Order.REVERSE) {
            assertNotEquals(128, sums("block_sums_without_barrier", x)[0]);
        }
    }

    private float[] sums(String kernel, float[] x) {
        long a = upload(x);
        long out = driver.allocate(4);
        launch(kernel, Grid.of(1, x.length), new KernelArguments(arena).address(a).address(out));
        float[] result = download(out, 1);
        free(a, out);
        return result;
    }

    @Test
    void aStoreBehindAnArrayIsFoundAndTheContextIsLost() {
        long a = driver.allocate(400);
        launch(
                "fill_one_too_many",
                Grid.of(1, 128),
                new KernelArguments(arena).address(a).integer(100));
        CudaException e = assertThrows(CudaException.class, () -> driver.synchronize(stream));
        assertEquals(
                "cuStreamSynchronize() failed: CUDA_ERROR_ILLEGAL_ADDRESS (700), an illegal memory"
                        + " access was encountered.",
                e.getMessage());
        assertEquals(
                "kernel fill_one_too_many: a store outside of memory", EmulatedDriver.lastFault());
        assertTrue(e.sticky());
        assertFalse(e.outOfMemory());
        assertThrows(CudaException.class, () -> driver.allocate(4));
        EmulatedDriver.reset();
        free(a);
    }

    @Test
    void aStoreBehindSharedMemoryIsFound() {
        assertFault("shared_one_too_many", 32, "a store outside of shared memory");
    }

    @Test
    void aBarrierThatSomeThreadsNeverReachIsFound() {
        assertFault(
                "divided_barrier",
                64,
                "some threads wait at a barrier or shuffle that others never reach");
    }

    private void assertFault(String kernel, int threads, String fault) {
        long out = driver.allocate(4L * threads);
        launch(kernel, Grid.of(1, threads), new KernelArguments(arena).address(out));
        CudaException e = assertThrows(CudaException.class, () -> driver.synchronize(stream));
        assertEquals(719, e.code());
        assertEquals(
                "kernel " + kernel + ", block (0, 0, 0): " + fault, EmulatedDriver.lastFault());
        EmulatedDriver.reset();
        free(out);
    }

    @Test
    void sharedMemoryThatNobodyWroteIsPoisoned() {
        long out = driver.allocate(64 * 4);
        launch("unwritten_shared", Grid.of(1, 64), new KernelArguments(arena).address(out));
        assertEquals(0xCDCDCDCD, Float.floatToRawIntBits(download(out, 64)[63]));
        free(out);
    }

    @Test
    void errorsNameTheCallTheCodeAndThePhase() {
        CudaException e = assertThrows(CudaException.class, () -> driver.allocate(1L << 40));
        assertEquals(
                "cuMemAlloc_v2(1099511627776 bytes) failed: CUDA_ERROR_OUT_OF_MEMORY (2), out of"
                        + " memory, while loading layer 3.",
                e.during("while loading layer 3").getMessage());
        assertTrue(e.outOfMemory());
        assertFalse(e.sticky());
        e = assertThrows(CudaException.class, () -> driver.function(module, "nothing"));
        assertEquals(
                "cuModuleGetFunction(nothing) failed: CUDA_ERROR_NOT_FOUND (500), named symbol not"
                        + " found.",
                e.getMessage());
    }

    @Test
    void anImageThatIsNoPtxIsRefusedWithTheCompilersWords() {
        CudaException e =
                assertThrows(CudaException.class, () -> driver.loadModule(new byte[] {'x'}));
        assertEquals(
                "cuModuleLoadDataEx(1 bytes) failed: CUDA_ERROR_INVALID_PTX (218), a PTX JIT"
                        + " compilation failed, the driver's compiler says \"ptxas fatal: not a PTX"
                        + " text\".",
                e.getMessage());
    }

    private void launch(String kernel, Grid grid, KernelArguments arguments) {
        driver.launch(driver.function(module, kernel), grid, arguments, stream);
    }

    private long upload(float[] values) {
        long address = driver.allocate(4L * values.length);
        driver.copyToDevice(address, arena.allocateFrom(FLOAT, values), stream);
        return address;
    }

    private float[] download(long address, int count) {
        MemorySegment out = arena.allocate(FLOAT, count);
        driver.copyToHost(out, address, stream);
        driver.synchronize(stream);
        return out.toArray(FLOAT);
    }

    private void free(long... addresses) {
        for (long address : addresses) {
            driver.free(address);
        }
    }
}
