package dev.jeton.generate.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Device;
import dev.jeton.generate.backend.GoldenReplay;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.ffi.CudaException;
import dev.jeton.generate.ffi.CudaLibrary;
import dev.jeton.generate.ffi.EmulatedDriver;
import dev.jeton.generate.ffi.EmulatedDriver.Order;
import dev.jeton.generate.weights.ModelWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not change a bit, what is refused, and what is left after a fault: nothing. */
class CudaRunnerTest {
    /** Longer than a tile of attention. */
    private static final int LENGTH = 70;

    private final ModelWeights weights = ModelWeights.open(Golden.decoders("llama"));
    private final int[] prompt = new int[LENGTH];

    CudaRunnerTest() {
        Arrays.setAll(prompt, i -> (i * 7 + 3) % weights.spec().vocabulary());
    }

    @BeforeEach
    void reset() {
        EmulatedDriver.reset();
    }

    @AfterEach
    void nothingIsLeft() {
        weights.close();
        assertEquals(0, EmulatedDriver.live());
    }

    @Test
    void pageSizeAndSplitsChangeNoBit() {
        float[] expected = lastLogits(Tuning.DEFAULT, LENGTH);
        assertArrayEquals(expected, lastLogits(new Tuning(5, 1, true), 1));
        assertArrayEquals(expected, lastLogits(new Tuning(32, 3, true), 23));
        assertArrayEquals(expected, lastLogits(new Tuning(16, 2, false), 8));
    }

    @Test
    void aReplayedGraphHasTheBitsOfAnEagerStep() {
        try (Runner graphs = open(Tuning.DEFAULT);
                Runner eager = open(new Tuning(16, 0, false))) {
            for (int at = 0; at < 6; at++) {
                assertArrayEquals(step(eager, prompt[at], at), step(graphs, prompt[at], at));
            }
        }
    }

