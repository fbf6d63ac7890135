package dev.jeton.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to choose tokens and when to stop. Immutable; the default is greedy choice until an
 * end-of-turn token.
 *
 * <p>The chain is that of Hugging Face transformers: repetition penalty, then, unless the choice is
 * greedy, temperature, top-k, top-p, min-p and a draw. There is no hidden default: transformers'
 * {@code generate} fills in top-k 50, this does not.
 */
public final class GenerateOptions {
    private static final GenerateOptions DEFAULT = builder().build();

    private final int maxNewTokens;
    private final double temperature;
    private final int topK;
    private final double topP;
    private final double minP;
    private final double repetitionPenalty;
    private final long seed;
    private final List<String> stopStrings;
    private final Set<Integer> stopTokenIds;
    private final boolean obeyEndTokens;

    private GenerateOptions(Builder builder) {
        maxNewTokens = builder.maxNewTokens;
        temperature = builder.temperature;
        topK = builder.topK;
        topP = builder.topP;
        minP = builder.minP;
        repetitionPenalty = builder.repetitionPenalty;
        seed = builder.seed;
        stopStrings = List.copyOf(builder.stopStrings);
        stopTokenIds = Set.copyOf(builder.stopTokenIds);
        obeyEndTokens = builder.obeyEndTokens;
    }

    /** Greedy, at most 1,024 new tokens. */
    public static GenerateOptions defaults() {
        return DEFAULT;
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxNewTokens = maxNewTokens;
        builder.temperature = temperature;
        builder.topK = topK;
        builder.topP = topP;
        builder.minP = minP;
        builder.repetitionPenalty = repetitionPenalty;
        builder.seed = seed;
        builder.stopStrings.addAll(stopStrings);
        builder.stopTokenIds.addAll(stopTokenIds);
        builder.obeyEndTokens = obeyEndTokens;
        return builder;
    }

    /** The most tokens to make. */
    public int maxNewTokens() {
        return maxNewTokens;
    }

    /** The divisor of the logits; 0 is greedy choice. */
    public double temperature() {
        return temperature;
    }

    /** How many of the best tokens stay, all ties of the last one included; 0 is all. */
    public int topK() {
        return topK;
    }

    /** The probability that the tokens that stay must reach together; 1 is all. */
    public double topP() {
        return topP;
    }

    /** The part of the best probability that a token needs to stay; 0 is all. */
    public double minP() {
        return minP;
    }

    /** Divides the positive and multiplies the negative logits of tokens seen; 1 is off. */
    public double repetitionPenalty() {
        return repetitionPenalty;
    }

    /** Same seed, same prompt, same options: same tokens. */
    public long seed() {
        return seed;
    }

    /** Texts that end the generation; they are not part of the result. */
    public List<String> stopStrings() {
        return stopStrings;
    }

    /** Ids that end the generation, besides those of the model. */
    public Set<Integer> stopTokenIds() {
        return stopTokenIds;
    }

    /** Whether the model's own end-of-turn tokens end the generation. */
    public boolean obeyEndTokens() {
        return obeyEndTokens;
    }

    /** Whether the best token is always taken. */
    public boolean greedy() {
        return temperature == 0;
    }

    /** Collects options; every one is checked when it is set. */
    public static final class Builder {
        private int maxNewTokens = 1024;
        private double temperature;
        private int topK;
        private double topP = 1;
        private double minP;
        private double repetitionPenalty = 1;
        private long seed;
        private final List<String> stopStrings = new ArrayList<>();
        private final Set<Integer> stopTokenIds = new TreeSet<>();
        private boolean obeyEndTokens = true;

        private Builder() {}

        /** The most tokens to make, 1 or more. */
        public Builder maxNewTokens(int count) {
            check(count >= 1, "maxNewTokens", count, "1 or more");
            maxNewTokens = count;
            return this;
        }

        /** The divisor of the logits, 0 (greedy) or more. */
        public Builder temperature(double value) {
            check(value >= 0 && value <= Float.MAX_VALUE, "temperature", value, "0 or more");
            temperature = value;
            return this;
        }

        /** How many of the best tokens stay, 0 for all. */
        public Builder topK(int count) {
            check(count >= 0, "topK", count, "0 (off) or more");
            topK = count;
            return this;
        }

        /** The probability to keep, 0 to 1; 0 keeps the best token only. */
        public Builder topP(double value) {
            check(value >= 0 && value <= 1, "topP", value, "0 to 1");
            topP = value;
            return this;
        }

        /** The part of the best probability that a token needs, 0 to 1. */
        public Builder minP(double value) {
            check(value >= 0 && value <= 1, "minP", value, "0 to 1");
            minP = value;
            return this;
        }

        /** Above 1 against repetition, below 1 for it. */
        public Builder repetitionPenalty(double value) {
            check(value > 0 && value <= Float.MAX_VALUE, "repetitionPenalty", value, "more than 0");
            repetitionPenalty = value;
            return this;
        }

        /** The seed of the draws. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Adds texts that end the generation. */
        public Builder stopStrings(List<String> texts) {
            for (String text : texts) {
                check(!text.isEmpty(), "stopStrings", "\"\"", "texts that are not empty");
                stopStrings.add(text);
            }
            return this;
        }

        /** Adds ids that end the generation. */
        public Builder stopTokenIds(int... ids) {
            for (int id : ids) {
                check(id >= 0, "stopTokenIds", id, "ids of 0 or more");
                stopTokenIds.add(id);
            }
            return this;
        }

        /** Whether the model's own end-of-turn tokens end the generation; true by default. */
        public Builder obeyEndTokens(boolean obey) {
            obeyEndTokens = obey;
            return this;
        }

        /** The options. */
        public GenerateOptions build() {
            return new GenerateOptions(this);
        }

        private static void check(boolean right, String option, Object value, String expected) {
            if (!right) {
                throw new IllegalArgumentException(
                        option + " is " + value + ", expected " + expected + ".");
            }
        }
    }
}
