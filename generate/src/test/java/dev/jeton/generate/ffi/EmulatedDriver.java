package dev.jeton.generate.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The emulated CUDA driver of {@code src/test/cuda-emu}, made with g++ from the kernels' own
 * sources when a test first asks for it and kept under {@code target} until a source changes. Its
 * controls act on the whole JVM, so tests begin with {@link #reset}.
 */
@SuppressWarnings("restricted")
public final class EmulatedDriver {
    private static final Linker LINKER = Linker.nativeLinker();

    private static final class Loaded {
        private static final Path PATH = build(false);
        private static final SymbolLookup LOOKUP = SymbolLookup.libraryLookup(PATH, Arena.global());
        private static final CudaLibrary LIBRARY = CudaLibrary.open(PATH.toString());
    }

    /** In which order the threads of a block run between two barriers. */
    public enum Order {
        FORWARD(0),
        REVERSE(1),
        RANDOM(2);

        private final int code;

        Order(int code) {
            this.code = code;
        }
    }

    private EmulatedDriver() {}

    /** The library; a machine without g++ skips the test and says so. */
    public static CudaLibrary library() {
        needCompiler();
        return Loaded.LIBRARY;
    }

    /** Where the library lies; {@code sanitized} is made with AddressSanitizer. */
    public static Path path(boolean sanitized) {
        needCompiler();
        return sanitized ? build(true) : Loaded.PATH;
    }

    private static void needCompiler() {
        assumeTrue(
                hasCompiler(),
                "The emulated CUDA driver is not tested: there is no g++ on the PATH to make it.");
    }

    private static boolean hasCompiler() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "g++"))) {
                return true;
            }
        }
        return false;
    }

    /** The module's folder, wherever the tests were started. */
    static Path module() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            for (Path module : List.of(at, at.resolve("generate"))) {
                if (Files.isDirectory(module.resolve("src/test/cuda-emu"))) {
                    return module;
                }
            }
        }
        throw new IllegalStateException("src/test/cuda-emu is not in a folder above this one");
    }

    private static Path build(boolean sanitized) {
        try {
            Path module = module();
            List<Path> sources = new ArrayList<>(files(module.resolve("src/test/cuda-emu")));
            sources.addAll(files(module.resolve("src/main/cuda")));
            List<String> command = command(module, sources, sanitized);
            Path folder = Files.createDirectories(module.resolve("target/cuda-emu"));
            Path library = folder.resolve("libcuda-" + hash(sources, command) + ".so");
            if (!Files.exists(library)) {
                Path made = Files.createTempFile(folder, "made", ".so");
                command.add("-o");
                command.add(made.toString());
                run(command);
                Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<String> command(Path module, List<Path> sources, boolean sanitized) {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O2"));
        // Kernels say fmaf where they mean one rounding: nothing else may be fused.
        command.addAll(List.of("-march=native", "-ffp-contract=off", "-Wall", "-Wextra"));
        command.add("-Wno-unknown-pragmas"); // those of nvcc
        command.addAll(List.of("-Werror", "-fPIC", "-shared", "-DJETON_EMULATED"));
        if (sanitized) {
            command.addAll(List.of("-g", "-fsanitize=address"));
        }
        command.add("-I" + module.resolve("src/test/cuda-emu"));
        command.add("-I" + module.resolve("src/main/cuda"));
        command.addAll(List.of("-x", "c++"));
        for (Path source : sources) {
            String name = source.getFileName().toString();
            if (name.endsWith(".cpp") || name.endsWith(".cu")) {
                command.add(source.toString());
            }
        }
        return command;
    }

    private static String hash(List<Path> sources, List<String> command) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("\n", command).getBytes(StandardCharsets.UTF_8));
            for (Path source : sources) {
                digest.update(Files.readAllBytes(source));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + said);
        }
    }

    private static Object call(String name, FunctionDescriptor type, Object... arguments) {
        MethodHandle handle = LINKER.downcallHandle(Loaded.LOOKUP.find(name).orElseThrow(), type);
        try {
            Object result = handle.invokeWithArguments(arguments);
            return result == null ? 0 : result;
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }

    private static void control(String name, MemoryLayout[] layouts, Object... arguments) {
        call(name, FunctionDescriptor.ofVoid(layouts), arguments);
    }

    /** Back to two working devices, threads in their order, no failure to come. */
    public static void reset() {
        needCompiler();
        control("emuReset", new MemoryLayout[0]);
    }

    /** What was allocated or created and not yet given back. */
    public static long live() {
        return (long) call("emuLive", FunctionDescriptor.of(JAVA_LONG));
    }

    /** The call named so fails with the code, after it succeeded so often. */
    public static void fail(String call, int after, int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemoryLayout[] types = {ADDRESS, JAVA_INT, JAVA_INT};
            control("emuFail", types, arena.allocateFrom(call), after, code);
        }
    }

    /** Sets the memory of a device. */
    public static void setMemory(int device, long bytes) {
        control("emuSetMemory", new MemoryLayout[] {JAVA_INT, JAVA_LONG}, device, bytes);
    }

    /** Sets the compute capability of a device: 75 is 7.5. */
    public static void setCapability(int device, int capability) {
        control("emuSetCapability", new MemoryLayout[] {JAVA_INT, JAVA_INT}, device, capability);
    }

    /** Sets the driver's version. */
    public static void setDriverVersion(int version) {
        control("emuSetDriverVersion", new MemoryLayout[] {JAVA_INT}, version);
    }

    /** Whether launched kernels do nothing: what then takes time is the launching. */
    public static void setEmptyKernels(boolean empty) {
        control("emuSetEmptyKernels", new MemoryLayout[] {JAVA_INT}, empty ? 1 : 0);
    }

    /** Sets the order of threads between barriers. */
    public static void setOrder(Order order, long seed) {
        control("emuSetOrder", new MemoryLayout[] {JAVA_INT, JAVA_LONG}, order.code, seed);
    }

    /** Kernels run since {@link #reset}. */
    public static long launches() {
        return (long) call("emuLaunches", FunctionDescriptor.of(JAVA_LONG));
    }

    /** What the last kernel that failed did. */
    public static String lastFault() {
        MemorySegment text = (MemorySegment) call("emuLastFault", FunctionDescriptor.of(ADDRESS));
        return text.reinterpret(4096).getString(0);
    }

    /** A PTX text with the entries named so: the emulator reads no more of it. */
    public static byte[] image(String... entries) {
        StringBuilder text = new StringBuilder(".version 8.0\n.target sm_80\n");
        for (String entry : entries) {
            text.append(String.format(Locale.ROOT, ".visible .entry %s()\n", entry));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
