package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.ffi.DeviceInfo;
import dev.jeton.generate.ffi.MemoryInfo;
import java.util.Locale;

/**
 * What a model will allocate on its device, known before anything is.
 *
 * @param weightBytes all weights
 * @param cacheBytes keys and values of {@code contextTokens}
 * @param bufferBytes what a step needs
 * @param contextTokens tokens of the cache
 */
record MemoryNeed(long weightBytes, long cacheBytes, long bufferBytes, int contextTokens) {
    private static final int SMALLEST_CONTEXT = 256;

    long total() {
        return weightBytes + cacheBytes + bufferBytes;
    }

    /** Refuses a model that does not fit, and says what would. */
    void check(MemoryInfo memory, DeviceInfo device) {
        if (total() <= memory.freeBytes()) {
            return;
        }
        long left = memory.freeBytes() - weightBytes - bufferBytes;
        long tokens = left <= 0 ? 0 : left / Math.max(1, cacheBytes / contextTokens);
        String advice =
                tokens >= SMALLEST_CONTEXT
                        ? " A context of " + tokens / 16 * 16 + " tokens would fit."
                        : " Take a model with smaller weights, another device, or cpu.";
        throw new GenerateException(
                "The model needs "
                        + text(total())
                        + " on device "
                        + device.ordinal()
                        + ", "
                        + device.name()
                        + ": weights "
                        + text(weightBytes)
                        + ", a cache of "
                        + contextTokens
                        + " tokens "
                        + text(cacheBytes)
                        + ", buffers "
                        + text(bufferBytes)
                        + ". Free are "
                        + text(memory.freeBytes())
                        + " of "
                        + text(memory.totalBytes())
                        + "."
                        + advice);
    }

    private static String text(long bytes) {
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
