package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Direction;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Truncation;
import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.ModelOptions;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.Stage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tokenizer.json byte for byte as tokenizers 0.22.2 does: compact, all options filled in,
 * the vocabulary sorted by ids, merges as pairs.
 */
public final class TokenizerJsonWriter {
    private final JsonWriter out = new JsonWriter();
    private final Map<String, Integer> listed;

    private TokenizerJsonWriter(Map<String, Integer> listed) {
        this.listed = listed;
    }

    /**
     * The stages of a tokenizer in the order of the file.
     *
     * @param listed added tokens with ids of their own, which are written into the vocabulary as
     *     well: only so does the reader of a file give them these ids
     */
    public record Parts(
            @Nullable Truncation truncation,
            @Nullable Padding padding,
            SortedMap<Integer, AddedToken> addedTokens,
            @Nullable Stage normalizer,
            @Nullable Stage preTokenizer,
            @Nullable Stage postProcessor,
            @Nullable Stage decoder,
            ModelSpec model,
            Map<String, Integer> listed) {}

    /** The file as a string. */
    public static String write(Parts parts) {
        TokenizerJsonWriter writer = new TokenizerJsonWriter(parts.listed());
        writer.writeParts(parts);
        return writer.out.toString();
    }

    /** A value of maps, lists, strings, numbers and booleans in the same form. */
    public static String value(@Nullable Object value) {
        return new JsonWriter().value(value).toString();
    }

    /** The options of a truncation. */
    public static String options(Truncation truncation) {
        return value(truncation(truncation));
    }

    /** The options of a padding. */
    public static String options(Padding padding) {
        return value(padding(padding));
    }

    private void writeParts(Parts parts) {
        out.raw("{").name("version").value("1.0");
        out.name("truncation").value(truncation(parts.truncation()));
        out.name("padding").value(padding(parts.padding()));
        out.name("added_tokens").raw("[");
        String separator = "";
        for (Map.Entry<Integer, AddedToken> entry : parts.addedTokens().entrySet()) {
            out.raw(separator).value(addedToken(entry.getKey(), entry.getValue()));
            separator = ",";
        }
        out.raw("]");
        out.name("normalizer").value(json(parts.normalizer()));
        out.name("pre_tokenizer").value(json(parts.preTokenizer()));
        out.name("post_processor").value(json(parts.postProcessor()));
        out.name("decoder").value(json(parts.decoder()));
        out.name("model");
        writeModel(parts.model());
        out.raw("}");
    }

    private static @Nullable Map<String, Object> json(@Nullable Stage stage) {
        return stage == null ? null : stage.json();
    }

    private static String direction(Direction direction) {
        return direction == Direction.LEFT ? "Left" : "Right";
    }

