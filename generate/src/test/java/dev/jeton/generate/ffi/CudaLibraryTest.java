package dev.jeton.generate.ffi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.ffi.CudaDriver.Grid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why there is no GPU to compute on: each reason has its own words and its own cure. */
class CudaLibraryTest {
    private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";

    @AfterEach
    void reset() {
        EmulatedDriver.reset();
    }

    @Test
    void aMissingLibraryIsAReason() {
        CudaLibrary library = CudaLibrary.open("libno-such-driver.so.1");
        assertFalse(library.available());
        assertEquals(
                "libno-such-driver.so.1 cannot be opened. It comes with the NVIDIA driver: install"
                        + " that, or give the path of the library with -Djeton.cuda.library=PATH.",
                library.reason());
        assertEquals(List.of(), library.devices());
        assertThrows(IllegalStateException.class, library::driver);
    }

    @Test
    void aLibraryThatIsNoDriverIsAReason() {
        String reason = CudaLibrary.open("libc.so.6").reason();
        assertEquals(
                "libc.so.6 has no function cuInit. Install an NVIDIA driver for CUDA 12.0 or"
                        + " newer.",
                reason);
    }

    @Test
    void aDriverThatIsTooOldIsAReason() {
        String path = EmulatedDriver.path(false).toString();
        EmulatedDriver.setDriverVersion(11080);
        CudaLibrary library = CudaLibrary.open(path);
        assertFalse(library.available());
        assertEquals(
                "the NVIDIA driver serves CUDA 11.8, expected 12.0 or newer. Update the driver.",
                library.reason());
    }

    @Test
    void aDriverThatRefusesIsAReason() {
        String path = EmulatedDriver.path(false).toString();
        EmulatedDriver.fail("cuInit", 0, 803);
        assertEquals(
                "cuInit(0) failed: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803), system has unsupported"
                        + " display driver / cuda driver combination. The driver was updated:"
                        + " restart the machine.",
                CudaLibrary.open(path).reason());
    }

    @Test
    void withoutNativeAccessTheFlagIsNamed() throws Exception {
        assertEquals(
                "Java may not call native code. Start it with"
                        + " --enable-native-access=ALL-UNNAMED.",
                devices(Map.of(), "--illegal-native-access=deny"));
    }

    @Test
    void hiddenDevicesAreAReason() throws Exception {
        assertEquals(
                "cuInit(0) failed: CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected."
                        + " No NVIDIA GPU is visible: see CUDA_VISIBLE_DEVICES.",
                devices(Map.of("CUDA_VISIBLE_DEVICES", ""), ACCESS));
    }

    @Test
    void devicesAreThoseThatTheEnvironmentShowsInItsOrder() throws Exception {
        assertEquals("Emulated Device A, Emulated Device B", devices(Map.of(), ACCESS));
        assertEquals(
                "Emulated Device B, Emulated Device A",
                devices(Map.of("CUDA_DEVICE_ORDER", "PCI_BUS_ID"), ACCESS));
        assertEquals(
                "Emulated Device B", devices(Map.of("CUDA_VISIBLE_DEVICES", "GPU-b0"), ACCESS));
        assertEquals(
                "Emulated Device A",
                devices(
                        Map.of("CUDA_VISIBLE_DEVICES", "1", "CUDA_DEVICE_ORDER", "PCI_BUS_ID"),
                        ACCESS));
    }

    @Test
    void underAddressSanitizerAStoreBehindAnArrayIsReportedWithItsKernel() throws Exception {
        Path runtime = sanitizerRuntime();
        ProcessBuilder java =
                java(
                        Planted.class,
                        EmulatedDriver.path(true),
                        ACCESS,
                        "-XX:-CreateCoredumpOnCrash");
        java.environment().put("LD_PRELOAD", runtime.toString());
        java.environment()
                .put(
                        "ASAN_OPTIONS",
                        "detect_leaks=0:handle_segv=0:allow_user_segv_handler=1:use_sigaltstack=0");
        Process process = java.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor() != 0, said);
        assertTrue(said.contains("right kernel: 128.0"), said);
        assertTrue(said.contains("heap-buffer-overflow"), said);
        assertTrue(said.contains("fill_one_too_many"), said);
    }

    private static Path sanitizerRuntime() throws Exception {
        Process process = new ProcessBuilder("g++", "-print-file-name=libasan.so").start();
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        return Path.of(new String(out, StandardCharsets.UTF_8).strip());
    }

    private static String devices(Map<String, String> environment, String... flags)
            throws Exception {
        ProcessBuilder java = java(Devices.class, EmulatedDriver.path(false), flags);
        java.environment().putAll(environment);
        Process process = java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        return new String(out, StandardCharsets.UTF_8).strip();
    }

    private static ProcessBuilder java(Class<?> main, Path library, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add("-D" + CudaLibrary.PROPERTY + "=" + library);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().remove("CUDA_VISIBLE_DEVICES");
        java.environment().remove("CUDA_DEVICE_ORDER");
        return java;
    }

    /** Prints the devices, or why there are none. */
    static final class Devices {
        private Devices() {}

        public static void main(String[] args) {
            CudaLibrary library = CudaLibrary.system();
            System.out.println(
                    library.available()
                            ? String.join(
                                    ", ", library.devices().stream().map(DeviceInfo::name).toList())
                            : library.reason());
        }
    }

    /** Runs a right kernel, then one that stores behind its array. */
    static final class Planted {
        private Planted() {}

        public static void main(String[] args) {
            Arena arena = Arena.global();
            CudaDriver driver = CudaLibrary.system().driver();
            driver.setCurrent(driver.retainContext(0));
            long stream = driver.createStream();
            long module =
                    driver.loadModule(EmulatedDriver.image("block_sums", "fill_one_too_many"));
            long x = driver.allocate(128 * 4);
            float[] ones = new float[128];
            Arrays.fill(ones, 1);
            driver.copyToDevice(x, arena.allocateFrom(JAVA_FLOAT, ones), stream);
            long out = driver.allocate(4);
            driver.launch(
                    driver.function(module, "block_sums"),
                    Grid.of(1, 128),
                    new KernelArguments(arena).address(x).address(out),
                    stream);
            MemorySegment sum = arena.allocate(JAVA_FLOAT, 1);
            driver.copyToHost(sum, out, stream);
            driver.synchronize(stream);
            System.out.println("right kernel: " + sum.get(JAVA_FLOAT, 0));
            driver.launch(
                    driver.function(module, "fill_one_too_many"),
                    Grid.of(2, 128),
                    new KernelArguments(arena).address(x).integer(128),
                    stream);
            driver.synchronize(stream);
        }
    }
}
