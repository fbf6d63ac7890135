package dev.jeton.generate.ffi;

/**
 * Memory of a device.
 *
 * @param freeBytes what can still be allocated, by any process
 * @param totalBytes all there is
 */
public record MemoryInfo(long freeBytes, long totalBytes) {}
