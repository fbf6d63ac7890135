// Matrix times up to 8 vectors, for every weight type: out[t][r] = sum over c of w[r][c] * x[t][c],
// with bias, residual or gate at its end. Reference: ReferenceRunner.multiply and project (Java),
// tested by CudaKernelTest.
//
// A warp makes one row for up to ROWS tokens: each lane takes every 32nd group of columns, then the
// lanes' sums are added. The order of additions depends on the columns alone: not on ROWS, on the
// other tokens, or on the fused parts.
#include "weights.cuh"

static const int WARPS = 4;

template <class W, int ROWS>
__device__ __forceinline__ void dot(
    const void* quants, const void* scales, size_t row, int width, const float* x, int count,
    float* sums) {
    int groups = width / W::GROUP;
#pragma unroll
    for (int t = 0; t < ROWS; t++) {
        sums[t] = 0;
    }
    for (int g = thread_id() % 32; g < groups; g += 32) {
        float w[W::GROUP];
        W::load(quants, scales, row, groups, g, w);
#pragma unroll
        for (int t = 0; t < ROWS; t++) {
            if (t < count) {
                const float4* values =
                    reinterpret_cast<const float4*>(x + t * width + g * W::GROUP);
#pragma unroll
                for (int i = 0; i < W::GROUP / 4; i++) {
                    float4 v = values[i];
                    sums[t] = fmaf(w[4 * i], v.x, sums[t]);
                    sums[t] = fmaf(w[4 * i + 1], v.y, sums[t]);
                    sums[t] = fmaf(w[4 * i + 2], v.z, sums[t]);
                    sums[t] = fmaf(w[4 * i + 3], v.w, sums[t]);
                }
            }
        }
    }
#pragma unroll
    for (int t = 0; t < ROWS; t++) {
        sums[t] = warp_sum(sums[t]);
    }
}

// quants, scales: the matrix of `rows` rows, of 2 x rows where `mode` is 2: the gates, then the ups.
// x: [tokens][width]; width is a multiple of 32, and what lies behind the real columns is zero.
// bias: a number a row, or null. out: token t's numbers from t * stride on.
// mode 0: the products; 1: added to what is there (the residual); 2: silu(gate) * up.
template <class W, int ROWS>
__device__ __forceinline__ void gemv(
    const void* quants, const void* scales, const float* bias, const float* x, float* out,
    int tokens, int rows, int width, int stride, int mode) {
    int row = blockIdx.x * WARPS + thread_id() / 32;
    int first = blockIdx.y * ROWS;
    int count = tokens - first < ROWS ? tokens - first : ROWS;
    if (row >= rows) {
        return;
    }
    const float* inputs = x + static_cast<size_t>(first) * width;
    float gates[ROWS];
    float sums[ROWS] = {};
#pragma unroll 1
    for (int part = mode == 2 ? 0 : 1; part < 2; part++) {
        size_t at = static_cast<size_t>(row) + (mode == 2 && part == 1 ? rows : 0);
#pragma unroll
        for (int t = 0; t < ROWS; t++) {
            gates[t] = sums[t];
        }
        dot<W, ROWS>(quants, scales, at, width, inputs, count, sums);
        if (bias) {
#pragma unroll
            for (int t = 0; t < ROWS; t++) {
                sums[t] += bias[at];
            }
        }
    }
    if (thread_id() % 32 != 0) {
        return;
    }
#pragma unroll
    for (int t = 0; t < ROWS; t++) {
        if (t < count) {
            float* to = out + static_cast<size_t>(first + t) * stride + row;
            float value = sums[t];
            if (mode == 1) {
                value += *to;
            } else if (mode == 2) {
                value = gates[t] / (1.0f + expf(-gates[t])) * value;
            }
            *to = value;
        }
    }
}

#define GEMV(name, format, ROWS)                                                                   \
    extern "C" __global__ void __launch_bounds__(32 * WARPS) name(                                 \
        const void* quants, const void* scales, const float* bias, const float* x, float* out,     \
        int tokens, int rows, int width, int stride, int mode) {                                   \
        gemv<format, ROWS>(                                                                        \
            quants, scales, bias, x, out, tokens, rows, width, stride, mode);                              \
    }                                                                                              \
    EXPORT(name)

GEMV(gemv_f32_1, WeightsF32, 1);
GEMV(gemv_f32_8, WeightsF32, 8);
GEMV(gemv_f16_1, WeightsF16, 1);
GEMV(gemv_f16_8, WeightsF16, 8);
GEMV(gemv_bf16_1, WeightsBf16, 1);
GEMV(gemv_bf16_8, WeightsBf16, 8);
GEMV(gemv_q8_0_1, WeightsQ8, 1);
GEMV(gemv_q8_0_8, WeightsQ8, 8);
GEMV(gemv_q4_0_1, WeightsQ4, 1);
GEMV(gemv_q4_0_8, WeightsQ4, 8);
GEMV(gemv_q4_1_1, WeightsQ4Min, 1);
GEMV(gemv_q4_1_8, WeightsQ4Min, 8);
