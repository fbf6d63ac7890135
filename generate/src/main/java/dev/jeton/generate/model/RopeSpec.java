package dev.jeton.generate.model;

import java.util.List;

/**
 * Rotary positions: which elements of a head form pairs, and how fast a pair turns.
 *
 * @param theta the base of the frequencies
 * @param rotaryDim how many elements of a head turn, from its front; even
 * @param pairing which elements form a pair
 * @param scaling how the frequencies are stretched for longer contexts
 */
public record RopeSpec(double theta, int rotaryDim, Pairing pairing, Scaling scaling) {
    /**
     * Which elements form pair i. A property of file format and architecture: GGUF files of the
     * llama family hold the rows of q and k permuted for interleaved pairs, safetensors files do
     * not.
     */
    public enum Pairing {
        /** {@code (i, i + rotaryDim / 2)}. */
        HALF,
        /** {@code (2i, 2i + 1)}. */
        INTERLEAVED
    }

    /** How the frequencies are changed. */
    public sealed interface Scaling {
        /** Not at all. */
        record None() implements Scaling {}

        /**
         * All divided by a factor.
         *
         * @param factor the divisor
         */
        record Linear(double factor) implements Scaling {}

        /**
         * Llama 3.1: long waves divided by the factor, short ones kept, a ramp between them.
         *
         * @param factor the divisor of long waves
         * @param lowFrequencyFactor waves longer than {@code originalContext / this} are long
         * @param highFrequencyFactor waves shorter than {@code originalContext / this} are short
         * @param originalContext the context before stretching
         */
        record Llama3(
                double factor,
                double lowFrequencyFactor,
                double highFrequencyFactor,
                int originalContext)
                implements Scaling {}

        /**
         * YaRN (Peng et al., 2023): interpolation for slow pairs, none for fast ones, a ramp
         * between.
         *
         * @param factor the divisor of slow pairs
         * @param originalContext the context before stretching
         * @param betaFast turns over the original context above which a pair is fast
         * @param betaSlow turns below which a pair is slow
         * @param attentionFactor factor of cosine and sine
         * @param truncate whether the ends of the ramp are rounded to whole pairs
         */
        record Yarn(
                double factor,
                int originalContext,
                double betaFast,
                double betaSlow,
                double attentionFactor,
                boolean truncate)
                implements Scaling {}

        /**
         * Divisors given pair by pair, as in GGUF's {@code rope_freqs.weight}.
         *
         * @param divisors one a pair
         */
        record Divisors(List<Float> divisors) implements Scaling {}
    }
}
