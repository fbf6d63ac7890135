package dev.jeton.generate.ffi;

import java.util.Locale;

/**
 * A GPU.
 *
 * @param ordinal its number among the devices that this process may see
 * @param name the product's name
 * @param uuid its identity, {@code GPU-} and 32 hexadecimal digits in five groups
 * @param pciBusId its place, {@code 0000:0b:00.0}
 * @param major compute capability before the point
 * @param minor compute capability after the point
 * @param multiprocessors its multiprocessors
 * @param memoryBytes its memory, used or not
 */
public record DeviceInfo(
        int ordinal,
        String name,
        String uuid,
        String pciBusId,
        int major,
        int minor,
        int multiprocessors,
        long memoryBytes) {
    /** Compute capability as one number: 80, 90, 120. */
    public int capability() {
        return 10 * major + minor;
    }

    /** One line for users. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s, %.1f GiB, compute capability %d.%d, %d multiprocessors, PCI %s, %s",
                name,
                memoryBytes / (double) (1L << 30),
                major,
                minor,
                multiprocessors,
                pciBusId,
                uuid);
    }
}
