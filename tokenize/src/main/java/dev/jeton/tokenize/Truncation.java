package dev.jeton.tokenize;

/**
 * How encodings that are too long are cut; what is cut off comes as {@link Encoding#overflowing()}.
 *
 * <p>As in Hugging Face tokenizers a {@code maxLength} smaller than the number of special tokens
 * cuts nothing at all.
 *
 * @param maxLength the largest number of tokens, special tokens included
 * @param stride how many tokens neighbouring parts share
 * @param strategy which text of a pair is cut
 * @param direction the side that is cut off
 */
public record Truncation(int maxLength, int stride, Strategy strategy, Direction direction) {
    /** Which text of a pair is cut. */
    public enum Strategy {
        /** The longer one until both fit. */
        LONGEST_FIRST,
        /** Only the first. */
        ONLY_FIRST,
        /** Only the second. */
        ONLY_SECOND
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code maxLength} or {@code stride} is negative
     */
    public Truncation {
        if (maxLength < 0 || stride < 0) {
            throw new IllegalArgumentException(
                    "Truncation: maxLength is "
                            + maxLength
                            + " and stride is "
                            + stride
                            + "; both must be 0 or more.");
        }
    }

    /** Cuts the end to {@code maxLength} tokens, the longer text of a pair first, no stride. */
    public static Truncation to(int maxLength) {
        return new Truncation(maxLength, 0, Strategy.LONGEST_FIRST, Direction.RIGHT);
    }

    /** A copy with another stride. */
    public Truncation withStride(int tokens) {
        return new Truncation(maxLength, tokens, strategy, direction);
    }

    /** A copy with another strategy. */
    public Truncation withStrategy(Strategy newStrategy) {
        return new Truncation(maxLength, stride, newStrategy, direction);
    }

    /** A copy that cuts the other side. */
    public Truncation withDirection(Direction newDirection) {
        return new Truncation(maxLength, stride, strategy, newDirection);
    }
}
