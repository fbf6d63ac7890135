// What stands between the products of a layer. References: ReferenceRunner.embed, norm, rotate and
// store (Java); tested by CudaKernelTest.
#include "weights.cuh"

template <class W>
__device__ __forceinline__ void embed(
    const void* quants, const void* scales, const int* ids, float* out, int width) {
    int groups = width / W::GROUP;
    size_t row = static_cast<size_t>(ids[blockIdx.x]);
    for (int g = thread_id(); g < groups; g += blockDim.x) {
        float w[W::GROUP];
        W::load(quants, scales, row, groups, g, w);
        float* to = out + static_cast<size_t>(blockIdx.x) * width + g * W::GROUP;
#pragma unroll
        for (int i = 0; i < W::GROUP; i++) {
            to[i] = w[i];
        }
    }
}

// out[t] = row ids[t] of the embedding, zeros up to `width`; a block a token.
#define EMBED(name, format)                                                                        \
    extern "C" __global__ void name(                                                               \
        const void* quants, const void* scales, const int* ids, float* out, int width) {           \
        embed<format>(quants, scales, ids, out, width);                                            \
    }                                                                                              \
    EXPORT(name)

EMBED(embed_f32, WeightsF32);
EMBED(embed_f16, WeightsF16);
EMBED(embed_bf16, WeightsBf16);
EMBED(embed_q8_0, WeightsQ8);
EMBED(embed_q4_0, WeightsQ4);
EMBED(embed_q4_1, WeightsQ4Min);

// out[i] = x[index[i]] / sqrt(mean of squares + epsilon) * weight; a block of 256 threads a row.
// Rows of x and out are `width` apart, of which `columns` are real.
extern "C" __global__ void rms_norm(
    const float* x, const int* index, const float* weight, float* out, int columns, int width,
    float epsilon) {
    SHARED(float, sums, 8);
    int from = index ? index[blockIdx.x] : static_cast<int>(blockIdx.x);
    const float* row = x + static_cast<size_t>(from) * width;
    float sum = 0;
    for (int i = thread_id(); i < columns; i += blockDim.x) {
        sum = fmaf(row[i], row[i], sum);
    }
    sum = warp_sum(sum);
    if (thread_id() % 32 == 0) {
        sums[thread_id() / 32] = sum;
    }
    __syncthreads();
    float total = 0;
    for (int i = 0; i < 8; i++) {
        total += sums[i];
    }
    float factor = rsqrt_exact(total / static_cast<float>(columns) + epsilon);
    for (int i = thread_id(); i < columns; i += blockDim.x) {
        out[static_cast<size_t>(blockIdx.x) * width + i] = row[i] * factor * weight[i];
    }
}
EXPORT(rms_norm);

// Turns queries and keys of `qkv` ([token][heads + 2 * kvHeads][headDim]) in place by the angles of
// their positions and writes keys and values to their pages. Pages are
// [page][key or value][kvHead][pageTokens][headDim] from `pages` on, a layer's part of the cache. A
// token at a position below 0 only fills up the batch. A block a token.
extern "C" __global__ void rotate_store(
    float* qkv, const float* cosines, const float* sines, const int* positions, const int* rows,
    const int* tables, float* pages, int heads, int kvHeads, int headDim, int pairs,
    int interleaved, int tableStride, int pageTokens) {
    int position = positions[blockIdx.x];
    if (position < 0) {
        return;
    }
    float* token = qkv + static_cast<size_t>(blockIdx.x) * (heads + 2 * kvHeads) * headDim;
    const float* cosine = cosines + static_cast<size_t>(position) * pairs;
    const float* sine = sines + static_cast<size_t>(position) * pairs;
    int step = interleaved ? 2 : 1;
    int other = interleaved ? 1 : pairs;
    for (int i = thread_id(); i < (heads + kvHeads) * pairs; i += blockDim.x) {
        int pair = i % pairs;
        float* first = token + i / pairs * headDim + pair * step;
        float a = first[0];
        float b = first[other];
        first[0] = a * cosine[pair] - b * sine[pair];
        first[other] = b * cosine[pair] + a * sine[pair];
    }
    __syncthreads();
    int page = tables[rows[blockIdx.x] * tableStride + position / pageTokens];
    int slot = position % pageTokens;
    float* to = pages + static_cast<size_t>(page) * 2 * kvHeads * pageTokens * headDim;
    const float* from = token + heads * headDim;
    for (int i = thread_id(); i < 2 * kvHeads * headDim; i += blockDim.x) {
        to[(i / headDim * pageTokens + slot) * headDim + i % headDim] = from[i];
    }
}
EXPORT(rotate_store);

// out[t][i] = silu(both[t][i]) * both[t][width + i], where gate and up could not be one matrix; `count`
// is tokens * width.
extern "C" __global__ void silu_times(
    const float* both, float* out, int width, int stride, int count) {
    int i = blockIdx.x * blockDim.x + thread_id();
    if (i < count) {
        const float* at = both + static_cast<size_t>(i / width) * 2 * width + i % width;
        out[static_cast<size_t>(i / width) * stride + i % width] =
            at[0] / (1.0f + expf(-at[0])) * at[width];
    }
}
EXPORT(silu_times);
