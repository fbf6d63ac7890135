package dev.jeton.tokenize.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.ModelSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object {@code model} without building a tree of it: its vocabulary has up to some
 * hundred thousand entries.
 */
final class ModelReader {
    static final List<String> TYPES = List.of("BPE", "WordPiece", "WordLevel", "Unigram");

    private final JsonSource json;
    private final LoadLimits limits;
    private final ModelSpec.Builder spec;
    private final Set<String> fields = new HashSet<>();
    private boolean listVocabulary;
    private final ByteCoverage bytes = new ByteCoverage();
    private boolean affixes;

    /** BPE takes null for any option that may be left out, Unigram does not. */
    private boolean nullByteFallback;

    private boolean pairMerges;
    private boolean lineMerges;

    ModelReader(JsonSource json, LoadLimits limits) {
        this.json = json;
        this.limits = limits;
        spec = newSpec();
    }

    private ModelSpec.Builder newSpec() {
        return ModelSpec.builder(json.file())
                .maxVocabulary(Math.max(1, limits.maxVocabulary()))
                .maxMerges(Math.max(1, limits.maxMerges()));
    }

    /** Reads the value that the parser stands on. */
    ModelSpec.Builder read() throws IOException {
        JsonParser parser = json.parser();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw json.node("model", json.readTree()).error("must be an object.");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = json.text();
            fields.add(name);
            parser.nextToken();
            switch (name) {
                case "type" -> readType();
                case "vocab" -> readVocabulary();
                case "merges" -> readMerges();
                default -> readOption(name);
            }
        }
        if (!fields.contains("type")) {
            spec.type(guessType());
        }
        if (!fields.contains("vocab")) {
            throw error("model has no field \"vocab\". It is required for " + spec.type() + ".");
        }
        boolean list = spec.type().equals("Unigram");
        if (list && nullByteFallback) {
            throw error("model.byte_fallback is null. Expected true or false.");
        }
        if (list != listVocabulary) {
            throw error(
                    "model.vocab is "
                            + (listVocabulary ? "a list" : "an object")
                            + ". Expected "
                            + (list ? "a list of pieces and scores" : "an object of tokens and ids")
                            + " for "
                            + spec.type()
                            + ".");
        }
        return spec;
    }

    private void readOption(String name) throws IOException {
        Object value = json.readTree();
        spec.option(name, value);
        if (name.equals("byte_fallback")) {
            nullByteFallback = value == null;
        }
        if (name.equals("continuing_subword_prefix") || name.equals("end_of_word_suffix")) {
            affixes |= value != null && !value.equals("");
        }
    }

    /** Whether the model, if it is BPE behind ByteLevel, can be given raw bytes. */
    boolean completeBytes() {
        return spec.type().equals("BPE") && bytes.isComplete() && !affixes;
    }

    private TokenizerException error(String message) {
        return new TokenizerException(json.file() + ": " + message);
    }

    private void readType() throws IOException {
        JsonNode type = json.node("model.type", json.readTree());
        spec.type(type.oneOf(TYPES));
    }

    /** Files of old versions have no type: the fields tell. */
    private String guessType() {
        if (listVocabulary) {
            return "Unigram";
        }
        if (fields.contains("vocab") && fields.contains("merges")) {
            return "BPE";
        }
        boolean unknown = fields.contains("vocab") && fields.contains("unk_token");
        if (unknown
                && fields.contains("continuing_subword_prefix")
                && fields.contains("max_input_chars_per_word")) {
            return "WordPiece";
        }
        if (unknown) {
            return "WordLevel";
        }
        throw error(
                "model has no field \"type\", and its fields are those of no model. Known types: "
                        + String.join(", ", TYPES)
                        + ".");
    }

    private void readVocabulary() throws IOException {
        spec.vocabularyStarts();
        JsonParser parser = json.parser();
        listVocabulary = parser.currentToken() == JsonToken.START_ARRAY;
        if (listVocabulary) {
            readPieces();
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw json.node("model.vocab", json.readTree())
                    .error("must be an object of tokens and ids, or a list of pieces and scores.");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = json.text();
            checkLength(token, "model.vocab");
            JsonToken value = parser.nextToken();
            long id = value == JsonToken.VALUE_NUMBER_INT ? json.longOrMinus() : -1;
            if (id < 0 || id > 0xFFFF_FFFFL) {
                throw json.node("model.vocab[" + JsonText.shorten(token) + "]", json.readTree())
                        .error(
                                "must be an integer from 0 to 4294967295, written without a"
                                        + " fraction.");
            }
            spec.token(token, (int) id);
            bytes.add(token);
        }
    }

    private void checkLength(String token, String place) {
        if (token.length() > limits.maxTokenBytes()) {
            throw error(
                    String.format(
                            "%s has a token of %,d characters, more than %,d"
                                    + " (LoadLimits.maxTokenBytes).",
                            place, token.length(), limits.maxTokenBytes()));
        }
    }

    private void readPieces() throws IOException {
        JsonParser parser = json.parser();
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object element = json.readTree();
            JsonNode node = json.node("model.vocab[" + index + "]", element);
            if (!(element instanceof List<?> pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof String)
                    || !(pair.get(1) instanceof Number)) {
                throw node.error("must be a list of a piece and its score.");
            }
            checkLength((String) pair.get(0), "model.vocab");
            spec.scoredPiece((String) pair.get(0), ((Number) pair.get(1)).doubleValue());
            index++;
        }
    }

    private void readMerges() throws IOException {
        spec.mergesStart();
        JsonParser parser = json.parser();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw json.node("model.merges", json.readTree()).error("must be a list.");
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                lineMerges = true;
                spec.mergeLine(json.text());
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                pairMerges = true;
                readPair(index);
            } else {
                throw merge(index, json.readTree());
            }
            if (lineMerges && pairMerges) {
                throw error(
                        "model.merges["
                                + index
                                + "] is written in another form than those before it. Expected"
                                + " all as \"a b\" or all as [\"a\", \"b\"].");
            }
            index++;
        }
    }

    private void readPair(int index) throws IOException {
        JsonParser parser = json.parser();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw merge(index, "a list");
        }
        String left = json.text();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw merge(index, "a list");
        }
        String right = json.text();
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw merge(index, "a longer list");
        }
        spec.merge(left, right);
    }

    private TokenizerException merge(int index, @Nullable Object value) {
        return json.node("model.merges[" + index + "]", value)
                .error("must be a string \"a b\" or a list [\"a\", \"b\"].");
    }
}
