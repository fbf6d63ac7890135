package dev.jeton.generate.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * Binds the driver by hand; above each handle stands the C signature. A {@code CUdeviceptr} is a
 * {@code long}, and so are the pointers that are only handed back: contexts, streams, events,
 * modules, functions, graphs. The names with {@code _v2} are what {@code cuda.h} makes of the plain
 * ones.
 */
@SuppressWarnings("restricted")
final class FfmCudaDriver implements CudaDriver {
    private static final int SUCCESS = 0;
    private static final int LOG_BYTES = 1 << 14;

    // CUdevice_attribute
    private static final int MULTIPROCESSOR_COUNT = 16;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    // CUjit_option
    private static final int JIT_ERROR_LOG_BUFFER = 5;
    private static final int JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6;

    // CUstream_flags, CUstreamCaptureMode: other threads of the process may call the driver
    private static final int STREAM_NON_BLOCKING = 1;
    private static final int CAPTURE_THREAD_LOCAL = 1;

    private final SymbolLookup lookup;
    private final Linker linker = Linker.nativeLinker();

    private final MethodHandle init;
    private final MethodHandle driverGetVersion;
    private final MethodHandle getErrorName;
    private final MethodHandle getErrorString;
    private final MethodHandle deviceGetCount;
    private final MethodHandle deviceGet;
    private final MethodHandle deviceGetName;
    private final MethodHandle deviceGetAttribute;
    private final MethodHandle deviceGetUuid;
    private final MethodHandle deviceGetPciBusId;
    private final MethodHandle deviceTotalMem;
    private final MethodHandle primaryCtxRetain;
    private final MethodHandle primaryCtxRelease;
    private final MethodHandle ctxSetCurrent;
    private final MethodHandle memGetInfo;
    private final MethodHandle memAlloc;
    private final MethodHandle memFree;
    private final MethodHandle memHostAlloc;
    private final MethodHandle memFreeHost;
    private final MethodHandle memcpyHtoD;
    private final MethodHandle memcpyDtoH;
    private final MethodHandle memcpyDtoD;
    private final MethodHandle memsetD8;
    private final MethodHandle streamCreate;
    private final MethodHandle streamSynchronize;
    private final MethodHandle streamDestroy;
    private final MethodHandle eventCreate;
    private final MethodHandle eventRecord;
    private final MethodHandle eventSynchronize;
    private final MethodHandle eventElapsedTime;
    private final MethodHandle eventDestroy;
    private final MethodHandle moduleLoadDataEx;
    private final MethodHandle moduleUnload;
    private final MethodHandle moduleGetFunction;
    private final MethodHandle launchKernel;
    private final MethodHandle streamBeginCapture;
    private final MethodHandle streamEndCapture;
    private final MethodHandle graphInstantiate;
    private final MethodHandle graphLaunch;
    private final MethodHandle graphDestroy;
    private final MethodHandle graphExecDestroy;

