package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Manifest;
import dev.jeton.cli.parity.NotReplayableException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows with a {@code tokenizer}: the ops of Hugging Face tokenizers on a tokenizer.json. */
final class HuggingFaceRows implements RowFamily {
    /** What a row says to do; every other key is what came out. */
    private static final Set<String> INPUT_KEYS =
            Set.of(
                    "tokenizer",
                    "op",
                    "class",
                    "pair",
                    "add_special_tokens",
                    "truncation",
                    "padding",
                    "encode_special_tokens",
                    "text_ref",
                    "inputs",
                    "words",
                    "pair_words",
                    "decode_ids",
                    "skip_special_tokens",
                    "prompt_ids",
                    "token",
                    "id",
                    "with_added_tokens",
                    "is_pair",
                    "decode_tokens",
                    "steps",
                    "range",
                    "modify",
                    "texts",
                    "queries");

    /** The ops for which {@code text} is what came out. */
    private static final Set<String> GIVE_TEXT = Set.of("decode", "decode_tokens");

    private final LoadedTokenizers tokenizers;
    private final GoldenTexts texts;
    private final Map<String, List<String>> components = new HashMap<>();

    HuggingFaceRows(Path folder, Path fetched, GoldenTexts texts) {
        this.tokenizers = new LoadedTokenizers(folder, fetched);
        this.texts = texts;
        for (Map<String, String> row : Manifest.read(folder.resolve("MANIFEST.tsv"))) {
            String parts = row.getOrDefault("components", "");
            components.put(
                    row.getOrDefault("name", ""),
                    parts.isEmpty() ? List.of() : Arrays.asList(parts.split(" \\| ", -1)));
        }
    }

    @Override
    public String subjectKey() {
        return "tokenizer";
    }

    @Override
    public List<String> components(String subject) {
        return components.getOrDefault(subject, List.of());
    }

    @Override
    public ObjectNode outcome(ObjectNode row, String op, String subject) {
        TokenizerOp replayed = TokenizerOps.of(op);
        if (replayed == null) {
            throw new NotReplayableException("unknown op " + op);
        }
        return replayed.outcome(row, tokenizers.get(subject), texts);
    }

    @Override
    public ObjectNode expected(ObjectNode row, String op) {
        ObjectNode expected = row.deepCopy();
        expected.remove(INPUT_KEYS);
        if (!GIVE_TEXT.contains(op)) {
            expected.remove("text");
        }
        return expected;
    }
}
