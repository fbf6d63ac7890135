package dev.jeton.tokenize;

/**
 * How encodings that are too short are filled up.
 *
 * @param length the length to fill up to, or {@link #LONGEST} for the longest of the batch
 * @param direction the side that is filled
 * @param padToMultipleOf the length is rounded up to a multiple of this; 0 or {@link #NO_MULTIPLE}
 *     for no rounding (a tokenizer.json has both)
 * @param padId the id of the padding token
 * @param padTypeId the type id of the padding token
 * @param padToken the padding token
 */
public record Padding(
        int length,
        Direction direction,
        int padToMultipleOf,
        int padId,
        int padTypeId,
        String padToken) {
    /** As {@link #length()}: as long as the longest encoding of the batch. */
    public static final int LONGEST = -1;

    /** As {@link #padToMultipleOf()}: not rounded up. */
    public static final int NO_MULTIPLE = -1;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Padding {
        if (length < LONGEST || padToMultipleOf < NO_MULTIPLE) {
            throw new IllegalArgumentException(
                    "Padding: length is "
                            + length
                            + " and padToMultipleOf is "
                            + padToMultipleOf
                            + "; expected a length of 0 or more (or LONGEST) and a multiple of 0 or"
                            + " more (or NO_MULTIPLE).");
        }
    }

    /** Right, id 0, type id 0, {@code [PAD]}, to the longest of the batch. */
    public static Padding toLongest() {
        return new Padding(LONGEST, Direction.RIGHT, NO_MULTIPLE, 0, 0, "[PAD]");
    }

    /** As {@link #toLongest()}, but to a fixed length. */
    public static Padding to(int length) {
        return toLongest().withLength(length);
    }

    /** A copy with another length. */
    public Padding withLength(int newLength) {
        return new Padding(newLength, direction, padToMultipleOf, padId, padTypeId, padToken);
    }

    /** A copy that fills the other side. */
    public Padding withDirection(Direction newDirection) {
        return new Padding(length, newDirection, padToMultipleOf, padId, padTypeId, padToken);
    }

    /** A copy with another multiple. */
    public Padding withMultipleOf(int multiple) {
        return new Padding(length, direction, multiple, padId, padTypeId, padToken);
    }

    /** A copy with another padding token. */
    public Padding withToken(int id, int typeId, String token) {
        return new Padding(length, direction, padToMultipleOf, id, typeId, token);
    }
}
