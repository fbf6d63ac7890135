package dev.jeton.generate.engine;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.GenerateOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the next token. The draw depends on the seed and the position alone, so the same request
 * gives the same text in any batch, after any restart, with or without a cached prompt.
 */
public final class Sampler {
    private final List<LogitsProcessor> chain;
    private final boolean greedy;
    private final long seed;

    /** A sampler for these options. */
    public Sampler(GenerateOptions options) {
        greedy = options.greedy();
        seed = options.seed();
        Map<String, Number> settings = new HashMap<>();
        settings.put("repetition_penalty", options.repetitionPenalty());
        if (!greedy) {
            settings.put("temperature", options.temperature());
            settings.put("top_k", options.topK());
            settings.put("top_p", options.topP());
            settings.put("min_p", options.minP());
        }
        chain = LogitsProcessors.chain(settings, !greedy, 1);
    }

    /**
     * Chooses a token.
     *
     * @param logits one a token; changed
     * @param ids the prompt and what was made so far, in {@code [0, count)}
     * @param count the position of the new token
     */
    public int choose(float[] logits, int[] ids, int count) {
        for (LogitsProcessor processor : chain) {
            processor.apply(logits, ids, count);
        }
        return greedy ? best(logits) : draw(logits, count);
    }

    /** The token with the highest score, the lowest id of equal ones. */
    private static int best(float[] scores) {
        int best = -1;
        for (int i = 0; i < scores.length; i++) {
            if (best < 0 ? !Float.isNaN(scores[i]) : scores[i] > scores[best]) {
                best = i;
            }
        }
        if (best < 0) {
            throw notNumbers();
        }
        return best;
    }

    private int draw(float[] scores, int position) {
        double[] probabilities = LogitsProcessors.probabilities(scores);
        double target = uniform(seed, position);
        double sum = 0;
        int last = -1;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] > 0) {
                sum += probabilities[i];
                last = i;
                if (sum > target) {
                    return i;
                }
            }
        }
        if (last < 0) {
            throw notNumbers();
        }
        // Rounding can leave the sum a little under 1.
        return last;
    }

    private static GenerateException notNumbers() {
        return new GenerateException(
                "the model's logits are not numbers: its weights are damaged, or the precision"
                        + " is too low for it.");
    }

    /** A number in [0, 1) that is a function of its arguments: two rounds of SplitMix64's mixer. */
    static double uniform(long seed, int position) {
        long bits = mix(mix(seed + 0x9e3779b97f4a7c15L) + position * 0x9e3779b97f4a7c15L);
        return (bits >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
