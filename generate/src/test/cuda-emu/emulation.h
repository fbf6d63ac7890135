// What a kernel sees of CUDA, for g++: included by common.cuh in place of the compiler's built-ins.
//
// A block's threads are fibers of one system thread. A fiber runs until it waits (at a barrier, or in
// a warp shuffle for the other lanes) or ends; driver.cpp decides who goes on. So a kernel that
// forgets a barrier reads what another thread has not written yet, under at least one order of fibers.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <utility>

namespace emu {

struct Index {
    unsigned x, y, z;
};

struct Fiber {
    void* stack_pointer;
    char* stack;
    void* fake_stack;
    Index thread;
    unsigned lane, warp, shuffles;
    int state;
};

extern Fiber* current;
extern Index block_index, block_size, grid_size;

void barrier();
// Waits until all lanes of the warp that still run have come here.
void meet_warp();
// Hands `value` to the other lanes and returns that of lane `from`.
uint64_t exchange(uint64_t value, unsigned from);
// Memory that all threads of the block share: one piece for each `key`, filled with 0xCD.
void* shared(const void* key, size_t bytes);
void* dynamic_shared();

template <class T> T shuffle(T value, unsigned from) {
    static_assert(sizeof(T) <= 8, "shuffles move up to 8 bytes");
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof(T));
    bits = exchange(bits, from & 31);
    memcpy(&value, &bits, sizeof(T));
    return value;
}

using Invoke = void (*)(void* const* arguments);
struct Kernel {
    const char* name;
    Invoke invoke;
    const size_t* sizes;
    size_t count;
};
void add_kernel(const Kernel& kernel);

template <auto F> struct Entry;
template <class... A, void (*F)(A...)> struct Entry<F> {
    template <size_t... I> static void call(void* const* a, std::index_sequence<I...>) {
        F(*static_cast<A*>(a[I])...);
    }
    static void invoke(void* const* a) { call(a, std::index_sequence_for<A...>{}); }
    explicit Entry(const char* name) {
        static const size_t sizes[] = {sizeof(A)..., 0};
        add_kernel({name, &invoke, sizes, sizeof...(A)});
    }
};

}  // namespace emu

#define __global__
#define __device__
#define __forceinline__ inline
#define __restrict__ __restrict
#define __launch_bounds__(...)

#define threadIdx (emu::current->thread)
#define blockIdx (emu::block_index)
#define blockDim (emu::block_size)
#define gridDim (emu::grid_size)

#define SHARED(type, name, count)                                                                  \
    static char name##_key;                                                                        \
    type* const name = static_cast<type*>(emu::shared(&name##_key, sizeof(type) * (count)))
#define DYNAMIC_SHARED(type, name) type* const name = static_cast<type*>(emu::dynamic_shared())
#define EXPORT(name) static const emu::Entry<&name> name##_entry(#name)

inline void __syncthreads() { emu::barrier(); }
inline void __syncwarp() { emu::meet_warp(); }
template <class T> T __shfl_xor_sync(unsigned, T value, int mask) {
    return emu::shuffle(value, emu::current->lane ^ static_cast<unsigned>(mask));
}
template <class T> T __shfl_sync(unsigned, T value, int lane) {
    return emu::shuffle(value, static_cast<unsigned>(lane));
}

struct alignas(16) float4 {
    float x, y, z, w;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
struct alignas(8) uint2 {
    unsigned x, y;
};

inline float half_bits_to_float(unsigned short bits) {
    unsigned sign = (bits & 0x8000u) << 16, exponent = bits >> 10 & 31, fraction = bits & 1023;
    if (exponent == 0) {
        float value = std::ldexp(static_cast<float>(fraction), -24);
        return sign ? -value : value;
    }
    unsigned word = sign | (exponent == 31 ? 0x7F800000u : (exponent + 112) << 23) | fraction << 13;
    float value;
    memcpy(&value, &word, 4);
    return value;
}
inline float __uint_as_float(unsigned bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}
inline float rsqrt_exact(float x) { return 1.0f / std::sqrt(x); }