    /**
     * Binds all functions.
     *
     * @throws NoSuchElementException with the name of a function that the library does not have
     */
    FfmCudaDriver(SymbolLookup lookup) {
        this.lookup = lookup;
        // CUresult cuInit(unsigned int Flags)
        init = bind("cuInit", JAVA_INT);
        // CUresult cuDriverGetVersion(int* driverVersion)
        driverGetVersion = bind("cuDriverGetVersion", ADDRESS);
        // CUresult cuGetErrorName(CUresult error, const char** pStr)
        getErrorName = bind("cuGetErrorName", JAVA_INT, ADDRESS);
        // CUresult cuGetErrorString(CUresult error, const char** pStr)
        getErrorString = bind("cuGetErrorString", JAVA_INT, ADDRESS);
        // CUresult cuDeviceGetCount(int* count)
        deviceGetCount = bind("cuDeviceGetCount", ADDRESS);
        // CUresult cuDeviceGet(CUdevice* device, int ordinal)
        deviceGet = bind("cuDeviceGet", ADDRESS, JAVA_INT);
        // CUresult cuDeviceGetName(char* name, int len, CUdevice dev)
        deviceGetName = bind("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
        // CUresult cuDeviceGetAttribute(int* pi, CUdevice_attribute attrib, CUdevice dev)
        deviceGetAttribute = bind("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
        // CUresult cuDeviceGetUuid_v2(CUuuid* uuid, CUdevice dev)
        deviceGetUuid = bind("cuDeviceGetUuid_v2", ADDRESS, JAVA_INT);
        // CUresult cuDeviceGetPCIBusId(char* pciBusId, int len, CUdevice dev)
        deviceGetPciBusId = bind("cuDeviceGetPCIBusId", ADDRESS, JAVA_INT, JAVA_INT);
        // CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice dev)
        deviceTotalMem = bind("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
        // CUresult cuDevicePrimaryCtxRetain(CUcontext* pctx, CUdevice dev)
        primaryCtxRetain = bind("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT);
        // CUresult cuDevicePrimaryCtxRelease_v2(CUdevice dev)
        primaryCtxRelease = bind("cuDevicePrimaryCtxRelease_v2", JAVA_INT);
        // CUresult cuCtxSetCurrent(CUcontext ctx)
        ctxSetCurrent = bind("cuCtxSetCurrent", JAVA_LONG);
        // CUresult cuMemGetInfo_v2(size_t* free, size_t* total)
        memGetInfo = bind("cuMemGetInfo_v2", ADDRESS, ADDRESS);
        // CUresult cuMemAlloc_v2(CUdeviceptr* dptr, size_t bytesize)
        memAlloc = bind("cuMemAlloc_v2", ADDRESS, JAVA_LONG);
        // CUresult cuMemFree_v2(CUdeviceptr dptr)
        memFree = bind("cuMemFree_v2", JAVA_LONG);
        // CUresult cuMemHostAlloc(void** pp, size_t bytesize, unsigned int Flags)
        memHostAlloc = bind("cuMemHostAlloc", ADDRESS, JAVA_LONG, JAVA_INT);
        // CUresult cuMemFreeHost(void* p)
        memFreeHost = bind("cuMemFreeHost", ADDRESS);
        // CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr dst, const void* src, size_t n, CUstream)
        memcpyHtoD = bind("cuMemcpyHtoDAsync_v2", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
        // CUresult cuMemcpyDtoHAsync_v2(void* dst, CUdeviceptr src, size_t n, CUstream)
        memcpyDtoH = bind("cuMemcpyDtoHAsync_v2", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        // CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr dst, CUdeviceptr src, size_t n, CUstream)
        memcpyDtoD = bind("cuMemcpyDtoDAsync_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        // CUresult cuMemsetD8Async(CUdeviceptr dst, unsigned char uc, size_t N, CUstream)
        memsetD8 = bind("cuMemsetD8Async", JAVA_LONG, JAVA_BYTE, JAVA_LONG, JAVA_LONG);
        // CUresult cuStreamCreate(CUstream* phStream, unsigned int Flags)
        streamCreate = bind("cuStreamCreate", ADDRESS, JAVA_INT);
        // CUresult cuStreamSynchronize(CUstream hStream)
        streamSynchronize = bind("cuStreamSynchronize", JAVA_LONG);
        // CUresult cuStreamDestroy_v2(CUstream hStream)
        streamDestroy = bind("cuStreamDestroy_v2", JAVA_LONG);
        // CUresult cuEventCreate(CUevent* phEvent, unsigned int Flags)
        eventCreate = bind("cuEventCreate", ADDRESS, JAVA_INT);
        // CUresult cuEventRecord(CUevent hEvent, CUstream hStream)
        eventRecord = bind("cuEventRecord", JAVA_LONG, JAVA_LONG);
        // CUresult cuEventSynchronize(CUevent hEvent)
        eventSynchronize = bind("cuEventSynchronize", JAVA_LONG);
        // CUresult cuEventElapsedTime(float* pMilliseconds, CUevent hStart, CUevent hEnd)
        eventElapsedTime = bind("cuEventElapsedTime", ADDRESS, JAVA_LONG, JAVA_LONG);
        // CUresult cuEventDestroy_v2(CUevent hEvent)
        eventDestroy = bind("cuEventDestroy_v2", JAVA_LONG);
        // CUresult cuModuleLoadDataEx(CUmodule* module, const void* image,
        //         unsigned int numOptions, CUjit_option* options, void** optionValues)
        moduleLoadDataEx = bind("cuModuleLoadDataEx", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        // CUresult cuModuleUnload(CUmodule hmod)
        moduleUnload = bind("cuModuleUnload", JAVA_LONG);
        // CUresult cuModuleGetFunction(CUfunction* hfunc, CUmodule hmod, const char* name)
        moduleGetFunction = bind("cuModuleGetFunction", ADDRESS, JAVA_LONG, ADDRESS);
        // CUresult cuLaunchKernel(CUfunction f, unsigned int gridDimX, unsigned int gridDimY,
        //         unsigned int gridDimZ, unsigned int blockDimX, unsigned int blockDimY,
        //         unsigned int blockDimZ, unsigned int sharedMemBytes, CUstream hStream,
        //         void** kernelParams, void** extra)
        launchKernel =
                bind(
                        "cuLaunchKernel",
                        JAVA_LONG,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS);
        // CUresult cuStreamBeginCapture_v2(CUstream hStream, CUstreamCaptureMode mode)
        streamBeginCapture = bind("cuStreamBeginCapture_v2", JAVA_LONG, JAVA_INT);
        // CUresult cuStreamEndCapture(CUstream hStream, CUgraph* phGraph)
        streamEndCapture = bind("cuStreamEndCapture", JAVA_LONG, ADDRESS);
        // CUresult cuGraphInstantiateWithFlags(CUgraphExec* e, CUgraph g, unsigned long long f)
        graphInstantiate = bind("cuGraphInstantiateWithFlags", ADDRESS, JAVA_LONG, JAVA_LONG);
        // CUresult cuGraphLaunch(CUgraphExec hGraphExec, CUstream hStream)
        graphLaunch = bind("cuGraphLaunch", JAVA_LONG, JAVA_LONG);
        // CUresult cuGraphDestroy(CUgraph hGraph)
        graphDestroy = bind("cuGraphDestroy", JAVA_LONG);
        // CUresult cuGraphExecDestroy(CUgraphExec hGraphExec)
        graphExecDestroy = bind("cuGraphExecDestroy", JAVA_LONG);
    }

    private MethodHandle bind(String name, MemoryLayout... arguments) {
        MemorySegment address =
                lookup.find(name).orElseThrow(() -> new NoSuchElementException(name));
        return linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** One driver call; the handle's {@code invokeExact} declares {@link Throwable}. */
    @FunctionalInterface
    private interface Call {
        int run() throws Throwable;
    }

    /** Calls, and turns every result but success into an exception: the only place that does. */
    private void check(String name, Object what, Call call) {
        int result;
        try {
            result = call.run();
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
        if (result != SUCCESS) {
            throw failure(result, name, String.valueOf(what));
        }
    }

    private CudaException failure(int result, String name, String what) {
        String text = text(getErrorString, result);
        return new CudaException(
                result,
                name
                        + "("
                        + what
                        + ") failed: "
                        + text(getErrorName, result)
                        + " ("
                        + result
                        + ")"
                        + (text.isEmpty() ? "" : ", " + text));
    }

    private static String text(MethodHandle handle, int result) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int unknown = (int) handle.invokeExact(result, out);
            MemorySegment text = out.get(ADDRESS, 0);
            return unknown != SUCCESS || text.address() == 0
                    ? ""
                    : text.reinterpret(1024).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("cuGetError", e);
        }
    }

    /** A call that fills a {@code long} through its pointer argument. */
    @FunctionalInterface
    private interface CallWithResult {
        int run(MemorySegment out) throws Throwable;
    }

    private long checkedLong(String name, Object what, CallWithResult call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            check(name, what, () -> call.run(out));
            return out.get(JAVA_LONG, 0);
        }
    }

    private int checkedInt(String name, Object what, CallWithResult call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            check(name, what, () -> call.run(out));
            return out.get(JAVA_INT, 0);
        }
    }

    private String checkedText(String name, Object what, CallWithResult call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(256);
            check(name, what, () -> call.run(out));
            return out.getString(0);
        }
    }

    void initialize() {
        check("cuInit", 0, () -> (int) init.invokeExact(0));
    }

    @Override
    public int version() {
        return checkedInt("cuDriverGetVersion", "", out -> (int) driverGetVersion.invokeExact(out));
    }

    @Override
    public int deviceCount() {
        return checkedInt("cuDeviceGetCount", "", out -> (int) deviceGetCount.invokeExact(out));
    }

    @Override
    public DeviceInfo device(int ordinal) {
        String what = "device " + ordinal;
        int handle = handle(ordinal);
        String name =
                checkedText(
                        "cuDeviceGetName",
                        what,
                        out -> (int) deviceGetName.invokeExact(out, 256, handle));
        String bus =
                checkedText(
                        "cuDeviceGetPCIBusId",
                        what,
                        out -> (int) deviceGetPciBusId.invokeExact(out, 256, handle));
        long memory =
                checkedLong(
                        "cuDeviceTotalMem_v2",
                        what,
                        out -> (int) deviceTotalMem.invokeExact(out, handle));
        return new DeviceInfo(
                ordinal,
                name,
                uuid(handle),
                bus.toLowerCase(Locale.ROOT),
                attribute(COMPUTE_CAPABILITY_MAJOR, handle),
                attribute(COMPUTE_CAPABILITY_MINOR, handle),
                attribute(MULTIPROCESSOR_COUNT, handle),
                memory);
    }

    private int handle(int ordinal) {
        return checkedInt(
                "cuDeviceGet",
                "device " + ordinal,
                out -> (int) deviceGet.invokeExact(out, ordinal));
    }

    private int attribute(int attribute, int handle) {
        return checkedInt(
                "cuDeviceGetAttribute",
                "attribute " + attribute,
                out -> (int) deviceGetAttribute.invokeExact(out, attribute, handle));
    }

    private String uuid(int handle) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(16);
            check(
                    "cuDeviceGetUuid_v2",
                    "device " + handle,
                    () -> (int) deviceGetUuid.invokeExact(out, handle));
            String hex = HexFormat.of().formatHex(out.toArray(JAVA_BYTE));
            return "GPU-"
                    + hex.substring(0, 8)
                    + "-"
                    + hex.substring(8, 12)
                    + "-"
                    + hex.substring(12, 16)
                    + "-"
                    + hex.substring(16, 20)
                    + "-"
                    + hex.substring(20);
        }
    }

    @Override
    public long retainContext(int device) {
        int handle = handle(device);
        return checkedLong(
                "cuDevicePrimaryCtxRetain",
                "device " + device,
                out -> (int) primaryCtxRetain.invokeExact(out, handle));
    }

    @Override
    public void releaseContext(int device) {
        int handle = handle(device);
        check(
                "cuDevicePrimaryCtxRelease_v2",
                "device " + device,
                () -> (int) primaryCtxRelease.invokeExact(handle));
    }

    @Override
    public void setCurrent(long context) {
        check("cuCtxSetCurrent", "", () -> (int) ctxSetCurrent.invokeExact(context));
    }

    @Override
    public MemoryInfo memory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            check("cuMemGetInfo_v2", "", () -> (int) memGetInfo.invokeExact(free, total));
            return new MemoryInfo(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0));
        }
    }

