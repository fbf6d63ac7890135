package dev.jeton.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.Golden.Tensors;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.BackendRegistry;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.weights.ModelWeights;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DecodeLoopTest {
    private static final int[] PROMPT = new int[41];
    private static final int[] GREEDY = new int[24];
    private static ModelWeights weights;

    @BeforeAll
    static void open() {
        weights = ModelWeights.open(Golden.decoders("llama"));
        try (Arena arena = Arena.ofConfined()) {
            Tensors golden = Tensors.open(Golden.decoders("llama/golden.safetensors"), arena);
            System.arraycopy(golden.ids("prompt3.ids"), 0, PROMPT, 0, PROMPT.length);
            System.arraycopy(golden.ids("prompt3.greedy.ids"), 0, GREEDY, 0, GREEDY.length);
        }
    }

    @AfterAll
    static void close() {
        weights.close();
    }

    @Test
    void greedyIdsAreThoseOfTransformers() {
        try (DecodeLoop loop = loop(256, 256)) {
            Recorder recorder = new Recorder();
            GenerationResult result = loop.run(PROMPT, request(options(24).build(), recorder));
            assertArrayEquals(GREEDY, result.ids());
            assertEquals(StopReason.MAX_NEW_TOKENS, result.stopReason());
            assertEquals(String.join("", recorder.pieces), result.text());
            assertEquals("<" + GREEDY[0] + ">", recorder.pieces.get(0));
            assertEquals(List.of("prompt 41 reused 0"), recorder.prompts);
            assertEquals(24, result.stats().newTokens());
            assertTrue(result.stats().tokensPerSecond() > 0);
            assertTrue(result.stats().firstTokenNanos() >= result.stats().promptNanos());
        }
    }

    @Test
    void promptInChunksEqualsPromptAsAWhole() {
        for (int chunk : new int[] {1, 7, 16, 40}) {
            try (DecodeLoop loop = loop(256, chunk)) {
                GenerationResult result =
                        loop.run(PROMPT, request(options(24).build(), GenerationListener.NONE));
                assertArrayEquals(GREEDY, result.ids(), "chunks of " + chunk);
            }
        }
    }

    @Test
    void growingChatReusesItsBeginningAndGivesTheSameIds() {
        int[] second = Arrays.copyOf(PROMPT, PROMPT.length + GREEDY.length + 3);
        System.arraycopy(GREEDY, 0, second, PROMPT.length, GREEDY.length);
        try (DecodeLoop fresh = loop(256, 256);
                DecodeLoop warm = loop(256, 256)) {
            Recorder recorder = new Recorder();
            warm.run(PROMPT, request(options(24).build(), recorder));
            GenerationResult reused = warm.run(second, request(options(8).build(), recorder));
            // The last token made was never fed.
            assertEquals("prompt 68 reused 64", recorder.prompts.get(1));
            assertArrayEquals(
                    fresh.run(second, request(options(8).build(), recorder)).ids(), reused.ids());

            int[] other = second.clone();
            other[10]++;
            GenerationResult changed = warm.run(other, request(options(8).build(), recorder));
            assertEquals(10, changed.stats().reusedTokens());
            fresh.reset();
            GenerationResult whole = fresh.run(other, request(options(8).build(), recorder));
            assertEquals(0, whole.stats().reusedTokens());
            assertArrayEquals(whole.ids(), changed.ids());
            // The same prompt again: its last token is computed once more.
            GenerationResult again = warm.run(other, request(options(8).build(), recorder));
            assertEquals(other.length - 1, again.stats().reusedTokens());
            assertArrayEquals(whole.ids(), again.ids());
        }
    }

    @Test
    void seededSamplingDoesNotDependOnTheCache() {
        GenerateOptions options = options(12).temperature(1.2).topP(0.95).seed(5).build();
        try (DecodeLoop loop = loop(256, 256)) {
            int[] first = loop.run(PROMPT, request(options, GenerationListener.NONE)).ids();
            int[] second = loop.run(PROMPT, request(options, GenerationListener.NONE)).ids();
            assertArrayEquals(first, second);
        }
    }

    @Test
    void endTokensStopAndBelongToTheIdsButNotToTheText() {
        try (DecodeLoop loop = loop(256, 256)) {
            GenerateOptions options = options(24).build();
            DecodeLoop.Request request =
                    new DecodeLoop.Request(
                            options, Set.of(GREEDY[3]), id -> "x", GenerationListener.NONE);
            GenerationResult result = loop.run(PROMPT, request);
            assertEquals(StopReason.END_TOKEN, result.stopReason());
            assertEquals(GREEDY[3], result.ids()[result.ids().length - 1]);
            assertEquals("x".repeat(result.ids().length - 1), result.text());

            DecodeLoop.Request disobedient =
                    new DecodeLoop.Request(
                            options(24).obeyEndTokens(false).build(),
                            Set.of(GREEDY[3]),
                            id -> "x",
                            GenerationListener.NONE);
            assertEquals(24, loop.run(PROMPT, disobedient).ids().length);
        }
    }

    @Test
    void stopStringsCutTheText() {
        try (DecodeLoop loop = loop(256, 256)) {
            String stop = "><" + GREEDY[2];
            Recorder recorder = new Recorder();
            GenerationResult result =
                    loop.run(
                            PROMPT,
                            request(options(24).stopStrings(List.of(stop)).build(), recorder));
            assertEquals(StopReason.STOP_STRING, result.stopReason());
            assertEquals(3, result.ids().length);
            assertEquals("<" + GREEDY[0] + "><" + GREEDY[1], result.text());
            assertEquals(result.text(), String.join("", recorder.pieces));
        }
    }

    @Test
    void fullContextEndsTheGeneration() {
        try (DecodeLoop loop = loop(48, 48)) {
            GenerationResult result =
                    loop.run(PROMPT, request(options(24).build(), GenerationListener.NONE));
            assertEquals(StopReason.CONTEXT_FULL, result.stopReason());
            assertArrayEquals(Arrays.copyOf(GREEDY, 8), result.ids());
        }
    }

    @Test
    void promptsThatDoNotFitAreRefused() {
        try (DecodeLoop loop = loop(40, 40)) {
            assertRefused(
                    "the prompt has 41 tokens, the context holds 40. Shorten the chat or load the"
                            + " model with a larger context length.",
                    loop,
                    PROMPT);
            assertRefused("the prompt is empty, expected at least one token.", loop);
            assertRefused(
                    "prompt token 1 is 320, the model has ids 0 to 319. The tokenizer does not"
                            + " belong to this model.",
                    loop,
                    1,
                    320);
        }
    }

    @Test
    void cancellingKeepsWhatWasMadeAndTheCacheStaysRight() {
        try (DecodeLoop loop = loop(256, 8)) {
            Recorder recorder = new Recorder();
            recorder.cancelAfter = 5;
            GenerationResult cut = loop.run(PROMPT, request(options(24).build(), recorder));
            assertEquals(StopReason.CANCELLED, cut.stopReason());
            assertArrayEquals(Arrays.copyOf(GREEDY, 5), cut.ids());

            Recorder atOnce = new Recorder();
            atOnce.cancelAfter = 0;
            loop.reset();
            GenerationResult none = loop.run(PROMPT, request(options(24).build(), atOnce));
            assertEquals(0, none.ids().length);
            assertEquals(StopReason.CANCELLED, none.stopReason());

            GenerationResult whole =
                    loop.run(PROMPT, request(options(24).build(), GenerationListener.NONE));
            assertArrayEquals(GREEDY, whole.ids());
        }
    }

    @Test
    void interruptCancelsAndStaysSet() {
        try (DecodeLoop loop = loop(256, 256)) {
            Thread.currentThread().interrupt();
            GenerationResult result =
                    loop.run(PROMPT, request(options(24).build(), GenerationListener.NONE));
            assertTrue(Thread.interrupted());
            assertEquals(StopReason.CANCELLED, result.stopReason());
        }
    }

    private static void assertRefused(String message, DecodeLoop loop, int... prompt) {
        GenerateException e =
                assertThrows(
                        GenerateException.class,
                        () ->
                                loop.run(
                                        prompt,
                                        request(options(1).build(), GenerationListener.NONE)));
        assertEquals(message, e.getMessage());
    }

    private static GenerateOptions.Builder options(int maxNewTokens) {
        return GenerateOptions.builder().maxNewTokens(maxNewTokens);
    }

    private static DecodeLoop.Request request(
            GenerateOptions options, GenerationListener listener) {
        return new DecodeLoop.Request(options, Set.of(), id -> "<" + id + ">", listener);
    }

    private static DecodeLoop loop(int context, int chunk) {
        Backend backend = BackendRegistry.services().choose("reference").backend();
        RunnerConfig config = RunnerConfig.of(context).withMaxBatchTokens(chunk).withThreads(2);
        return new DecodeLoop(
                backend.open(weights.spec(), weights.params(), config),
                config,
                weights.spec().vocabulary());
    }

    /** Writes down what it is told. */
    private static final class Recorder implements GenerationListener {
        private final List<String> pieces = new ArrayList<>();
        private final List<String> prompts = new ArrayList<>();
        private int tokens;
        private int cancelAfter = Integer.MAX_VALUE;

        @Override
        public void onText(String text) {
            pieces.add(text);
        }

        @Override
        public void onPrompt(int promptTokens, int reusedTokens) {
            prompts.add("prompt " + promptTokens + " reused " + reusedTokens);
        }

        @Override
        public void onToken(int id) {
            tokens++;
        }

        @Override
        public boolean cancelled() {
            return tokens >= cancelAfter;
        }
    }
}
