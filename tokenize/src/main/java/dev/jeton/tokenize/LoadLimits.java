package dev.jeton.tokenize;

/**
 * The largest files and parts of files that are loaded. Immutable; the {@code with} methods return
 * changed copies. A file over a limit is refused with a message that names the limit.
 *
 * @param maxBytes the largest file, in bytes
 * @param maxVocabulary the largest number of tokens of a model
 * @param maxMerges the largest number of merges
 * @param maxAddedTokens the largest number of added tokens
 * @param maxTokenBytes the longest token, merge or added token, in bytes
 * @param maxPatternBytes the longest regular expression, in bytes
 * @param maxStages the largest number of stages in one sequence of normalizers, pre-tokenizers,
 *     post-processors or decoders
 * @param maxJsonDepth the deepest nesting of a JSON file; 127 at most, as in the reference
 * @param maxPatternSteps the most steps of a regular expression on one text, beside 2,000 for each
 *     byte of it; patterns with a scanner of their own take none
 */
public record LoadLimits(
        long maxBytes,
        int maxVocabulary,
        int maxMerges,
        int maxAddedTokens,
        int maxTokenBytes,
        int maxPatternBytes,
        int maxStages,
        int maxJsonDepth,
        long maxPatternSteps) {
    /** serde's limit of 128 is reached by the 128th open bracket. */
    private static final int DEEPEST_JSON = 127;

    private static final LoadLimits DEFAULT =
            new LoadLimits(
                    1L << 28,
                    4_000_000,
                    8_000_000,
                    1_000_000,
                    1 << 16,
                    1 << 16,
                    1_000,
                    DEEPEST_JSON,
                    10_000_000);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative, or the depth is more than 127
     */
    public LoadLimits {
        if (maxBytes < 0
                || maxVocabulary < 0
                || maxMerges < 0
                || maxAddedTokens < 0
                || maxTokenBytes < 0
                || maxPatternBytes < 0
                || maxStages < 0
                || maxJsonDepth < 0
                || maxPatternSteps < 0) {
            throw new IllegalArgumentException("LoadLimits must be 0 or more.");
        }
        if (maxJsonDepth > DEEPEST_JSON) {
            throw new IllegalArgumentException(
                    "LoadLimits.maxJsonDepth is " + maxJsonDepth + ", expected 127 at most.");
        }
    }

    /**
     * 256 MiB, 4,000,000 tokens, 8,000,000 merges, 1,000,000 added tokens, 64 KiB for each token
     * and pattern, 1,000 stages, JSON 127 levels deep, 10,000,000 steps of a pattern.
     */
    public static LoadLimits defaults() {
        return DEFAULT;
    }

    /** A copy with another {@link #maxBytes()}. */
    public LoadLimits withMaxBytes(long max) {
        return new LoadLimits(
                max,
                maxVocabulary,
                maxMerges,
                maxAddedTokens,
                maxTokenBytes,
                maxPatternBytes,
                maxStages,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxVocabulary()}. */
    public LoadLimits withMaxVocabulary(int max) {
        return new LoadLimits(
                maxBytes,
                max,
                maxMerges,
                maxAddedTokens,
                maxTokenBytes,
                maxPatternBytes,
                maxStages,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxMerges()}. */
    public LoadLimits withMaxMerges(int max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                max,
                maxAddedTokens,
                maxTokenBytes,
                maxPatternBytes,
                maxStages,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxAddedTokens()}. */
    public LoadLimits withMaxAddedTokens(int max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                maxMerges,
                max,
                maxTokenBytes,
                maxPatternBytes,
                maxStages,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxTokenBytes()}. */
    public LoadLimits withMaxTokenBytes(int max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                maxMerges,
                maxAddedTokens,
                max,
                maxPatternBytes,
                maxStages,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxPatternBytes()}. */
    public LoadLimits withMaxPatternBytes(int max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                maxMerges,
                maxAddedTokens,
                maxTokenBytes,
                max,
                maxStages,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxStages()}. */
    public LoadLimits withMaxStages(int max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                maxMerges,
                maxAddedTokens,
                maxTokenBytes,
                maxPatternBytes,
                max,
                maxJsonDepth,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxJsonDepth()}. */
    public LoadLimits withMaxJsonDepth(int max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                maxMerges,
                maxAddedTokens,
                maxTokenBytes,
                maxPatternBytes,
                maxStages,
                max,
                maxPatternSteps);
    }

    /** A copy with another {@link #maxPatternSteps()}. */
    public LoadLimits withMaxPatternSteps(long max) {
        return new LoadLimits(
                maxBytes,
                maxVocabulary,
                maxMerges,
                maxAddedTokens,
                maxTokenBytes,
                maxPatternBytes,
                maxStages,
                maxJsonDepth,
                max);
    }
}
