// How each number format lies in device memory, and how a lane reads it: a row is padded with zeros
// to a multiple of 32 columns, a lane takes one group with loads of 16 bytes. The values are those of
// BlockDecoder.java, bit for bit. The columns of a row come in their order.
#pragma once
#include "common.cuh"

// Each format: GROUP columns a lane and step; load() puts group `g` of row `row` into `w`.
struct WeightsF32 {
    static const int GROUP = 4;
    static __device__ __forceinline__ void load(
        const void* quants, const void*, size_t row, int groups, int g, float* w) {
        float4 v = static_cast<const float4*>(quants)[row * groups + g];
        w[0] = v.x, w[1] = v.y, w[2] = v.z, w[3] = v.w;
    }
};

struct WeightsF16 {
    static const int GROUP = 8;
    static __device__ __forceinline__ void load(
        const void* quants, const void*, size_t row, int groups, int g, float* w) {
        uint4 v = static_cast<const uint4*>(quants)[row * groups + g];
        const unsigned words[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
        for (int i = 0; i < 4; i++) {
            w[2 * i] = half_bits_to_float(static_cast<unsigned short>(words[i] & 0xffffu));
            w[2 * i + 1] = half_bits_to_float(static_cast<unsigned short>(words[i] >> 16));
        }
    }
};

struct WeightsBf16 {
    static const int GROUP = 8;
    static __device__ __forceinline__ void load(
        const void* quants, const void*, size_t row, int groups, int g, float* w) {
        uint4 v = static_cast<const uint4*>(quants)[row * groups + g];
        const unsigned words[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
        for (int i = 0; i < 4; i++) {
            w[2 * i] = __uint_as_float(words[i] << 16);
            w[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000u);
        }
    }
};

// Half a block of 32: 16 bytes; one float16 scale a block.
struct WeightsQ8 {
    static const int GROUP = 16;
    static __device__ __forceinline__ void load(
        const void* quants, const void* scales, size_t row, int groups, int g, float* w) {
        uint4 v = static_cast<const uint4*>(quants)[row * groups + g];
        float d = half_bits_to_float(
            static_cast<const unsigned short*>(scales)[row * (groups / 2) + g / 2]);
        const unsigned words[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
        for (int i = 0; i < 16; i++) {
            int q = static_cast<signed char>(words[i / 4] >> (8 * (i % 4)) & 0xffu);
            w[i] = d * static_cast<float>(q);
        }
    }
};

// A block: 16 bytes whose low halves are the first 16 columns; one float16 scale a block.
struct WeightsQ4 {
    static const int GROUP = 32;
    static __device__ __forceinline__ void load(
        const void* quants, const void* scales, size_t row, int groups, int g, float* w) {
        uint4 v = static_cast<const uint4*>(quants)[row * groups + g];
        float d = half_bits_to_float(static_cast<const unsigned short*>(scales)[row * groups + g]);
        const unsigned words[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
        for (int i = 0; i < 16; i++) {
            unsigned byte = words[i / 4] >> (8 * (i % 4));
            w[i] = d * static_cast<float>(static_cast<int>(byte & 15u) - 8);
            w[i + 16] = d * static_cast<float>(static_cast<int>(byte >> 4 & 15u) - 8);
        }
    }
};

// As Q4, with a float16 minimum behind each scale.
struct WeightsQ4Min {
    static const int GROUP = 32;
    static __device__ __forceinline__ void load(
        const void* quants, const void* scales, size_t row, int groups, int g, float* w) {
        uint4 v = static_cast<const uint4*>(quants)[row * groups + g];
        unsigned pair = static_cast<const unsigned*>(scales)[row * groups + g];
        float d = half_bits_to_float(static_cast<unsigned short>(pair & 0xffffu));
        float m = half_bits_to_float(static_cast<unsigned short>(pair >> 16));
        const unsigned words[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
        for (int i = 0; i < 16; i++) {
            unsigned byte = words[i / 4] >> (8 * (i % 4));
            w[i] = d * static_cast<float>(byte & 15u) + m;
            w[i + 16] = d * static_cast<float>(byte >> 4 & 15u) + m;
        }
    }
};
