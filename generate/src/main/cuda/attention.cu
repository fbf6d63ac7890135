// Causal attention over paged keys and values, in float. Reference: ReferenceRunner.attend (Java);
// tested by CudaKernelTest.
//
// Positions are taken in tiles of TILE. Each tile has its own maximum, sum of exponentials and
// weighted sum of values; tiles are then joined one after the other, first to last. Joined by the block
// that made them (attention, for prompts) or by a second kernel (attention_tiles and
// attention_join, for single tokens, where the tiles go to many blocks), the operations and their
// order are the same: so are all bits, whatever the page size and the number of blocks. Rows of `out`
// are `stride` apart.
#include "common.cuh"

static const int TILE = 64;
static const int HEADS = 8;  // query heads of one kv head that a block takes together
static const int THREADS = 128;

struct Cache {
    const float* pages;
    const int* table;
    int kvHeads, kvHead, headDim, pageTokens;

    // Keys (which 0) or values (1) of a position.
    __device__ __forceinline__ const float* at(int position, int which) const {
        int page = table[position / pageTokens];
        size_t head = (static_cast<size_t>(page) * 2 + which) * kvHeads + kvHead;
        return pages + (head * pageTokens + position % pageTokens) * headDim;
    }
};

// Scores of a tile, then weights, for `count` heads whose queries lie one after the other. Leaves the
// weights in `scores` ([head][TILE]), maximum and sum of each head in `most` and `total`.
__device__ __forceinline__ void weigh_tile(
    const Cache& cache, const float* queries, int count, int start, int length, float scale,
    float* scores, float* most, float* total) {
    int lane = thread_id() % 32;
    for (int t = thread_id() / 32; t < length; t += THREADS / 32) {
        const float* key = cache.at(start + t, 0);
        for (int h = 0; h < count; h++) {
            float sum = 0;
            for (int d = lane; d < cache.headDim; d += 32) {
                sum = fmaf(queries[h * cache.headDim + d], key[d], sum);
            }
            sum = warp_sum(sum);
            if (lane == 0) {
                scores[h * TILE + t] = sum * scale;
            }
        }
    }
    __syncthreads();
    if (thread_id() < count) {
        float* row = scores + thread_id() * TILE;
        float highest = row[0];
        for (int t = 1; t < length; t++) {
            highest = fmaxf(highest, row[t]);
        }
        most[thread_id()] = highest;
    }
    __syncthreads();
    for (int i = thread_id(); i < count * TILE; i += THREADS) {
        if (i % TILE < length) {
            scores[i] = expf(scores[i] - most[i / TILE]);
        }
    }
    __syncthreads();
    if (thread_id() < count) {
        float sum = 0;
        for (int t = 0; t < length; t++) {
            sum += scores[thread_id() * TILE + t];
        }
        total[thread_id()] = sum;
    }
    __syncthreads();
}

// Element `d` of the weighted values of a tile for one head.
__device__ __forceinline__ float mix(
    const Cache& cache, const float* weights, int start, int length, int d) {
    float sum = 0;
    for (int t = 0; t < length; t++) {
        sum = fmaf(weights[t], cache.at(start + t, 1)[d], sum);
    }
    return sum;
}

// Joins a tile to what came before it: (most, total, value) becomes that of both.
struct Joined {
    float before, tile, most;
    __device__ __forceinline__ Joined(float most_before, float most_tile)
        : most(fmaxf(most_before, most_tile)) {
        before = expf(most_before - most);
        tile = expf(most_tile - most);
    }
    __device__ __forceinline__ float operator()(float value_before, float value_tile) const {
        return fmaf(value_before, before, value_tile * tile);
    }
};

static const float LOWEST = -3.0e38f;

