// A CUDA driver without a GPU: exports the cu* functions that generate/ calls and runs the kernels that
// are compiled into this library, one block after the other (see emulation.h). Work is queued on its
// stream and done when somebody waits for it, so a result that is read too early is not there yet.
// The emu* functions at the end are for tests: faults, limits, orders of fibers, counts.
#include "emulation.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>
#include <sys/mman.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifndef __x86_64__
#include <ucontext.h>
#endif

namespace emu {

// ---- fibers -------------------------------------------------------------------------------------

enum State { READY, AT_BARRIER, IN_WARP, DONE };

#ifdef __SANITIZE_ADDRESS__
constexpr size_t STACK = 256 << 10;
#else
constexpr size_t STACK = 64 << 10;
#endif

struct Warp {
    unsigned alive, waiting;
    uint64_t slots[2][32];
};

struct SharedPiece {
    const void* key;
    char* memory;
    size_t bytes;
};

Fiber* current;
Index block_index, block_size, grid_size;

static std::vector<Fiber> fibers;  // of the largest block so far; their stacks are used again
static unsigned block_threads;
static std::vector<Warp> warps;
static std::vector<SharedPiece> pieces;
static char* dynamic_memory;
static Fiber scheduler;
static const Kernel* running;
static void* const* running_arguments;
static std::string fault;
static int order_kind;
static uint64_t order_seed = 1;

struct Fault {};

#ifdef __x86_64__
// Saves the registers that a callee must keep, changes stacks, takes the other ones back.
extern "C" void emu_switch(void** save, void* to);
asm(R"(
.text
.type emu_switch, @function
emu_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size emu_switch, .-emu_switch
)");
static void prepare(Fiber& f, void (*entry)()) {
    auto* top = reinterpret_cast<void**>(f.stack + STACK);
    *--top = nullptr;  // the entry sees a stack as after a call
    *--top = reinterpret_cast<void*>(entry);
    for (int i = 0; i < 6; i++) *--top = nullptr;
    f.stack_pointer = top;
}
#else
static void emu_switch(void** save, void* to) {
    ucontext_t here;
    *save = &here;
    swapcontext(&here, static_cast<ucontext_t*>(to));
}
static std::map<char*, ucontext_t> contexts;
static void prepare(Fiber& f, void (*entry)()) {
    ucontext_t& context = contexts[f.stack];
    getcontext(&context);
    context.uc_stack.ss_sp = f.stack;
    context.uc_stack.ss_size = STACK;
    makecontext(&context, entry, 0);
    f.stack_pointer = &context;
}
#endif

static void to_fiber(Fiber& f) {
    current = &f;
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(&scheduler.fake_stack, f.stack, STACK);
    emu_switch(&scheduler.stack_pointer, f.stack_pointer);
    __sanitizer_finish_switch_fiber(scheduler.fake_stack, nullptr, nullptr);
#else
    emu_switch(&scheduler.stack_pointer, f.stack_pointer);
#endif
}

#ifdef __SANITIZE_ADDRESS__
static const void* scheduler_stack;
static size_t scheduler_size;
#endif

static void to_scheduler() {
    Fiber& f = *current;
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(
        f.state == DONE ? nullptr : &f.fake_stack, scheduler_stack, scheduler_size);
    emu_switch(&f.stack_pointer, scheduler.stack_pointer);
    __sanitizer_finish_switch_fiber(f.fake_stack, &scheduler_stack, &scheduler_size);
#else
    emu_switch(&f.stack_pointer, scheduler.stack_pointer);
#endif
}

static void release(unsigned warp) {
    size_t from = warp * 32, to = std::min<size_t>(from + 32, block_threads);
    for (size_t i = from; i < to; i++) {
        if (fibers[i].state == IN_WARP) fibers[i].state = READY;
    }
    warps[warp].waiting = 0;
}

static void fiber_main() {
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(nullptr, &scheduler_stack, &scheduler_size);
#endif
    running->invoke(running_arguments);
    Fiber& f = *current;
    f.state = DONE;
    Warp& w = warps[f.warp];
    if (--w.alive == w.waiting && w.waiting > 0) release(f.warp);
    to_scheduler();
}

void barrier() {
    current->state = AT_BARRIER;
    to_scheduler();
}

void meet_warp() {
    Warp& w = warps[current->warp];
    if (++w.waiting == w.alive) {
        release(current->warp);
    } else {
        current->state = IN_WARP;
        to_scheduler();
    }
}

uint64_t exchange(uint64_t value, unsigned from) {
    // Two sets of slots: nobody comes to the next exchange but one before all have read this one.
    uint64_t* slots = warps[current->warp].slots[current->shuffles++ & 1];
    slots[current->lane] = value;
    meet_warp();
    return slots[from];
}

constexpr size_t GUARD = 256;
static const int GUARD_BYTE = 0xA5, POISON = 0xCD;

static char* guarded(size_t bytes) {
#ifdef __SANITIZE_ADDRESS__
    auto* memory = static_cast<char*>(malloc(std::max<size_t>(bytes, 1)));
#else
    size_t padded = (bytes + 255) / 256 * 256;
    auto* start = static_cast<char*>(aligned_alloc(256, padded + 2 * GUARD));
    memset(start, GUARD_BYTE, GUARD);
    memset(start + GUARD + bytes, GUARD_BYTE, padded - bytes + GUARD);
    char* memory = start + GUARD;
#endif
    memset(memory, POISON, bytes);
    return memory;
}

static bool intact(const char* memory, size_t bytes) {
#ifndef __SANITIZE_ADDRESS__
    auto all = [](const char* from, size_t count) {
        for (size_t i = 0; i < count; i++) {
            if (static_cast<unsigned char>(from[i]) != GUARD_BYTE) return false;
        }
        return true;
    };
    return all(memory - GUARD, GUARD) && all(memory + bytes, GUARD);
#else
    return memory != nullptr || bytes == 0;
#endif
}

static void give_back(char* memory) {
#ifdef __SANITIZE_ADDRESS__
    free(memory);
#else
    if (memory) free(memory - GUARD);
#endif
}

void* shared(const void* key, size_t bytes) {
    for (SharedPiece& p : pieces) {
        if (p.key == key) return p.memory;
    }
    pieces.push_back({key, guarded(bytes), bytes});
    return pieces.back().memory;
}

void* dynamic_shared() { return dynamic_memory; }

static std::vector<Kernel>& kernels() {
    static std::vector<Kernel> all;
    return all;
}

void add_kernel(const Kernel& kernel) { kernels().push_back(kernel); }

static std::string where(const char* what) {
    char text[256];
    snprintf(text, sizeof text, "kernel %s, block (%u, %u, %u): %s", running->name, block_index.x,
             block_index.y, block_index.z, what);
    return text;
}

static void run_block(unsigned shared_bytes) {
    unsigned threads = block_size.x * block_size.y * block_size.z;
    while (fibers.size() < threads) {
        Fiber f{};
        f.stack = static_cast<char*>(mmap(nullptr, STACK, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        fibers.push_back(f);
    }
    block_threads = threads;
    warps.assign((threads + 31) / 32, Warp{});
    static std::vector<unsigned> order;
    order.resize(threads);
    for (unsigned i = 0; i < threads; i++) {
        Fiber& f = fibers[i];
        f.thread = {i % block_size.x, i / block_size.x % block_size.y,
                    i / (block_size.x * block_size.y)};
        f.lane = i % 32;
        f.warp = i / 32;
        f.shuffles = 0;
        f.state = READY;
        f.fake_stack = nullptr;
        warps[f.warp].alive++;
#ifdef __SANITIZE_ADDRESS__
        __asan_unpoison_memory_region(f.stack, STACK);
#endif
        prepare(f, fiber_main);
        order[i] = order_kind == 1 ? threads - 1 - i : i;
    }
    if (order_kind == 2) {
        std::mt19937_64 random(order_seed++);
        std::shuffle(order.begin(), order.end(), random);
    }
    dynamic_memory = shared_bytes ? guarded(shared_bytes) : nullptr;
    unsigned done = 0;
    while (done < threads) {
        bool moved = false;
        for (unsigned i : order) {
            if (fibers[i].state == READY) {
                moved = true;
                to_fiber(fibers[i]);
                if (fibers[i].state == DONE) done++;
            }
        }
        if (moved) continue;
        unsigned waiting = 0;
        for (unsigned i = 0; i < threads; i++) waiting += fibers[i].state == AT_BARRIER;
        if (waiting < threads) {
            fault = where("some threads wait at a barrier or shuffle that others never reach");
            throw Fault{};
        }
        for (unsigned i = 0; i < threads; i++) fibers[i].state = READY;
    }
    for (SharedPiece& p : pieces) {
        if (!intact(p.memory, p.bytes)) {
            fault = where("a store outside of shared memory");
            throw Fault{};
        }
    }
    if (dynamic_memory && !intact(dynamic_memory, shared_bytes)) {
        fault = where("a store outside of dynamic shared memory");
        throw Fault{};
    }
}

static void end_block() {
    for (SharedPiece& p : pieces) give_back(p.memory);
    pieces.clear();
    give_back(dynamic_memory);
    dynamic_memory = nullptr;
}

}  // namespace emu

// ---- the driver ---------------------------------------------------------------------------------

namespace {

constexpr int OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100,
              INVALID_DEVICE = 101, INVALID_CONTEXT = 201, NO_BINARY = 209, INVALID_PTX = 218,
              INVALID_HANDLE = 400, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700, LAUNCH_FAILED = 719,
              CAPTURE_UNSUPPORTED = 900, CAPTURE_UNMATCHED = 903;

struct Device {
    const char* name;
    const char* bus;
    int capability, multiprocessors, speed;
    unsigned char uuid;
    size_t memory = size_t(4) << 30, used = 0;
    int retained = 0, error = OK;
};

// By speed, as CUDA_DEVICE_ORDER=FASTEST_FIRST has them; by bus it is the other way round.
Device devices[2] = {{"Emulated Device A", "0000:02:00.0", 90, 132, 2, 0xA0},
                     {"Emulated Device B", "0000:01:00.0", 80, 108, 1, 0xB0}};
std::vector<int> visible;
bool initialized;
int driver_version = 13000;
std::recursive_mutex lock;
thread_local int current_device = -1;

struct Failure {
    int after, code;
};
std::map<std::string, Failure> failures;
bool empty_kernels;
long launches;

struct Allocation {
    size_t bytes;
    int device;
    bool host;
};
std::map<char*, Allocation> allocations;

using Work = std::function<int()>;
struct Graph {
    std::vector<Work> nodes;
};
struct Stream {
    int device;
    std::vector<Work> queue;
    Graph* capturing = nullptr;
    int error = OK;
};
struct Event {
    Stream* stream = nullptr;
    std::chrono::steady_clock::time_point when{};
};
struct Module {
    std::string text;
    std::map<std::string, const emu::Kernel*> functions;
};
std::set<Stream*> streams;
std::set<Event*> events;
std::set<Module*> modules;
std::set<Graph*> graphs;

int planted(const char* call) {
    auto found = failures.find(call);
    if (found == failures.end() || --found->second.after >= 0) return OK;
    int code = found->second.code;
    failures.erase(found);
    if (code >= 700 && code < 720 && current_device >= 0) devices[current_device].error = code;
    return code;
}

// Every function begins so: one at a time, initialized, no planted failure.
#define ENTER()                                                                                    \
    std::lock_guard<std::recursive_mutex> held(lock);                                              \
    if (int code = planted(__func__)) return code
#define ENTER_CONTEXT()                                                                            \
    ENTER();                                                                                       \
    if (current_device < 0) return INVALID_CONTEXT;                                                \
    Device& device = devices[current_device];                                                      \
    if (device.error) return device.error;                                                         \
    (void) device

bool inside(const void* address, size_t bytes, bool host) {
    auto* at = static_cast<char*>(const_cast<void*>(address));
    auto found = allocations.upper_bound(at);
    if (found == allocations.begin()) return false;
    --found;
    return found->second.host == host && at + bytes <= found->first + found->second.bytes;
}

int flush(Stream* stream) {
    std::vector<Work> work;
    work.swap(stream->queue);
    for (Work& w : work) {
        if (!stream->error) stream->error = w();
    }
    return stream->error;
}

void flush_all() {
    for (Stream* s : streams) flush(s);
}

int enqueue(Stream* stream, Work work) {
    if (!streams.count(stream)) return INVALID_HANDLE;
    if (stream->capturing) {
        stream->capturing->nodes.push_back(std::move(work));
    } else {
        stream->queue.push_back(std::move(work));
    }
    return OK;
}

int run_kernel(const emu::Kernel* kernel, emu::Index grid, emu::Index block, unsigned shared,
               const std::vector<std::vector<char>>& arguments, int device) {
    launches++;
    if (empty_kernels) return OK;
    std::vector<void*> pointers;
    for (auto& a : arguments) pointers.push_back(const_cast<char*>(a.data()));
    emu::running = kernel;
    emu::running_arguments = pointers.data();
    emu::grid_size = grid;
    emu::block_size = block;
    int result = OK;
    try {
        for (unsigned z = 0; z < grid.z; z++) {
            for (unsigned y = 0; y < grid.y; y++) {
                for (unsigned x = 0; x < grid.x; x++) {
                    emu::block_index = {x, y, z};
                    emu::run_block(shared);
                    emu::end_block();
                }
            }
        }
    } catch (emu::Fault&) {
        emu::end_block();
        result = LAUNCH_FAILED;
    }
    for (auto& a : allocations) {
        if (!emu::intact(a.first, a.second.bytes)) {
            emu::fault = std::string("kernel ") + kernel->name + ": a store outside of memory";
            result = ILLEGAL_ADDRESS;
        }
    }
    if (result) devices[device].error = result;
    return result;
}

void find_devices() {
    visible = {0, 1};
    const char* order = getenv("CUDA_DEVICE_ORDER");
    if (order && std::string(order) == "PCI_BUS_ID") visible = {1, 0};
    const char* chosen = getenv("CUDA_VISIBLE_DEVICES");
    if (!chosen) return;
    std::vector<int> all = visible;
    visible.clear();
    std::string rest = chosen;
    while (!rest.empty()) {
        size_t comma = rest.find(',');
        std::string one = rest.substr(0, comma);
        rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
        int found = -1;
        for (size_t i = 0; i < all.size(); i++) {
            char uuid[16];
            snprintf(uuid, sizeof uuid, "GPU-%02x", devices[all[i]].uuid);
            if (one == std::to_string(i) || one.rfind(uuid, 0) == 0) found = all[i];
        }
        if (found < 0) return;  // as the driver does: what follows is not seen either
        visible.push_back(found);
    }
}

Device* find(int handle) {
    return handle < 0 || handle >= static_cast<int>(visible.size()) ? nullptr
                                                                     : &devices[visible[handle]];
}

struct ErrorName {
    int code;
    const char *name, *text;
};
const ErrorName ERRORS[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {46, "CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {209, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"},
    {214, "CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"},
    {218, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {220, "CUDA_ERROR_NVLINK_UNCORRECTABLE", "uncorrectable NVLink error detected during the execution"},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {702, "CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"},
    {715, "CUDA_ERROR_ILLEGAL_INSTRUCTION", "an illegal instruction was encountered"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system has unsupported display driver / cuda driver combination"},
    {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
    {903, "CUDA_ERROR_STREAM_CAPTURE_UNMATCHED", "the capture was not initiated in this stream"},
};

}  // namespace

#define API extern "C" __attribute__((visibility("default"))) int

API cuInit(unsigned) {
    ENTER();
    find_devices();
    initialized = true;
    return visible.empty() ? NO_DEVICE : OK;
}

API cuDriverGetVersion(int* version) {
    ENTER();
    *version = driver_version;
    return OK;
}

API cuGetErrorName(int code, const char** text) {
    for (auto& e : ERRORS) {
        if (e.code == code) {
            *text = e.name;
            return OK;
        }
    }
    *text = nullptr;
    return INVALID_VALUE;
}

API cuGetErrorString(int code, const char** text) {
    for (auto& e : ERRORS) {
        if (e.code == code) {
            *text = e.text;
            return OK;
        }
    }
    *text = nullptr;
    return INVALID_VALUE;
}

API cuDeviceGetCount(int* count) {
    ENTER();
    if (!initialized) return NOT_INITIALIZED;
    *count = static_cast<int>(visible.size());
    return OK;
}

API cuDeviceGet(int* handle, int ordinal) {
    ENTER();
    if (!initialized) return NOT_INITIALIZED;
    if (!find(ordinal)) return INVALID_DEVICE;
    *handle = ordinal;
    return OK;
}

API cuDeviceGetName(char* name, int length, int handle) {
    ENTER();
    if (!find(handle)) return INVALID_DEVICE;
    snprintf(name, static_cast<size_t>(length), "%s", find(handle)->name);
    return OK;
}

API cuDeviceGetPCIBusId(char* bus, int length, int handle) {
    ENTER();
    if (!find(handle)) return INVALID_DEVICE;
    snprintf(bus, static_cast<size_t>(length), "%s", find(handle)->bus);
    return OK;
}

API cuDeviceGetUuid_v2(unsigned char* uuid, int handle) {
    ENTER();
    if (!find(handle)) return INVALID_DEVICE;
    for (int i = 0; i < 16; i++) uuid[i] = static_cast<unsigned char>(find(handle)->uuid + i);
    return OK;
}

API cuDeviceTotalMem_v2(size_t* bytes, int handle) {
    ENTER();
    if (!find(handle)) return INVALID_DEVICE;
    *bytes = find(handle)->memory;
    return OK;
}

API cuDeviceGetAttribute(int* value, int attribute, int handle) {
    ENTER();
    Device* d = find(handle);
    if (!d) return INVALID_DEVICE;
    switch (attribute) {
        case 16: *value = d->multiprocessors; return OK;
        case 75: *value = d->capability / 10; return OK;
        case 76: *value = d->capability % 10; return OK;
        default: return INVALID_VALUE;
    }
}

API cuDevicePrimaryCtxRetain(void** context, int handle) {
    ENTER();
    Device* d = find(handle);
    if (!d) return INVALID_DEVICE;
    if (d->error) return d->error;
    d->retained++;
    *context = reinterpret_cast<void*>(static_cast<intptr_t>(d - devices + 1));
    return OK;
}

API cuDevicePrimaryCtxRelease_v2(int handle) {
    ENTER();
    Device* d = find(handle);
    if (!d || d->retained == 0) return INVALID_CONTEXT;
    if (--d->retained == 0) d->error = OK;
    return OK;
}

API cuCtxSetCurrent(void* context) {
    ENTER();
    current_device = static_cast<int>(reinterpret_cast<intptr_t>(context)) - 1;
    return OK;
}

API cuMemGetInfo_v2(size_t* free_bytes, size_t* total) {
    ENTER_CONTEXT();
    *free_bytes = device.memory - std::min(device.memory, device.used);
    *total = device.memory;
    return OK;
}

API cuMemAlloc_v2(void** address, size_t bytes) {
    ENTER_CONTEXT();
    if (bytes == 0) return INVALID_VALUE;
    if (bytes > device.memory || device.used + bytes > device.memory) return OUT_OF_MEMORY;
    char* memory = emu::guarded(bytes);
    allocations[memory] = {bytes, current_device, false};
    device.used += bytes;
    *address = memory;
    return OK;
}

API cuMemFree_v2(void* address) {
    std::lock_guard<std::recursive_mutex> held(lock);
    auto found = allocations.find(static_cast<char*>(address));
    if (found == allocations.end() || found->second.host) return INVALID_VALUE;
    flush_all();
    devices[found->second.device].used -= found->second.bytes;
    emu::give_back(found->first);
    allocations.erase(found);
    return current_device < 0 ? INVALID_CONTEXT : devices[current_device].error;
}

API cuMemHostAlloc(void** address, size_t bytes, unsigned) {
    ENTER_CONTEXT();
    char* memory = emu::guarded(bytes);
    allocations[memory] = {bytes, current_device, true};
    *address = memory;
    return OK;
}

API cuMemFreeHost(void* address) {
    std::lock_guard<std::recursive_mutex> held(lock);
    auto found = allocations.find(static_cast<char*>(address));
    if (found == allocations.end() || !found->second.host) return INVALID_VALUE;
    flush_all();
    emu::give_back(found->first);
    allocations.erase(found);
    return OK;
}

API cuMemcpyHtoDAsync_v2(void* to, const void* from, size_t bytes, Stream* stream) {
    ENTER_CONTEXT();
    if (!inside(to, bytes, false)) return INVALID_VALUE;
    if (inside(from, bytes, true)) {
        // Pinned memory is read when the copy is done, not when it is asked for.
        return enqueue(stream, [=] { memcpy(to, from, bytes); return OK; });
    }
    if (stream->capturing) return CAPTURE_UNSUPPORTED;
    auto* start = static_cast<const char*>(from);
    std::vector<char> copy(start, start + bytes);
    return enqueue(stream, [=] { memcpy(to, copy.data(), bytes); return OK; });
}

API cuMemcpyDtoHAsync_v2(void* to, const void* from, size_t bytes, Stream* stream) {
    ENTER_CONTEXT();
    if (!inside(from, bytes, false)) return INVALID_VALUE;
    return enqueue(stream, [=] { memcpy(to, from, bytes); return OK; });
}

API cuMemcpyDtoDAsync_v2(void* to, const void* from, size_t bytes, Stream* stream) {
    ENTER_CONTEXT();
    if (!inside(from, bytes, false) || !inside(to, bytes, false)) return INVALID_VALUE;
    return enqueue(stream, [=] { memmove(to, from, bytes); return OK; });
}

API cuMemsetD8Async(void* to, unsigned char value, size_t bytes, Stream* stream) {
    ENTER_CONTEXT();
    if (!inside(to, bytes, false)) return INVALID_VALUE;
    return enqueue(stream, [=] { memset(to, value, bytes); return OK; });
}

API cuStreamCreate(Stream** stream, unsigned) {
    ENTER_CONTEXT();
    *stream = new Stream{current_device, {}};
    streams.insert(*stream);
    return OK;
}

API cuStreamSynchronize(Stream* stream) {
    ENTER_CONTEXT();
    if (!streams.count(stream)) return INVALID_HANDLE;
    if (stream->capturing) return CAPTURE_UNSUPPORTED;
    return flush(stream);
}

API cuStreamDestroy_v2(Stream* stream) {
    std::lock_guard<std::recursive_mutex> held(lock);
    if (!streams.count(stream)) return INVALID_HANDLE;
    flush(stream);
    if (stream->capturing) graphs.erase(stream->capturing), delete stream->capturing;
    streams.erase(stream);
    for (Event* e : events) {
        if (e->stream == stream) e->stream = nullptr;
    }
    delete stream;
    return OK;
}

API cuEventCreate(Event** event, unsigned) {
    ENTER_CONTEXT();
    *event = new Event;
    events.insert(*event);
    return OK;
}

API cuEventRecord(Event* event, Stream* stream) {
    ENTER_CONTEXT();
    if (!events.count(event)) return INVALID_HANDLE;
    event->stream = stream;
    return enqueue(stream, [=] { event->when = std::chrono::steady_clock::now(); return OK; });
}

API cuEventSynchronize(Event* event) {
    ENTER_CONTEXT();
    if (!events.count(event)) return INVALID_HANDLE;
    return event->stream ? flush(event->stream) : OK;
}

API cuEventElapsedTime(float* millis, Event* start, Event* end) {
    ENTER_CONTEXT();
    if (!events.count(start) || !events.count(end)) return INVALID_HANDLE;
    *millis = std::chrono::duration<float, std::milli>(end->when - start->when).count();
    return OK;
}

API cuEventDestroy_v2(Event* event) {
    std::lock_guard<std::recursive_mutex> held(lock);
    if (!events.erase(event)) return INVALID_HANDLE;
    if (event->stream) flush(event->stream);
    delete event;
    return OK;
}

API cuModuleLoadDataEx(Module** module, const char* image, unsigned count, int* options,
                       void** values) {
    ENTER_CONTEXT();
    char* log = nullptr;
    size_t room = 0;
    for (unsigned i = 0; i < count; i++) {
        if (options[i] == 5) log = static_cast<char*>(values[i]);
        if (options[i] == 6) room = reinterpret_cast<size_t>(values[i]);
    }
    std::string text = image;
    size_t target = text.find(".target sm_");
    if (text.find(".version ") == std::string::npos || target == std::string::npos) {
        if (log && room) snprintf(log, room, "ptxas fatal: not a PTX text");
        return INVALID_PTX;
    }
    int needed = atoi(text.c_str() + target + 11);
    bool exact = text.compare(target + 11, 3, "90a") == 0;
    if (needed > device.capability || (exact && needed != device.capability)) {
        if (log && room) snprintf(log, room, "ptxas fatal: target sm_%d, device %d", needed, device.capability);
        return NO_BINARY;
    }
    *module = new Module{text, {}};
    modules.insert(*module);
    return OK;
}

API cuModuleUnload(Module* module) {
    std::lock_guard<std::recursive_mutex> held(lock);
    if (!modules.erase(module)) return INVALID_HANDLE;
    flush_all();
    delete module;
    return OK;
}

API cuModuleGetFunction(const emu::Kernel** function, Module* module, const char* name) {
    ENTER_CONTEXT();
    if (!modules.count(module)) return INVALID_HANDLE;
    // A kernel that the image does not have is not found either, though it is compiled in here.
    std::string entry = std::string(".entry ") + name + "(";
    if (module->text.find(entry) == std::string::npos) return NOT_FOUND;
    for (auto& k : emu::kernels()) {
        if (!strcmp(k.name, name)) {
            *function = &k;
            return OK;
        }
    }
    return NOT_FOUND;
}

API cuLaunchKernel(const emu::Kernel* kernel, unsigned gx, unsigned gy, unsigned gz, unsigned bx,
                   unsigned by, unsigned bz, unsigned shared, Stream* stream, void** arguments,
                   void**) {
    ENTER_CONTEXT();
    unsigned long threads = 1ul * bx * by * bz;
    if (gx == 0 || gy == 0 || gz == 0 || threads == 0 || threads > 1024 || gy > 65535 ||
        gz > 65535 || shared > 48u << 10) {
        return INVALID_VALUE;
    }
    std::vector<std::vector<char>> copies;
    for (size_t i = 0; i < kernel->count; i++) {
        auto* from = static_cast<char*>(arguments[i]);
        copies.emplace_back(from, from + kernel->sizes[i]);
    }
    int on = current_device;
    return enqueue(stream, [=] {
        return run_kernel(kernel, {gx, gy, gz}, {bx, by, bz}, shared, copies, on);
    });
}

API cuStreamBeginCapture_v2(Stream* stream, int) {
    ENTER_CONTEXT();
    if (!streams.count(stream) || stream->capturing) return INVALID_VALUE;
    stream->capturing = new Graph;
    graphs.insert(stream->capturing);
    return OK;
}

API cuStreamEndCapture(Stream* stream, Graph** graph) {
    ENTER_CONTEXT();
    if (!streams.count(stream) || !stream->capturing) return CAPTURE_UNMATCHED;
    *graph = stream->capturing;
    stream->capturing = nullptr;
    return OK;
}

API cuGraphInstantiateWithFlags(Graph** executable, Graph* graph, unsigned long long) {
    ENTER_CONTEXT();
    if (!graphs.count(graph)) return INVALID_HANDLE;
    *executable = new Graph(*graph);
    graphs.insert(*executable);
    return OK;
}

API cuGraphLaunch(Graph* graph, Stream* stream) {
    ENTER_CONTEXT();
    if (!graphs.count(graph) || !streams.count(stream)) return INVALID_HANDLE;
    for (Work& node : graph->nodes) {
        if (int code = enqueue(stream, node)) return code;
    }
    return OK;
}

API cuGraphDestroy(Graph* graph) {
    std::lock_guard<std::recursive_mutex> held(lock);
    if (!graphs.erase(graph)) return INVALID_HANDLE;
    delete graph;
    return OK;
}

API cuGraphExecDestroy(Graph* graph) {
    std::lock_guard<std::recursive_mutex> held(lock);
    flush_all();
    return cuGraphDestroy(graph);
}

// ---- for tests ----------------------------------------------------------------------------------

#define TEST_API extern "C" __attribute__((visibility("default")))

TEST_API void emuReset() {
    failures.clear();
    driver_version = 13000;
    empty_kernels = false;
    emu::order_kind = 0;
    emu::fault.clear();
    launches = 0;
    devices[0].capability = 90;
    devices[1].capability = 80;
    for (Device& d : devices) d.memory = size_t(4) << 30, d.error = OK;
}

// What was made and not yet given back: memory, streams, events, modules, graphs, contexts.
TEST_API long emuLive() {
    long live = static_cast<long>(allocations.size() + streams.size() + events.size() +
                                  modules.size() + graphs.size());
    for (Device& d : devices) live += d.retained;
    return live;
}

TEST_API void emuFail(const char* call, int after, int code) { failures[call] = {after, code}; }
TEST_API void emuSetMemory(int device, long bytes) { devices[device].memory = size_t(bytes); }
TEST_API void emuSetCapability(int device, int capability) { devices[device].capability = capability; }
TEST_API void emuSetDriverVersion(int version) { driver_version = version; }
TEST_API void emuSetEmptyKernels(int on) { empty_kernels = on != 0; }
TEST_API long emuLaunches() { return launches; }
TEST_API const char* emuLastFault() { return emu::fault.c_str(); }
TEST_API void emuSetOrder(int kind, long seed) {
    emu::order_kind = kind;
    emu::order_seed = static_cast<uint64_t>(seed);
}
