package dev.jeton.generate.engine;

import dev.jeton.generate.GenerateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The processors of Hugging Face transformers that exist here, by the names of its generation
 * config. All compute in float as it does; the sums of probabilities are in double, which decides a
 * tie at a cut in favour of the exact sum.
 */
public final class LogitsProcessors {
    /** The order in which transformers applies them: penalties, then temperature, then the cuts. */
    private static final List<String> ORDER =
            List.of("repetition_penalty", "temperature", "top_k", "top_p", "min_p");

    private LogitsProcessors() {}

    /**
     * The processor of one option.
     *
     * @param args the arguments of its class in transformers: {@code temperature}, {@code top_k},
     *     {@code top_p}, {@code min_p}, {@code penalty}, {@code min_tokens_to_keep}, {@code
     *     prompt_ignore_length}
     * @throws GenerateException if there is none of this name, or an argument it does not know
     */
    public static LogitsProcessor create(String option, Map<String, ? extends Number> args) {
        Arguments arguments = new Arguments(option, args);
        int keep = (int) arguments.get("min_tokens_to_keep", 1);
        LogitsProcessor processor =
                switch (option) {
                    case "repetition_penalty" ->
                            repetitionPenalty(
                                    arguments.get("penalty", 1),
                                    (int) arguments.get("prompt_ignore_length", 0));
                    case "temperature" -> temperature(arguments.get("temperature", 1));
                    case "top_k" -> topK((int) arguments.get("top_k", 50), keep);
                    case "top_p" -> topP(arguments.get("top_p", 1), keep);
                    case "min_p" -> minP(arguments.get("min_p", 0), keep);
                    default -> throw notSupported(option);
                };
        arguments.checkAllUsed();
        return processor;
    }

    /**
     * The processors that transformers' {@code generate} would build from a generation config, in
     * its order. Options that are off there ({@code top_k} 0, {@code top_p} 1, {@code temperature}
     * 1) are left out.
     *
     * @param options the numbers of the config: {@code temperature}, {@code top_k} and so on
     * @param sample whether the warpers (all but the repetition penalty) are wanted
     * @param minTokensToKeep tokens that the cuts keep at least; 1 without beams
     */
    public static List<LogitsProcessor> chain(
            Map<String, ? extends Number> options, boolean sample, int minTokensToKeep) {
        for (String option : options.keySet()) {
            if (!ORDER.contains(option)) {
                throw notSupported(option);
            }
        }
        List<LogitsProcessor> chain = new ArrayList<>();
        add(chain, options.get("repetition_penalty"), 1, p -> repetitionPenalty(p, 0));
        if (sample) {
            add(chain, options.get("temperature"), 1, LogitsProcessors::temperature);
            add(chain, options.get("top_k"), 0, k -> topK((int) (double) k, minTokensToKeep));
            add(chain, options.get("top_p"), 1, p -> topP(p, minTokensToKeep));
            add(chain, options.get("min_p"), 0, p -> minP(p, minTokensToKeep));
        }
        return chain;
    }

    private static void add(
            List<LogitsProcessor> chain,
            @Nullable Number value,
            double off,
            Function<Double, LogitsProcessor> factory) {
        if (value != null && value.doubleValue() != off) {
            chain.add(factory.apply(value.doubleValue()));
        }
    }

    /** Divides positive and multiplies negative scores of every token seen, once each. */
    static LogitsProcessor repetitionPenalty(double penalty, int ignoredPrompt) {
        float factor = (float) penalty;
        return (scores, ids, count) -> {
            int[] seen = Arrays.copyOfRange(ids, Math.min(ignoredPrompt, count), count);
            Arrays.sort(seen);
            for (int i = 0; i < seen.length; i++) {
                int id = seen[i];
                if (i == 0 || id != seen[i - 1]) {
                    scores[id] = scores[id] < 0 ? scores[id] * factor : scores[id] / factor;
                }
            }
        };
    }

    /** Divides all scores. */
    static LogitsProcessor temperature(double temperature) {
        float divisor = (float) temperature;
        return (scores, ids, count) -> {
            for (int i = 0; i < scores.length; i++) {
                scores[i] /= divisor;
            }
        };
    }

