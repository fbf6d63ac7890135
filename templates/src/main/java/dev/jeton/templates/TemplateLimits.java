package dev.jeton.templates;

import java.time.Duration;

/**
 * What a template may cost. Templates come with models, so they are as untrusted as the models.
 *
 * <p>Every limit has a default that real templates stay far below, and a message that names the
 * option to raise. Immutable.
 */
public final class TemplateLimits {
    private static final TemplateLimits DEFAULTS = new Builder().build();

    private final int maxSourceChars;
    private final int maxNesting;
    private final long maxOutputBytes;
    private final long maxSteps;
    private final int maxRecursion;
    private final int maxRange;
    private final int maxStringChars;
    private final int maxListItems;
    private final int maxIntegerBits;
    private final Duration deadline;

    private TemplateLimits(Builder b) {
        maxSourceChars = b.maxSourceChars;
        maxNesting = b.maxNesting;
        maxOutputBytes = b.maxOutputBytes;
        maxSteps = b.maxSteps;
        maxRecursion = b.maxRecursion;
        maxRange = b.maxRange;
        maxStringChars = b.maxStringChars;
        maxListItems = b.maxListItems;
        maxIntegerBits = b.maxIntegerBits;
        deadline = b.deadline;
    }

    /** The limits used where none are given. */
    public static TemplateLimits defaults() {
        return DEFAULTS;
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The longest source in chars; default 4,194,304. */
    public int maxSourceChars() {
        return maxSourceChars;
    }

    /** The deepest nesting of blocks and expressions in a source; default 100. */
    public int maxNesting() {
        return maxNesting;
    }

    /** The longest rendered text in bytes of UTF-8; default 67,108,864. */
    public long maxOutputBytes() {
        return maxOutputBytes;
    }

    /**
     * The number of statements, expressions and copied items of one rendering; default 50,000,000.
     */
    public long maxSteps() {
        return maxSteps;
    }

    /**
     * The deepest stack of one rendering in the unit of Python's recursion limit; default 1,000, of
     * which a macro call takes about five, and a level of a nested value one while it is printed,
     * compared or written as JSON.
     */
    public int maxRecursion() {
        return maxRecursion;
    }

    /** The most items of {@code range(...)}; default 100,000 as in Jinja2's sandbox. */
    public int maxRange() {
        return maxRange;
    }

    /** The longest string a template may build, in chars; default 33,554,432. */
    public int maxStringChars() {
        return maxStringChars;
    }

    /** The longest list a template may build; default 1,000,000. */
    public int maxListItems() {
        return maxListItems;
    }

    /** The longest integer in bits that a template may compute; default 1,048,576. */
    public int maxIntegerBits() {
        return maxIntegerBits;
    }

    /** The longest time of one rendering; default 10 s. */
    public Duration deadline() {
        return deadline;
    }

    /** Changes limits; every value is checked when it is set. */
    public static final class Builder {
        private int maxSourceChars = 4 << 20;
        private int maxNesting = 100;
        private long maxOutputBytes = 64L << 20;
        private long maxSteps = 50_000_000;
        private int maxRecursion = 1_000;
        private int maxRange = 100_000;
        private int maxStringChars = 32 << 20;
        private int maxListItems = 1_000_000;
        private int maxIntegerBits = 1 << 20;
        private Duration deadline = Duration.ofSeconds(10);

        private Builder() {}

        private static long positive(String name, long value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " is " + value + ", must be positive");
            }
            return value;
        }

        /** See {@link TemplateLimits#maxSourceChars()}. */
        public Builder maxSourceChars(int value) {
            maxSourceChars = (int) positive("maxSourceChars", value);
            return this;
        }

        /** See {@link TemplateLimits#maxNesting()}; at most 1,000. */
        public Builder maxNesting(int value) {
            if (value > 1_000) {
                throw new IllegalArgumentException("maxNesting is " + value + ", at most 1000");
            }
            maxNesting = (int) positive("maxNesting", value);
            return this;
        }

        /** See {@link TemplateLimits#maxOutputBytes()}. */
        public Builder maxOutputBytes(long value) {
            maxOutputBytes = positive("maxOutputBytes", value);
            return this;
        }

        /** See {@link TemplateLimits#maxSteps()}. */
        public Builder maxSteps(long value) {
            maxSteps = positive("maxSteps", value);
            return this;
        }

        /** See {@link TemplateLimits#maxRecursion()}; at most 1,000. */
        public Builder maxRecursion(int value) {
            if (value > 1_000) {
                throw new IllegalArgumentException("maxRecursion is " + value + ", at most 1000");
            }
            maxRecursion = (int) positive("maxRecursion", value);
            return this;
        }

        /** See {@link TemplateLimits#maxRange()}. */
        public Builder maxRange(int value) {
            maxRange = (int) positive("maxRange", value);
            return this;
        }

        /** See {@link TemplateLimits#maxStringChars()}. */
        public Builder maxStringChars(int value) {
            maxStringChars = (int) positive("maxStringChars", value);
            return this;
        }

        /** See {@link TemplateLimits#maxListItems()}. */
        public Builder maxListItems(int value) {
            maxListItems = (int) positive("maxListItems", value);
            return this;
        }

        /** See {@link TemplateLimits#maxIntegerBits()}; at least 64. */
        public Builder maxIntegerBits(int value) {
            if (value < 64) {
                throw new IllegalArgumentException("maxIntegerBits is " + value + ", at least 64");
            }
            maxIntegerBits = value;
            return this;
        }

        /** See {@link TemplateLimits#deadline()}. */
        public Builder deadline(Duration value) {
            positive("deadline in milliseconds", value.toMillis());
            deadline = value;
            return this;
        }

        /** The limits. */
        public TemplateLimits build() {
            return new TemplateLimits(this);
        }
    }
}