    @Override
    public long allocate(long bytes) {
        return checkedLong(
                "cuMemAlloc_v2", bytes + " bytes", out -> (int) memAlloc.invokeExact(out, bytes));
    }

    @Override
    public void free(long address) {
        check("cuMemFree_v2", "", () -> (int) memFree.invokeExact(address));
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        long address =
                checkedLong(
                        "cuMemHostAlloc",
                        bytes + " bytes",
                        out -> (int) memHostAlloc.invokeExact(out, bytes, 0));
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    @Override
    public void freeHost(MemorySegment memory) {
        check("cuMemFreeHost", "", () -> (int) memFreeHost.invokeExact(memory));
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, long stream) {
        long bytes = from.byteSize();
        check(
                "cuMemcpyHtoDAsync_v2",
                bytes + " bytes",
                () -> (int) memcpyHtoD.invokeExact(to, from, bytes, stream));
    }

    @Override
    public void copyToHost(MemorySegment to, long from, long stream) {
        long bytes = to.byteSize();
        check(
                "cuMemcpyDtoHAsync_v2",
                bytes + " bytes",
                () -> (int) memcpyDtoH.invokeExact(to, from, bytes, stream));
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes, long stream) {
        check(
                "cuMemcpyDtoDAsync_v2",
                bytes + " bytes",
                () -> (int) memcpyDtoD.invokeExact(to, from, bytes, stream));
    }

    @Override
    public void fill(long address, byte value, long bytes, long stream) {
        check(
                "cuMemsetD8Async",
                bytes + " bytes",
                () -> (int) memsetD8.invokeExact(address, value, bytes, stream));
    }

    @Override
    public long createStream() {
        return checkedLong(
                "cuStreamCreate",
                "",
                out -> (int) streamCreate.invokeExact(out, STREAM_NON_BLOCKING));
    }

    @Override
    public void synchronize(long stream) {
        check("cuStreamSynchronize", "", () -> (int) streamSynchronize.invokeExact(stream));
    }

    @Override
    public void destroyStream(long stream) {
        check("cuStreamDestroy_v2", "", () -> (int) streamDestroy.invokeExact(stream));
    }

    @Override
    public long createEvent() {
        return checkedLong("cuEventCreate", "", out -> (int) eventCreate.invokeExact(out, 0));
    }

    @Override
    public void record(long event, long stream) {
        check("cuEventRecord", "", () -> (int) eventRecord.invokeExact(event, stream));
    }

    @Override
    public void waitFor(long event) {
        check("cuEventSynchronize", "", () -> (int) eventSynchronize.invokeExact(event));
    }

    @Override
    public float millisBetween(long start, long end) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_FLOAT);
            check(
                    "cuEventElapsedTime",
                    "",
                    () -> (int) eventElapsedTime.invokeExact(out, start, end));
            return out.get(JAVA_FLOAT, 0);
        }
    }

    @Override
    public void destroyEvent(long event) {
        check("cuEventDestroy_v2", "", () -> (int) eventDestroy.invokeExact(event));
    }

    @Override
    public long loadModule(byte[] image) {
        try (Arena arena = Arena.ofConfined()) {
            // PTX is a C string: a zero byte ends it.
            MemorySegment text = arena.allocate(image.length + 1L);
            MemorySegment.copy(image, 0, text, JAVA_BYTE, 0, image.length);
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment options =
                    arena.allocateFrom(
                            JAVA_INT, JIT_ERROR_LOG_BUFFER, JIT_ERROR_LOG_BUFFER_SIZE_BYTES);
            MemorySegment values = arena.allocateFrom(JAVA_LONG, log.address(), LOG_BYTES - 1L);
            try {
                return checkedLong(
                        "cuModuleLoadDataEx",
                        image.length + " bytes",
                        out -> (int) moduleLoadDataEx.invokeExact(out, text, 2, options, values));
            } catch (CudaException e) {
                String said = log.getString(0, StandardCharsets.UTF_8).strip();
                throw said.isEmpty() ? e : e.during("the driver's compiler says \"" + said + "\"");
            }
        }
    }

    @Override
    public void unloadModule(long module) {
        check("cuModuleUnload", "", () -> (int) moduleUnload.invokeExact(module));
    }

    @Override
    public long function(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return checkedLong(
                    "cuModuleGetFunction",
                    name,
                    out -> (int) moduleGetFunction.invokeExact(out, module, text));
        }
    }

    @Override
    public void launch(long function, Grid grid, KernelArguments arguments, long stream) {
        check(
                "cuLaunchKernel",
                grid,
                () ->
                        (int)
                                launchKernel.invokeExact(
                                        function,
                                        grid.x(),
                                        grid.y(),
                                        grid.z(),
                                        grid.threads(),
                                        1,
                                        1,
                                        grid.sharedBytes(),
                                        stream,
                                        arguments.pointers(),
                                        MemorySegment.NULL));
    }

    @Override
    public void beginCapture(long stream) {
        check(
                "cuStreamBeginCapture_v2",
                "",
                () -> (int) streamBeginCapture.invokeExact(stream, CAPTURE_THREAD_LOCAL));
    }

    @Override
    public long endCapture(long stream) {
        long graph =
                checkedLong(
                        "cuStreamEndCapture",
                        "",
                        out -> (int) streamEndCapture.invokeExact(stream, out));
        try {
            return checkedLong(
                    "cuGraphInstantiateWithFlags",
                    "",
                    out -> (int) graphInstantiate.invokeExact(out, graph, 0L));
        } finally {
            check("cuGraphDestroy", "", () -> (int) graphDestroy.invokeExact(graph));
        }
    }

    @Override
    public void launchGraph(long graph, long stream) {
        check("cuGraphLaunch", "", () -> (int) graphLaunch.invokeExact(graph, stream));
    }

    @Override
    public void destroyGraph(long graph) {
        check("cuGraphExecDestroy", "", () -> (int) graphExecDestroy.invokeExact(graph));
    }
}