    private static @Nullable Map<String, Object> truncation(@Nullable Truncation t) {
        if (t == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("direction", direction(t.direction()));
        json.put("max_length", t.maxLength());
        json.put(
                "strategy",
                switch (t.strategy()) {
                    case LONGEST_FIRST -> "LongestFirst";
                    case ONLY_FIRST -> "OnlyFirst";
                    case ONLY_SECOND -> "OnlySecond";
                });
        json.put("stride", t.stride());
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> padding(@Nullable Padding p) {
        if (p == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        boolean longest = p.length() == Padding.LONGEST;
        json.put("strategy", longest ? "BatchLongest" : Map.of("Fixed", p.length()));
        json.put("direction", direction(p.direction()));
        boolean none = p.padToMultipleOf() == Padding.NO_MULTIPLE;
        json.put("pad_to_multiple_of", none ? null : p.padToMultipleOf());
        json.put("pad_id", Integer.toUnsignedLong(p.padId()));
        json.put("pad_type_id", Integer.toUnsignedLong(p.padTypeId()));
        json.put("pad_token", p.padToken());
        return json;
    }

    private static Map<String, Object> addedToken(int id, AddedToken token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", Integer.toUnsignedLong(id));
        json.put("content", token.content());
        json.put("single_word", token.singleWord());
        json.put("lstrip", token.lstrip());
        json.put("rstrip", token.rstrip());
        json.put("normalized", token.normalized());
        json.put("special", token.special());
        return json;
    }

    private void writeModel(ModelSpec model) {
        ModelOptions options = model.options();
        out.raw("{").name("type").value(model.type());
        switch (model.type()) {
            case "BPE" -> {
                double dropout = options.number("dropout", Double.NaN);
                out.name("dropout").value(Double.isNaN(dropout) ? null : (Object) (float) dropout);
                for (String name :
                        new String[] {
                            "unk_token", "continuing_subword_prefix", "end_of_word_suffix"
                        }) {
                    out.name(name).value(options.string(name));
                }
                for (String name : new String[] {"fuse_unk", "byte_fallback", "ignore_merges"}) {
                    out.name(name).value(options.flag(name, false));
                }
                writeVocabulary(model.fileVocabulary());
                writeMerges(model);
            }
            case "WordPiece" -> {
                out.name("unk_token").value(options.string("unk_token"));
                out.name("continuing_subword_prefix")
                        .value(options.string("continuing_subword_prefix"));
                out.name("max_input_chars_per_word")
                        .value(options.integer("max_input_chars_per_word", 100));
                writeVocabulary(model.fileVocabulary());
            }
            case "WordLevel" -> {
                writeVocabulary(model.fileVocabulary());
                out.name("unk_token").value(options.string("unk_token"));
            }
            case "Unigram" -> {
                long unkId = options.integer("unk_id", -1);
                out.name("unk_id").value(unkId < 0 ? null : (Object) unkId);
                writePieces(model);
                out.name("byte_fallback").value(options.flag("byte_fallback", false));
            }
            default ->
                    throw new UnsupportedOperationException(
                            model.file()
                                    + " has a model of the type "
                                    + model.type()
                                    + ", which has no form in a tokenizer.json. Convert it to one"
                                    + " that has.");
        }
        out.raw("}");
    }

    private void writeVocabulary(Vocabulary vocabulary) {
        out.name("vocab").raw("{");
        if (vocabulary.hasId(-1)) {
            out.raw("}"); // the reference counts to one more than 4294967295, which is 0
            return;
        }
        Map<Long, String> names = new HashMap<>();
        listed.forEach((name, id) -> names.put(Integer.toUnsignedLong(id), name));
        LongStream.concat(
                        IntStream.range(0, vocabulary.entryCount())
                                .mapToLong(entry -> Integer.toUnsignedLong(vocabulary.id(entry))),
                        names.keySet().stream().mapToLong(Long::longValue))
                .sorted()
                .distinct()
                .forEach(
                        id -> {
                            String token = vocabulary.tokenOf((int) id);
                            String name = token == null ? names.get(id) : token;
                            out.name(Objects.requireNonNull(name)).value(id);
                        });
        out.raw("}");
    }

    /** A pair that is listed twice is written once, at its last place. */
    private void writeMerges(ModelSpec model) {
        Merges merges = model.merges();
        Map<Long, Integer> last = new HashMap<>();
        for (int rank = 0; rank < merges.size(); rank++) {
            last.put(pair(merges, rank), rank);
        }
        out.name("merges").raw("[");
        String separator = "";
        for (int rank = 0; rank < merges.size(); rank++) {
            if (Objects.requireNonNull(last.get(pair(merges, rank))) == rank) {
                out.raw(separator).raw("[").value(model.vocabulary().tokenOf(merges.left(rank)));
                out.raw(",").value(model.vocabulary().tokenOf(merges.right(rank))).raw("]");
                separator = ",";
            }
        }
        out.raw("]");
    }

    private static long pair(Merges merges, int rank) {
        return ((long) merges.left(rank) << 32) | merges.right(rank);
    }

    private void writePieces(ModelSpec model) {
        double[] scores = model.scores();
        out.name("vocab").raw("[");
        for (int i = 0; i < scores.length; i++) {
            out.raw(i == 0 ? "[" : ",[").value(model.vocabulary().token(i));
            out.raw(",").value(scores[i]).raw("]");
        }
        out.raw("]");
    }
}
