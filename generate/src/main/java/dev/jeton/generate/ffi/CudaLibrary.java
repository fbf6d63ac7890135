package dev.jeton.generate.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The driver's library, or why it cannot be used. The library is named {@code libcuda.so.1} on
 * Linux and {@code nvcuda.dll} on Windows and comes with the NVIDIA driver; the system property
 * {@code jeton.cuda.library} names another place.
 */
public final class CudaLibrary {
    /** The system property with the path of the library. */
    public static final String PROPERTY = "jeton.cuda.library";

    /** The oldest driver whose compiler knows the kernels' language, PTX ISA 8.0. */
    private static final int OLDEST = 12000;

    private final @Nullable CudaDriver driver;
    private final String reason;

    private CudaLibrary(@Nullable CudaDriver driver, String reason) {
        this.driver = driver;
        this.reason = reason;
    }

    /** The library of this machine; opened once, at the first call. */
    public static CudaLibrary system() {
        return Opened.LIBRARY;
    }

    private static final class Opened {
        private static final CudaLibrary LIBRARY = open(defaultName());
    }

    private static String defaultName() {
        String given = System.getProperty(PROPERTY, "");
        if (!given.isEmpty()) {
            return given;
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.startsWith("windows") ? "nvcuda.dll" : "libcuda.so.1";
    }

    /** Opens a library by name or path. Never throws: {@link #reason()} says what is wrong. */
    @SuppressWarnings("restricted")
    public static CudaLibrary open(String name) {
        if (!CudaLibrary.class.getModule().isNativeAccessEnabled()) {
            return no(
                    "Java may not call native code. Start it with"
                            + " --enable-native-access=ALL-UNNAMED.");
        }
        SymbolLookup lookup;
        try {
            // The driver is never unloaded: its threads outlive every context.
            lookup = SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException e) {
            return no(
                    name
                            + " cannot be opened. It comes with the NVIDIA driver: install that,"
                            + " or give the path of the library with -D"
                            + PROPERTY
                            + "=PATH.");
        }
        try {
            return probe(new FfmCudaDriver(lookup));
        } catch (NoSuchElementException e) {
            return no(
                    name
                            + " has no function "
                            + e.getMessage()
                            + ". Install an NVIDIA driver for CUDA 12.0 or newer.");
        } catch (CudaException e) {
            return no(refusal(e));
        }
    }

    private static String refusal(CudaException e) {
        String cure =
                switch (e.code()) {
                    case 100 -> " No NVIDIA GPU is visible: see CUDA_VISIBLE_DEVICES.";
                    case 803, 804 -> " The driver was updated: restart the machine.";
                    default -> "";
                };
        return e.getMessage() + cure;
    }

    private static CudaLibrary probe(FfmCudaDriver driver) {
        int version = driver.version();
        if (version < OLDEST) {
            return no(
                    "the NVIDIA driver serves CUDA "
                            + text(version)
                            + ", expected "
                            + text(OLDEST)
                            + " or newer. Update the driver.");
        }
        driver.initialize();
        if (driver.deviceCount() == 0) {
            return no("the driver sees no NVIDIA GPU. CUDA_VISIBLE_DEVICES may hide it.");
        }
        return new CudaLibrary(driver, "CUDA " + text(version));
    }

    private static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    private static CudaLibrary no(String reason) {
        return new CudaLibrary(null, reason);
    }

    /** Whether there is a driver with at least one device. */
    public boolean available() {
        return driver != null;
    }

    /** The driver's version, or why there is none and the cure; one line. */
    public String reason() {
        return reason;
    }

    /**
     * The driver.
     *
     * @throws IllegalStateException if there is none
     */
    public CudaDriver driver() {
        CudaDriver open = driver;
        if (open == null) {
            throw new IllegalStateException(reason);
        }
        return open;
    }

    /** The devices there are, none where the driver is missing. */
    public List<DeviceInfo> devices() {
        CudaDriver open = driver;
        return open == null
                ? List.of()
                : IntStream.range(0, open.deviceCount()).mapToObj(open::device).toList();
    }
}
