package dev.jeton.tokenize;

/**
 * The most that one call encodes, so that a hostile text, or a file with hostile padding or
 * truncation, cannot take all memory. Immutable; the {@code with} methods return changed copies. A
 * call over a limit is refused with a message that names it.
 *
 * @param maxTextBytes the longest text, in bytes of UTF-8
 * @param maxIds the most ids of one text; also the longest padding, and the most ids that all
 *     overflowing parts of one text have together
 */
public record EncodeLimits(long maxTextBytes, int maxIds) {
    private static final EncodeLimits DEFAULT = new EncodeLimits(1L << 30, 1 << 28);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public EncodeLimits {
        if (maxTextBytes < 0 || maxIds < 0) {
            throw new IllegalArgumentException("EncodeLimits must be 0 or more.");
        }
    }

    /** 1 GiB and 268,435,456 ids. */
    public static EncodeLimits defaults() {
        return DEFAULT;
    }

    /** A copy with another {@link #maxTextBytes()}. */
    public EncodeLimits withMaxTextBytes(long max) {
        return new EncodeLimits(max, maxIds);
    }

    /** A copy with another {@link #maxIds()}. */
    public EncodeLimits withMaxIds(int max) {
        return new EncodeLimits(maxTextBytes, max);
    }

    /** Refuses a text whose UTF-8 has at least this many bytes. */
    void checkText(long bytes) {
        if (bytes > maxTextBytes) {
            throw new TokenizerException(
                    String.format(
                            "The text has %,d bytes or more, but at most %,d are encoded"
                                    + " (EncodeLimits.maxTextBytes).",
                            bytes, maxTextBytes));
        }
    }

    void checkIds(long ids) {
        if (ids > maxIds) {
            throw new TokenizerException(
                    String.format("The text has more than %,d ids (EncodeLimits.maxIds).", maxIds));
        }
    }

    void checkPadding(Padding padding) {
        long length = padding.length() == Padding.LONGEST ? 0 : padding.length();
        if (Math.max(length, padding.padToMultipleOf()) > maxIds) {
            throw new TokenizerException(
                    String.format(
                            "Padding to %,d ids, more than %,d (EncodeLimits.maxIds).",
                            Math.max(length, padding.padToMultipleOf()), maxIds));
        }
    }

    /** Refuses windows that overlap so much that they are larger than the text by far. */
    void checkWindows(Truncation truncation, int addedTokens, long size) {
        long room = (long) truncation.maxLength() - addedTokens;
        long step = room - truncation.stride();
        if (room > 0 && step > 0 && size > room) {
            long total = ((size - room) / step + 2) * room;
            if (total > maxIds) {
                throw new TokenizerException(
                        String.format(
                                "Truncation with stride %,d makes parts of some %,d ids together,"
                                        + " more than %,d (EncodeLimits.maxIds).",
                                truncation.stride(), total, maxIds));
            }
        }
    }
}
