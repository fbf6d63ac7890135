package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.Compat;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fuzzer against references that are right, and wrong in one place. */
class TokenizerFuzzerTest {
    private static final String WORDS =
            """
            {"version":"1.0","added_tokens":[],"pre_tokenizer":{"type":"Whitespace"},
             "model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"the":1,"river":2}}}
            """;

    /** Answers as Jeton does; each id 1 is given as 2 if {@code wrong}. */
    private static final class Mirror implements Reference {
        private final Tokenizer tokenizer;
        private final boolean wrong;
        private final Deque<List<ObjectNode>> asked = new ArrayDeque<>();

        Mirror(Tokenizer tokenizer, boolean wrong) {
            this.tokenizer = tokenizer;
            this.wrong = wrong;
        }

        @Override
        public void ask(List<ObjectNode> rows) {
            asked.add(rows);
        }

        @Override
        public ArrayNode answer() {
            ArrayNode answers = Rows.strings(List.of());
            GoldenTexts texts = new GoldenTexts(Path.of(""));
            for (ObjectNode row : asked.remove()) {
                TokenizerOp op = TokenizerOps.of(row.path("op").asText());
                if (op == null) {
                    throw new AssertionError(row);
                }
                ObjectNode outcome = op.outcome(row, tokenizer, texts);
                if (wrong && outcome.path("ids").isArray()) {
                    ArrayNode ids = (ArrayNode) outcome.path("ids");
                    for (int i = 0; i < ids.size(); i++) {
                        ids.set(i, ids.get(i).asInt() == 1 ? 2 : ids.get(i).asInt());
                    }
                }
                answers.add(outcome);
            }
            return answers;
        }

        @Override
        public String pipeline(String seed) {
            return WORDS;
        }

        @Override
        public void file(String name, String json) {}

        @Override
        public void close() {}
    }

    private static Tokenizer words() {
        return Tokenizers.loader().load(WORDS.getBytes(StandardCharsets.UTF_8), "words");
    }

    @Test
    void aRightReferenceDiffersNowhere() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        TokenizerFuzzer fuzzer =
                new TokenizerFuzzer(
                        new Mirror(words(), false),
                        7,
                        Compat.HF_0_22,
                        null,
                        new PrintStream(log, true, StandardCharsets.UTF_8));
        fuzzer.fuzz("words", words(), 2, 0);
        fuzzer.fuzzPipeline("any", 1, 0);
        assertEquals(0, fuzzer.differences(), () -> log.toString(StandardCharsets.UTF_8));
        assertEquals(360, fuzzer.pairs());
    }

    @Test
    void aDifferenceIsShrunkAndWrittenAsARow(@TempDir Path folder) throws IOException {
        Path found = folder.resolve("found.jsonl");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        TokenizerFuzzer fuzzer =
                new TokenizerFuzzer(
                        new Mirror(words(), true),
                        7,
                        Compat.HF_0_22,
                        found,
                        new PrintStream(log, true, StandardCharsets.UTF_8));
        fuzzer.fuzz("words", words(), 3, 0);
        assertTrue(fuzzer.differences() > 0);
        List<String> rows = Files.readAllLines(found);
        assertTrue(rows.stream().anyMatch(r -> r.contains("\"text\":\"the\"")), rows::toString);
    }
}
