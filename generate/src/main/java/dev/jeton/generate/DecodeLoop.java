package dev.jeton.generate;

import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.engine.Sampler;
import dev.jeton.generate.engine.StopMatcher;
import dev.jeton.tokenize.DecodeStream;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads a prompt and makes tokens, one sequence on one runner. Remembers the ids whose keys and
 * values are in the cache: of a prompt that begins like them only the rest is read. Not
 * thread-safe.
 */
final class DecodeLoop implements AutoCloseable {
    private final Runner runner;
    private final int contextLength;
    private final int chunkTokens;
    private final int vocabulary;
    private final int[] pageTable;
    private int[] cached = new int[64];
    private int cachedCount;

    DecodeLoop(Runner runner, RunnerConfig config, int vocabulary) {
        this.runner = runner;
        this.contextLength = config.contextTokens();
        this.chunkTokens = config.maxBatchTokens();
        this.vocabulary = vocabulary;
        this.pageTable = new int[runner.kv().pagesFor(contextLength)];
        Arrays.setAll(pageTable, i -> i);
    }

    /** What one generation needs besides the prompt. */
    record Request(
            GenerateOptions options,
            Set<Integer> endTokens,
            DecodeStream detokenizer,
            GenerationListener listener) {
        boolean ends(int id) {
            return options.stopTokenIds().contains(id)
                    || (options.obeyEndTokens() && endTokens.contains(id));
        }

        boolean cancelled() {
            return listener.cancelled() || Thread.currentThread().isInterrupted();
        }
    }

    GenerationResult run(int[] prompt, Request request) {
        checkPrompt(prompt);
        return new Run(prompt, request).generate();
    }

    /** Forgets what is cached. */
    void reset() {
        cachedCount = 0;
    }

    @Override
    public void close() {
        runner.close();
    }

    private void checkPrompt(int[] prompt) {
        if (prompt.length == 0) {
            throw new GenerateException("the prompt is empty, expected at least one token.");
        }
        if (prompt.length > contextLength) {
            throw new GenerateException(
                    "the prompt has "
                            + prompt.length
                            + " tokens, the context holds "
                            + contextLength
                            + ". Shorten the chat or load the model with a larger context length.");
        }
        for (int i = 0; i < prompt.length; i++) {
            if (prompt[i] < 0 || prompt[i] >= vocabulary) {
                throw new GenerateException(
                        "prompt token "
                                + i
                                + " is "
                                + prompt[i]
                                + ", the model has ids 0 to "
                                + (vocabulary - 1)
                                + ". The tokenizer does not belong to this model.");
            }
        }
    }

    /** Computes {@code ids[from, to)} at the end of the cache; returns the logits of the last. */
    private float[] step(int[] ids, int from, int to) {
        int[] chunk = Arrays.copyOfRange(ids, from, to);
        cachedCount = from;
        float[] logits =
                runner.step(StepBatch.of(chunk, from, pageTable, false)).logits(to - from - 1);
        if (to > cached.length) {
            cached = Arrays.copyOf(cached, Math.max(to, 2 * cached.length));
        }
        System.arraycopy(ids, from, cached, from, to - from);
        cachedCount = to;
        return logits;
    }

    /** At least the last token of the prompt is computed: its logits are wanted. */
    private int reusable(int[] prompt) {
        int same = Arrays.mismatch(prompt, 0, prompt.length, cached, 0, cachedCount);
        int common = same < 0 ? prompt.length : same;
        return Math.min(common, prompt.length - 1);
    }

    /** One generation. */
    private final class Run {
        private final Request request;
        private final GenerateOptions options;
        private final Sampler sampler;
        private final StopMatcher stops;
        private final StringBuilder text = new StringBuilder();
        private final long start = System.nanoTime();
        private final int promptLength;
        private int[] ids;
        private int count;
        private int reused;
        private long promptEnd = start;
        private long firstToken = start;

        Run(int[] prompt, Request request) {
            this.request = request;
            this.options = request.options();
            this.sampler = new Sampler(options);
            this.stops = new StopMatcher(options.stopStrings());
            this.promptLength = prompt.length;
            this.ids = Arrays.copyOf(prompt, prompt.length + 64);
            this.count = prompt.length;
        }

        GenerationResult generate() {
            reused = reusable(Arrays.copyOf(ids, count));
            request.listener().onPrompt(promptLength, reused);
            float[] logits = new float[0];
            for (int from = reused; from < promptLength; from += chunkTokens) {
                if (request.cancelled()) {
                    return result(StopReason.CANCELLED);
                }
                logits = step(ids, from, Math.min(promptLength, from + chunkTokens));
            }
            promptEnd = System.nanoTime();
            firstToken = promptEnd;
            return result(decode(logits));
        }

        private StopReason decode(float[] logits) {
            while (true) {
                if (request.cancelled()) {
                    return StopReason.CANCELLED;
                }
                int id = sampler.choose(logits, ids, count);
                append(id);
                if (request.ends(id)) {
                    return StopReason.END_TOKEN;
                }
                emit(stops.feed(request.detokenizer().step(id)));
                if (stops.matched()) {
                    return StopReason.STOP_STRING;
                }
                if (count - promptLength == options.maxNewTokens()) {
                    return StopReason.MAX_NEW_TOKENS;
                }
                if (count > contextLength) {
                    return StopReason.CONTEXT_FULL;
                }
                logits = step(ids, count - 1, count);
            }
        }

        private void append(int id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
            if (count == promptLength + 1) {
                firstToken = System.nanoTime();
            }
            request.listener().onToken(id);
        }

        private void emit(String piece) {
            if (!piece.isEmpty()) {
                text.append(piece);
                request.listener().onText(piece);
            }
        }

        private GenerationResult result(StopReason reason) {
            emit(stops.finish());
            long end = System.nanoTime();
            GenerationStats stats =
                    new GenerationStats(
                            promptLength,
                            reused,
                            count - promptLength,
                            promptEnd - start,
                            firstToken - start,
                            end - firstToken);
            int[] made = Arrays.copyOfRange(ids, promptLength, count);
            return new GenerationResult(text.toString(), made, reason, stats);
        }
    }
}