    /** Keeps the best k and all that tie with the last of them. */
    static LogitsProcessor topK(int topK, int minTokensToKeep) {
        int wanted = Math.max(topK, minTokensToKeep);
        return (scores, ids, count) -> {
            if (wanted < scores.length) {
                float threshold = kthLargest(scores, wanted);
                for (int i = 0; i < scores.length; i++) {
                    if (scores[i] < threshold) {
                        scores[i] = Float.NEGATIVE_INFINITY;
                    }
                }
            }
        };
    }

    /** A heap of the k best, the worst of them at its root. */
    private static float kthLargest(float[] scores, int k) {
        PriorityQueue<Float> best = new PriorityQueue<>(k);
        float worst = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            if (best.size() < k) {
                best.add(score);
                worst = best.element();
            } else if (score > worst) {
                best.remove();
                best.add(score);
                worst = best.element();
            }
        }
        return worst;
    }

    /**
     * Rules out the worst tokens whose probabilities sum up to at most {@code 1 - topP}.
     *
     * <p>Tokens below {@code (1 - topP) / n} go without sorting: all of them together stay below
     * the cut.
     */
    static LogitsProcessor topP(double topP, int minTokensToKeep) {
        // Transformers compares in float.
        double cut = (float) (1 - topP);
        return (scores, ids, count) -> {
            double[] probabilities = probabilities(scores);
            double small = Math.max(0, cut) / scores.length;
            double sum = 0;
            long[] rest = new long[scores.length];
            int size = 0;
            for (int i = 0; i < scores.length; i++) {
                if (probabilities[i] < small && minTokensToKeep == 1) {
                    sum += probabilities[i];
                    scores[i] = Float.NEGATIVE_INFINITY;
                } else {
                    rest[size++] = sortable(scores[i]) | i;
                }
            }
            Arrays.sort(rest, 0, size);
            for (int i = 0; i < size - minTokensToKeep; i++) {
                int id = (int) rest[i];
                sum += probabilities[id];
                if (sum > cut) {
                    break;
                }
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        };
    }

    /** Rules out tokens with less than a part of the best probability. */
    static LogitsProcessor minP(double minP, int minTokensToKeep) {
        return (scores, ids, count) -> {
            float best = Float.NEGATIVE_INFINITY;
            for (float score : scores) {
                best = Math.max(best, score);
            }
            float kept =
                    minTokensToKeep < 2
                            ? best
                            : kthLargest(scores, Math.min(minTokensToKeep, scores.length));
            for (int i = 0; i < scores.length; i++) {
                // p / p(best) is exp of the difference: no sum is needed.
                if (scores[i] < kept && Math.exp((double) scores[i] - best) < minP) {
                    scores[i] = Float.NEGATIVE_INFINITY;
                }
            }
        };
    }

    /** Softmax. */
    public static double[] probabilities(float[] scores) {
        float best = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            best = Math.max(best, score);
        }
        double[] result = new double[scores.length];
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] != Float.NEGATIVE_INFINITY) {
                result[i] = Math.exp((double) scores[i] - best);
                total += result[i];
            }
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= total;
        }
        return result;
    }

    /** A number whose order is that of the score, in the upper half of a long. */
    private static long sortable(float score) {
        int bits = Float.floatToIntBits(score);
        return (long) (bits < 0 ? bits ^ 0x7fff_ffff : bits) << 32;
    }

    private static GenerateException notSupported(String option) {
        return new GenerateException(
                "generation option "
                        + option
                        + " is not supported yet. Supported: "
                        + String.join(", ", ORDER)
                        + ".");
    }

    /** Reads the arguments and remembers which. */
    private record Arguments(
            String option, Map<String, ? extends Number> values, List<String> used) {
        Arguments(String option, Map<String, ? extends Number> values) {
            this(option, values, new ArrayList<>());
        }

        double get(String name, double otherwise) {
            used.add(name);
            Number value = values.get(name);
            return value == null ? otherwise : value.doubleValue();
        }

        void checkAllUsed() {
            for (String name : values.keySet()) {
                if (!used.contains(name)) {
                    throw new GenerateException(
                            "generation option "
                                    + option
                                    + ": argument "
                                    + name
                                    + " is not supported yet.");
                }
            }
        }
    }
}
