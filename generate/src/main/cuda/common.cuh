// What all kernels share. Compiled by nvcc to PTX, and by g++ for the emulated driver of the tests
// (JETON_EMULATED). Sums are written with fmaf where one rounding is meant; nvcc runs with
// -fmad=false, so nothing else is fused and both compilers round alike.
#pragma once
#ifdef JETON_EMULATED
#include "emulation.h"
#else
// Names a kernel for the emulated driver.
#define EXPORT(name)
// Memory of a block.
#define SHARED(type, name, count) __shared__ type name[count]
#define DYNAMIC_SHARED(type, name)                                                                 \
    extern __shared__ uint4 dynamic_shared_memory[];                                               \
    type* const name = reinterpret_cast<type*>(dynamic_shared_memory)

__device__ __forceinline__ float half_bits_to_float(unsigned short bits) {
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
    return value;
}

__device__ __forceinline__ float rsqrt_exact(float x) { return 1.0f / sqrtf(x); }
#endif

static const unsigned ALL_LANES = 0xffffffffu;

__device__ __forceinline__ int thread_id() { return static_cast<int>(threadIdx.x); }

// The sum over a warp, in every lane; the order of additions does not depend on the data.
__device__ __forceinline__ float warp_sum(float value) {
    for (int mask = 16; mask > 0; mask >>= 1) {
        value += __shfl_xor_sync(ALL_LANES, value, mask);
    }
    return value;
}
