package dev.jeton.generate.backend;

/**
 * What a runner may use.
 *
 * @param threads threads to compute with, 1 or more
 * @param contextTokens tokens that the KV cache holds, all sequences together
 * @param maxBatchTokens the most tokens of one step
 * @param precision exact or rounded arithmetic
 * @param device what stands after the colon of the user's choice ("0" of "cuda:0"), or ""
 */
public record RunnerConfig(
        int threads, int contextTokens, int maxBatchTokens, Precision precision, String device) {
    /** Checks the sizes. */
    public RunnerConfig {
        if (threads < 1 || contextTokens < 1 || maxBatchTokens < 1) {
            throw new IllegalArgumentException(
                    "threads "
                            + threads
                            + ", contextTokens "
                            + contextTokens
                            + ", maxBatchTokens "
                            + maxBatchTokens
                            + ": expected 1 or more each.");
        }
    }

    /** All processors, exact arithmetic, 256 tokens a step. */
    public static RunnerConfig of(int contextTokens) {
        int threads = Runtime.getRuntime().availableProcessors();
        return new RunnerConfig(threads, contextTokens, 256, Precision.EXACT, "");
    }

    /** With another number of threads. */
    public RunnerConfig withThreads(int count) {
        return new RunnerConfig(count, contextTokens, maxBatchTokens, precision, device);
    }

    /** With another precision. */
    public RunnerConfig withPrecision(Precision other) {
        return new RunnerConfig(threads, contextTokens, maxBatchTokens, other, device);
    }

    /** With another most of tokens a step. */
    public RunnerConfig withMaxBatchTokens(int count) {
        return new RunnerConfig(threads, contextTokens, count, precision, device);
    }

    /** How exact a backend computes. */
    public enum Precision {
        /** Weights as stored, activations, products and cache in float or better. */
        EXACT,
        /** Activations or cache may be rounded to 8 or 16 bits where that is faster. */
        ROUNDED
    }
}