// A whole token for up to HEADS heads: grid (kvHeads * parts, tokens), where parts blocks share the
// heads of a kv head. Dynamic shared memory: (2 * headDim + TILE) * HEADS floats.
extern "C" __global__ void __launch_bounds__(THREADS) attention(
    const float* qkv, const int* positions, const int* rows, const int* tables,
    const float* pages, float* out, int heads, int kvHeads, int headDim, float scale,
    int tableStride, int pageTokens, int stride) {
    DYNAMIC_SHARED(float, memory);
    SHARED(float, most, HEADS);
    SHARED(float, total, HEADS);
    SHARED(float, mostAll, HEADS);
    SHARED(float, totalAll, HEADS);
    int token = blockIdx.y;
    int position = positions[token];
    int group = heads / kvHeads;
    int parts = (group + HEADS - 1) / HEADS;
    int kvHead = blockIdx.x / parts;
    int first = blockIdx.x % parts * HEADS;
    int count = group - first < HEADS ? group - first : HEADS;
    first += kvHead * group;
    if (position < 0) {
        return;
    }
    Cache cache = {
        pages, tables + rows[token] * tableStride, kvHeads, kvHead, headDim, pageTokens};
    float* queries = memory;
    float* sums = memory + HEADS * headDim;
    float* scores = sums + HEADS * headDim;
    const float* from =
        qkv + (static_cast<size_t>(token) * (heads + 2 * kvHeads) + first) * headDim;
    for (int i = thread_id(); i < count * headDim; i += THREADS) {
        queries[i] = from[i];
        sums[i] = 0;
    }
    if (thread_id() < HEADS) {
        mostAll[thread_id()] = LOWEST;
        totalAll[thread_id()] = 0;
    }
    __syncthreads();
    for (int start = 0; start <= position; start += TILE) {
        int length = position + 1 - start < TILE ? position + 1 - start : TILE;
        weigh_tile(cache, queries, count, start, length, scale, scores, most, total);
        for (int i = thread_id(); i < count * headDim; i += THREADS) {
            int h = i / headDim;
            Joined join(mostAll[h], most[h]);
            sums[i] = join(sums[i], mix(cache, scores + h * TILE, start, length, i % headDim));
        }
        __syncthreads();
        if (thread_id() < count) {
            Joined join(mostAll[thread_id()], most[thread_id()]);
            totalAll[thread_id()] = join(totalAll[thread_id()], total[thread_id()]);
            mostAll[thread_id()] = join.most;
        }
        __syncthreads();
    }
    float* to = out + static_cast<size_t>(token) * stride + first * headDim;
    for (int i = thread_id(); i < count * headDim; i += THREADS) {
        to[i] = sums[i] / totalAll[i / headDim];
    }
}
EXPORT(attention);

// The tiles of a token, each on its own: grid (kvHeads * parts, tokens, splits); a block takes every
// splits-th tile. Per token, head and tile, `partial` gets headDim values, the maximum, the sum.
// Dynamic shared memory: (headDim + TILE) * HEADS floats.
extern "C" __global__ void __launch_bounds__(THREADS) attention_tiles(
    const float* qkv, const int* positions, const int* rows, const int* tables,
    const float* pages, float* partial, int heads, int kvHeads, int headDim, float scale,
    int tableStride, int pageTokens, int maxTiles) {
    DYNAMIC_SHARED(float, memory);
    SHARED(float, most, HEADS);
    SHARED(float, total, HEADS);
    int token = blockIdx.y;
    int position = positions[token];
    int group = heads / kvHeads;
    int parts = (group + HEADS - 1) / HEADS;
    int kvHead = blockIdx.x / parts;
    int first = blockIdx.x % parts * HEADS;
    int count = group - first < HEADS ? group - first : HEADS;
    first += kvHead * group;
    Cache cache = {
        pages, tables + rows[token] * tableStride, kvHeads, kvHead, headDim, pageTokens};
    float* queries = memory;
    float* scores = memory + HEADS * headDim;
    const float* from =
        qkv + (static_cast<size_t>(token) * (heads + 2 * kvHeads) + first) * headDim;
    for (int i = thread_id(); i < count * headDim; i += THREADS) {
        queries[i] = from[i];
    }
    __syncthreads();
    for (int tile = blockIdx.z; tile * TILE <= position; tile += gridDim.z) {
        int start = tile * TILE;
        int length = position + 1 - start < TILE ? position + 1 - start : TILE;
        weigh_tile(cache, queries, count, start, length, scale, scores, most, total);
        for (int i = thread_id(); i < count * headDim; i += THREADS) {
            int h = i / headDim;
            size_t at = (static_cast<size_t>(token) * heads + first + h) * maxTiles + tile;
            partial[at * (headDim + 2) + i % headDim] =
                mix(cache, scores + h * TILE, start, length, i % headDim);
        }
        if (thread_id() < count) {
            size_t at =
                (static_cast<size_t>(token) * heads + first + thread_id()) * maxTiles + tile;
            partial[at * (headDim + 2) + headDim] = most[thread_id()];
            partial[at * (headDim + 2) + headDim + 1] = total[thread_id()];
        }
        __syncthreads();
    }
}
EXPORT(attention_tiles);

// Joins the tiles of each head of each token: grid (heads, tokens).
extern "C" __global__ void attention_join(
    const float* partial, const int* positions, float* out, int heads, int headDim, int maxTiles,
    int stride) {
    int token = blockIdx.y;
    int position = positions[token];
    if (position < 0) {
        return;
    }
    size_t row = static_cast<size_t>(token) * heads + blockIdx.x;
    for (int d = thread_id(); d < headDim; d += blockDim.x) {
        float most = LOWEST;
        float total = 0;
        float sum = 0;
        for (int tile = 0; tile * TILE <= position; tile++) {
            const float* part = partial + (row * maxTiles + tile) * (headDim + 2);
            Joined join(most, part[headDim]);
            sum = join(sum, part[d]);
            total = join(total, part[headDim + 1]);
            most = join.most;
        }
        out[static_cast<size_t>(token) * stride + blockIdx.x * headDim + d] = sum / total;
    }
}
EXPORT(attention_join);