    private static float[] step(Runner runner, int token, int position) {
        int[] pages = GoldenReplay.allPages(runner);
        return runner.step(StepBatch.of(new int[] {token}, position, pages, false)).logits(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void aSequenceHasTheSameBitsAloneAndInCompany(int company) {
        try (Runner together = open(Tuning.DEFAULT);
                Runner alone = open(Tuning.DEFAULT)) {
            int pageCount = together.kv().pageCount();
            int[][] tables = new int[company][];
            int[] starts = new int[company + 1];
            int[] ones = new int[company];
            BitSet want = new BitSet();
            want.set(0, company);
            for (int row = 0; row < company; row++) {
                tables[row] = new int[] {pageCount - 1 - row};
                starts[row + 1] = row + 1;
            }
            for (int at = 0; at < 4; at++) {
                int[] tokens = Arrays.copyOfRange(prompt, at, at + company);
                Arrays.fill(ones, at);
                int[] lengths = new int[company];
                Arrays.fill(lengths, at + 1);
                StepBatch batch =
                        new StepBatch(
                                tokens, ones.clone(), starts, tables, lengths, want, List.of());
                assertArrayEquals(step(alone, prompt[at + 1], at), together.step(batch).logits(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void theOrderOfThreadsChangesNoBit(long seed) {
        float[] expected = lastLogits(Tuning.DEFAULT, 11);
        EmulatedDriver.setOrder(seed == 0 ? Order.REVERSE : Order.RANDOM, seed);
        assertArrayEquals(expected, lastLogits(Tuning.DEFAULT, 11));
    }

    @Test
    void copiedPagesContinueAsTheOriginalOnes() {
        try (Runner runner = open(Tuning.DEFAULT)) {
            int[] pages = {0, 1, 2, 3, 4};
            runner.step(StepBatch.of(prompt, 0, pages, false));
            runner.copyPages(pages, new int[] {9, 8, 7, 6, 5});
            float[] expected =
                    runner.step(StepBatch.of(new int[] {5}, LENGTH, pages, false)).logits(0);
            int[] copied = {9, 8, 7, 6, 5};
            assertArrayEquals(
                    expected,
                    runner.step(StepBatch.of(new int[] {5}, LENGTH, copied, false)).logits(0));
        }
    }

    @Test
    void whatWouldLeaveTheMemoryIsRefused() {
        try (Runner runner = open(Tuning.DEFAULT)) {
            assertRefused(
                    runner,
                    StepBatch.of(new int[] {-5}, 0, new int[] {0}, false),
                    "token -5 is not in the vocabulary of " + weights.spec().vocabulary() + ".");
            assertRefused(
                    runner,
                    StepBatch.of(new int[] {1}, 16, new int[] {0}, false),
                    "position 16 is not in the pages of sequence 0.");
            assertRefused(
                    runner,
                    StepBatch.of(new int[] {1}, 0, new int[] {99}, false),
                    "page 99: there are 16.");
            assertRefused(
                    runner,
                    StepBatch.of(new int[300], 0, new int[] {0}, false),
                    "300 tokens in a step. Expected at most 256.");
        }
    }

    private static void assertRefused(Runner runner, StepBatch batch, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> runner.step(batch));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aModelThatDoesNotFitSaysWhatWould() {
        EmulatedDriver.setMemory(0, 2 << 20);
        GenerateException e =
                assertThrows(GenerateException.class, () -> open(Tuning.DEFAULT, 60_000));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.matches(
                        "The model needs [0-9.]+ MiB on device 0, Emulated Device A: weights"
                                + " [0-9.]+ MiB, a cache of 60000 tokens [0-9.]+ MiB, buffers"
                                + " [0-9.]+ MiB. Free are 2.0 MiB of 2.0 MiB\\. .*"),
                message);
    }

    @Test
    void everyCallThatFailsWhileLoadingIsNamedAndLeavesNothing() {
        for (String call :
                new String[] {
                    "cuDevicePrimaryCtxRetain",
                    "cuMemAlloc_v2",
                    "cuMemHostAlloc",
                    "cuStreamCreate",
                    "cuModuleLoadDataEx",
                    "cuMemcpyHtoDAsync_v2",
                    "cuEventCreate",
                    "cuStreamSynchronize"
                }) {
            EmulatedDriver.fail(call, 0, 2);
            CudaException e = assertThrows(CudaException.class, () -> open(Tuning.DEFAULT));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .matches(
                                    call
                                            + "\\(.*\\) failed: CUDA_ERROR_OUT_OF_MEMORY \\(2\\),"
                                            + " out of memory, while loading the model on device"
                                            + " 0\\."),
                    e.getMessage());
            assertEquals(0, EmulatedDriver.live(), call);
        }
    }

    @Test
    void anImageThatDoesNotLoadIsNamed() {
        EmulatedDriver.fail("cuModuleLoadDataEx", 0, 209);
        CudaException e = assertThrows(CudaException.class, () -> open(Tuning.DEFAULT));
        assertEquals(209, e.code());
        assertTrue(
                String.valueOf(e.getMessage())
                        .matches(
                                "cuModuleLoadDataEx\\(.*\\) failed: CUDA_ERROR_NO_BINARY_FOR_GPU"
                                        + " \\(209\\), .*, while loading the model on device 0\\."),
                e.getMessage());
    }

    @Test
    void aDeviceThatAnotherProcessHasForItselfSaysSo() {
        EmulatedDriver.fail("cuDevicePrimaryCtxRetain", 0, 46);
        CudaException e = assertThrows(CudaException.class, () -> open(Tuning.DEFAULT));
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith(
                                ", while loading the model on device 0: another process may have it"
                                        + " for itself (nvidia-smi shows its compute mode)."),
                e.getMessage());
    }

    @Test
    void whatOthersHoldOfADeviceIsMissingInWhatIsFree() {
        EmulatedDriver.setMemory(0, 6 << 20);
        try (Runner first = open(Tuning.DEFAULT)) {
            float[] expected = step(first, prompt[0], 0);
            GenerateException e =
                    assertThrows(GenerateException.class, () -> open(Tuning.DEFAULT, 20_000));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .matches(".* Free are [0-5]\\.[0-9] MiB of 6\\.0 MiB\\. .*"),
                    e.getMessage());
            assertArrayEquals(expected, step(first, prompt[0], 0));
        }
    }

    @Test
    void weightsThatDoNotFitAreToldFromAContextThatDoesNot() {
        EmulatedDriver.setMemory(0, 1 << 10);
        GenerateException e = assertThrows(GenerateException.class, () -> open(Tuning.DEFAULT));
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith(" Take a model with smaller weights, another device, or cpu."),
                e.getMessage());
    }

    @Test
    void aContextThatNoArrayHoldsIsRefused() {
        GenerateException e =
                assertThrows(
                        GenerateException.class, () -> open(Tuning.DEFAULT, Integer.MAX_VALUE));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(
                                "a context of 2147483647 tokens is too long for cuda. Expected"),
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cuMemcpyHtoDAsync_v2",
                "cuLaunchKernel",
                "cuMemcpyDtoHAsync_v2",
                "cuStreamSynchronize",
                "cuStreamBeginCapture_v2",
                "cuGraphInstantiateWithFlags",
                "cuGraphLaunch"
            })
    void memoryThatEndsInTheMiddleOfAStepEndsOnlyThatStep(String call) {
        try (Runner runner = open(Tuning.DEFAULT);
                Runner other = open(Tuning.DEFAULT)) {
            step(runner, prompt[0], 0);
            step(other, prompt[0], 0);
            EmulatedDriver.fail(call, 0, 2);
            CudaException e = assertThrows(CudaException.class, () -> step(runner, prompt[1], 1));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .matches(
                                    call
                                            + "\\(.*\\) failed: CUDA_ERROR_OUT_OF_MEMORY \\(2\\),"
                                            + " .*, during a step of 1 tokens on device 0\\."),
                    e.getMessage());
            assertArrayEquals(step(other, prompt[1], 1), step(runner, prompt[1], 1));
            assertArrayEquals(step(other, prompt[2], 2), step(runner, prompt[2], 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {46, 214, 220, 702, 715, 719, 999})
    void everyStickyErrorEndsTheRunnerByName(int code) {
        try (Runner runner = open(Tuning.DEFAULT)) {
            step(runner, prompt[0], 0);
            EmulatedDriver.fail("cuStreamSynchronize", 0, code);
            CudaException e = assertThrows(CudaException.class, () -> step(runner, 1, 1));
            assertEquals(code, e.code());
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("cuStreamSynchronize() failed: CUDA_ERROR_"), message);
            assertTrue(message.contains(" (" + code + "), "), message);
            assertTrue(message.contains(", during a step of 1 tokens on device 0"), message);
            assertThrows(GenerateException.class, () -> step(runner, 1, 1));
        }
    }

    @Test
    void closingWhileStepsRunEndsThemByNameAndLeavesNothing() throws InterruptedException {
        Runner runner = open(Tuning.DEFAULT);
        CountDownLatch stepped = new CountDownLatch(3);
        Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    while (true) {
                                        step(runner, 1, 0);
                                        stepped.countDown();
                                    }
                                } catch (IllegalStateException e) {
                                    ends.add(e);
                                }
                            }));
        }
        stepped.await();
        List<Thread> closers =
                List.of(
                        Thread.startVirtualThread(runner::close),
                        Thread.startVirtualThread(runner::close));
        for (Thread closer : closers) {
            closer.join();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(3, ends.size());
        ends.forEach(e -> assertEquals("The runner is closed.", e.getMessage()));
    }

    @Test
    void aLostDeviceFailsEveryLaterStepAndCloses() {
        try (Runner runner = open(Tuning.DEFAULT)) {
            step(runner, 1, 0);
            EmulatedDriver.fail("cuStreamSynchronize", 0, 700);
            CudaException e = assertThrows(CudaException.class, () -> step(runner, 1, 1));
            assertEquals(
                    "cuStreamSynchronize() failed: CUDA_ERROR_ILLEGAL_ADDRESS (700), an illegal"
                            + " memory access was encountered, during a step of 1 tokens on device"
                            + " 0.",
                    e.getMessage());
            GenerateException later =
                    assertThrows(GenerateException.class, () -> step(runner, 1, 1));
            assertEquals(
                    "The device failed before, load the model again: " + e.getMessage(),
                    later.getMessage());
        }
    }

    @Test
    void aFailureWhileRecordingDoesNotEndTheRunner() {
        try (Runner runner = open(Tuning.DEFAULT);
                Runner other = open(Tuning.DEFAULT)) {
            step(runner, prompt[0], 0);
            EmulatedDriver.fail("cuLaunchKernel", 3, 2);
            CudaException e = assertThrows(CudaException.class, () -> step(runner, prompt[1], 1));
            assertTrue(String.valueOf(e.getMessage()).contains(", kernel "), e.getMessage());
            step(other, prompt[0], 0);
            assertArrayEquals(step(other, prompt[1], 1), step(runner, prompt[1], 1));
        }
    }

    @Test
    void aClosedRunnerSaysSo() {
        Runner runner = open(Tuning.DEFAULT);
        runner.close();
        runner.close();
        assertThrows(IllegalStateException.class, () -> step(runner, 1, 0));
    }

    @Test
    void devicesAreChosenByNumberOrUuid() {
        for (String device : new String[] {"1", "GPU-b0b1", "GPU-B0B1"}) {
            try (Runner runner = on(device)) {
                assertTrue(
                        runner.description().startsWith("cuda:1: Emulated Device B, "),
                        runner.description());
            }
        }
        GenerateException e = assertThrows(GenerateException.class, () -> on("7"));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(
                                "device cuda:7: there is none. Devices: cuda:0 Emulated Device A,"
                                        + " 4.0 GiB"),
                e.getMessage());
        assertThrows(GenerateException.class, () -> on("GPU-"));
    }

    @Test
    void aDeviceThatIsTooOldIsAReason() {
        EmulatedDriver.setCapability(0, 75);
        try (Runner runner = on("")) {
            assertTrue(runner.description().startsWith("cuda:1: "), runner.description());
        }
        EmulatedDriver.setCapability(1, 61);
        Availability no = new CudaBackend(EmulatedDriver::library).availability();
        assertEquals(
                "Emulated Device A has compute capability 7.5, expected 8.0 or newer.",
                no.reason());
        assertFalse(no.available());
    }

    @Test
    void everyDeviceIsListedAndWhyItCannotRun() {
        EmulatedDriver.setCapability(1, 75);
        CudaBackend backend = new CudaBackend(EmulatedDriver::library);
        assertEquals(
                List.of(
                        new Device(
                                "cuda:0",
                                true,
                                EmulatedDriver.library().devices().get(0).describe()),
                        new Device(
                                "cuda:1",
                                false,
                                "Emulated Device B has compute capability 7.5, expected 8.0 or"
                                        + " newer.")),
                backend.devices());
    }

    @Test
    void withoutADriverTheListSaysWhy() {
        CudaLibrary none = CudaLibrary.open("libno-such-driver.so");
        assertEquals(
                List.of(new Device("cuda", false, none.reason())),
                new CudaBackend(() -> none).devices());
    }

    @Test
    void theBackendNamesItsDevice() {
        assertEquals(
                Availability.yes("Emulated Device A, CUDA 13.0"),
                new CudaBackend(EmulatedDriver::library).availability());
    }

    private Runner on(String device) {
        RunnerConfig config = new RunnerConfig(1, 64, 8, RunnerConfig.Precision.EXACT, device);
        return new EmulatedBackend().open(weights.spec(), weights.params(), config);
    }

    private Runner open(Tuning tuning) {
        return open(tuning, 256);
    }

    private Runner open(Tuning tuning, int context) {
        return new EmulatedBackend(tuning)
                .open(weights.spec(), weights.params(), RunnerConfig.of(context));
    }

    private float[] lastLogits(Tuning tuning, int chunk) {
        try (Runner runner = open(tuning)) {
            int[] pages = GoldenReplay.allPages(runner);
            float[] logits = new float[0];
            for (int at = 0; at < LENGTH; at += chunk) {
                int[] part = Arrays.copyOfRange(prompt, at, Math.min(LENGTH, at + chunk));
                logits = runner.step(StepBatch.of(part, at, pages, false)).logits(part.length - 1);
            }
            return logits;
        }
    }
}
