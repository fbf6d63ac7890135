package dev.jeton.tokenize.internal.gguf;

/**
 * What a GGUF header may hold at most. The lengths in a file are checked against the file's size as
 * well, before anything is allocated for them.
 *
 * @param maxMetadataEntries key-value pairs
 * @param maxTensors tensors listed in the header
 * @param maxStringBytes bytes of one string: a chat template is the longest in use
 * @param maxArrayElements elements of one array: a vocabulary is the longest in use
 * @param maxHeaderBytes bytes before the tensor data
 */
public record GgufLimits(
        int maxMetadataEntries,
        int maxTensors,
        int maxStringBytes,
        int maxArrayElements,
        long maxHeaderBytes) {
    private static final GgufLimits DEFAULT =
            new GgufLimits(65_536, 1_000_000, 16 << 20, 4_000_000, 256L << 20);

    /** Checks that every limit is positive. */
    public GgufLimits {
        positive("maxMetadataEntries", maxMetadataEntries);
        positive("maxTensors", maxTensors);
        positive("maxStringBytes", maxStringBytes);
        positive("maxArrayElements", maxArrayElements);
        positive("maxHeaderBytes", maxHeaderBytes);
    }

    /** Room for several times the largest files in use. */
    public static GgufLimits defaults() {
        return DEFAULT;
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 1 or more");
        }
    }
}
