package dev.jeton.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * llama.cpp's CPU build as a peer, in this process through its public C API: with one thread it
 * computes on the calling thread, so its processor time is counted like ours.
 *
 * <p>The two parameter structs grow from release to release. They are only passed through, in a
 * larger buffer than any release needs; the one field that is set, the context size, is the first
 * and is checked by its default.
 */
@SuppressWarnings("restricted") // The point of this class is to call a native library.
final class DecodeLlamaCpp implements DecodePeer {
    /** Larger than the parameter structs of any release. */
    private static final StructLayout PARAMETERS =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(48, ValueLayout.JAVA_LONG));

    private static final StructLayout BATCH =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("n_tokens"),
                    MemoryLayout.paddingLayout(4),
                    MemoryLayout.sequenceLayout(6, ADDRESS));

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup library;
    private final MemorySegment model;
    private final MemorySegment context;
    private final int vocabulary;
    private final MethodHandle batchOf;
    private final MethodHandle decode;
    private final MethodHandle logits;
    private final MethodHandle memory;
    private final MethodHandle clear;

    DecodeLlamaCpp(Path folder, Path gguf, int threads, int contextTokens, int vocabulary)
            throws IOException {
        SymbolLookup ggml = null;
        for (Path file : libraries(folder)) {
            ggml = SymbolLookup.libraryLookup(file, arena);
        }
        library = SymbolLookup.libraryLookup(find(folder, "libllama.v", "libllama.so"), arena);
        if (ggml == null) {
            throw new IOException(folder + " has no libggml.");
        }
        MethodHandle quiet = quiet();
        call(bind(ggml, "ggml_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)), log(quiet));
        call(bind("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)), log(quiet));
        call(
                bind(ggml, "ggml_backend_load_all_from_path", FunctionDescriptor.ofVoid(ADDRESS)),
                arena.allocateFrom(folder.toString()));
        call(bind("llama_backend_init", FunctionDescriptor.ofVoid()));
        this.vocabulary = vocabulary;
        model = load(gguf);
        context = open(contextTokens);
        call(
                bind("llama_set_n_threads", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT)),
                context,
                threads,
                threads);
        batchOf = bind("llama_batch_get_one", FunctionDescriptor.of(BATCH, ADDRESS, JAVA_INT));
        decode = bind("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, BATCH));
        logits = bind("llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
        memory = bind("llama_get_memory", FunctionDescriptor.of(ADDRESS, ADDRESS));
        clear = bind("llama_memory_clear", FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN));
    }

    private static List<Path> libraries(Path folder) throws IOException {
        return List.of(find(folder, "libggml-base.so"), find(folder, "libggml.v", "libggml.so"));
    }

    private static Path find(Path folder, String... prefixes) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String prefix : prefixes) {
                    if (file.getFileName().toString().startsWith(prefix)) {
                        return file;
                    }
                }
            }
        }
        throw new IOException(folder + " has no " + prefixes[0] + "*. Is it a build of llama.cpp?");
    }

    private MemorySegment load(Path gguf) {
        Object parameters =
                call(bind("llama_model_default_params", FunctionDescriptor.of(PARAMETERS)), arena);
        MethodHandle load =
                bind(
                        "llama_model_load_from_file",
                        FunctionDescriptor.of(ADDRESS, ADDRESS, PARAMETERS));
        return address(call(load, arena.allocateFrom(gguf.toString()), parameters), "the model");
    }

    private MemorySegment open(int contextTokens) {
        MemorySegment parameters =
                (MemorySegment)
                        call(
                                bind(
                                        "llama_context_default_params",
                                        FunctionDescriptor.of(PARAMETERS)),
                                arena);
        if (parameters.get(JAVA_INT, 0) != 512) {
            throw new IllegalStateException(
                    "llama_context_params.n_ctx is not the first field of this release.");
        }
        parameters.set(JAVA_INT, 0, contextTokens);
        MethodHandle open =
                bind("llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, PARAMETERS));
        return address(call(open, model, parameters), "a context");
    }

    @Override
    public String name() {
        return "llama.cpp";
    }

    @Override
    public void reset() {
        call(clear, call(memory, context), true);
    }

    @Override
    public int step(int[] tokens, int position) {
        try (Arena step = Arena.ofConfined()) {
            MemorySegment ids = step.allocateFrom(JAVA_INT, tokens);
            Object batch = call(batchOf, step, ids, tokens.length);
            int result = (int) call(decode, context, batch);
            if (result != 0) {
                throw new IllegalStateException("llama_decode gave " + result);
            }
            MemorySegment row = (MemorySegment) call(logits, context, -1);
            return argmax(row.reinterpret(vocabulary * 4L));
        }
    }

    private static int argmax(MemorySegment row) {
        int best = 0;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < row.byteSize() / 4; i++) {
            float value = row.getAtIndex(JAVA_FLOAT, i);
            if (value > most) {
                most = value;
                best = i;
            }
        }
        return best;
    }

    @Override
    public void close() {
        call(bind("llama_free", FunctionDescriptor.ofVoid(ADDRESS)), context);
        call(bind("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS)), model);
    }

    private static MemorySegment address(Object result, String what) {
        MemorySegment address = (MemorySegment) result;
        if (address.address() == 0) {
            throw new IllegalStateException("llama.cpp did not open " + what + ".");
        }
        return address;
    }

    private MethodHandle bind(String name, FunctionDescriptor descriptor) {
        return bind(library, name, descriptor);
    }

    private static MethodHandle bind(
            SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    private static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** A method that takes a line of llama.cpp's log and drops it: it would stand in the table. */
    private static MethodHandle quiet() {
        MethodType type =
                MethodType.methodType(
                        void.class, int.class, MemorySegment.class, MemorySegment.class);
        return MethodHandles.empty(type);
    }

    private Object[] log(MethodHandle quiet) {
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS);
        MemorySegment stub = Linker.nativeLinker().upcallStub(quiet, descriptor, arena);
        return new Object[] {stub, MemorySegment.NULL};
    }
}
