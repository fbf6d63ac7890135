// Kernels for the emulator's own tests: right ones, and ones with the faults it must find.
#include "common.cuh"

// y[i] = a * x[i] + y[i]
extern "C" __global__ void scale_add(float a, const float* x, float* y, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        y[i] = fmaf(a, x[i], y[i]);
    }
}
EXPORT(scale_add);

// out[block] = sum of x[block * blockDim.x ...): warps first, then the warps' sums.
extern "C" __global__ void block_sums(const float* x, float* out) {
    SHARED(float, sums, 32);
    float sum = warp_sum(x[blockIdx.x * blockDim.x + threadIdx.x]);
    if (threadIdx.x % 32 == 0) {
        sums[threadIdx.x / 32] = sum;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        float total = 0;
        for (unsigned i = 0; i < blockDim.x / 32; i++) {
            total += sums[i];
        }
        out[blockIdx.x] = total;
    }
}
EXPORT(block_sums);

// The same without its barrier.
extern "C" __global__ void block_sums_without_barrier(const float* x, float* out) {
    SHARED(float, sums, 32);
    float sum = warp_sum(x[blockIdx.x * blockDim.x + threadIdx.x]);
    if (threadIdx.x % 32 == 0) {
        sums[threadIdx.x / 32] = sum;
    }
    if (threadIdx.x == 0) {
        float total = 0;
        for (unsigned i = 0; i < blockDim.x / 32; i++) {
            total += sums[i];
        }
        out[blockIdx.x] = total;
    }
}
EXPORT(block_sums_without_barrier);

// x[0 ... n] = 1: one too many.
extern "C" __global__ void fill_one_too_many(float* x, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= n) {
        x[i] = 1;
    }
}
EXPORT(fill_one_too_many);

// Stores behind its shared memory.
extern "C" __global__ void shared_one_too_many(float* out) {
    SHARED(float, row, 32);
    row[threadIdx.x + 1] = 1;
    __syncthreads();
    out[threadIdx.x] = row[threadIdx.x];
}
EXPORT(shared_one_too_many);

// Half of the threads wait for the others, which never come.
extern "C" __global__ void divided_barrier(float* out) {
    if (threadIdx.x < blockDim.x / 2) {
        __syncthreads();
    }
    out[threadIdx.x] = 0;
}
EXPORT(divided_barrier);

// Reads shared memory that nobody wrote.
extern "C" __global__ void unwritten_shared(float* out) {
    SHARED(float, row, 64);
    out[threadIdx.x] = row[threadIdx.x];
}
EXPORT(unwritten_shared);
