package dev.jeton.tokenize.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Direction;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Truncation;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tokenizer.json as the reference's serde does: strict JSON of at most 127 levels, of two
 * fields with one name the last counts, an unknown field is an error at the top and nothing inside
 * of a component, integers are written as integers.
 */
public final class TokenizerJsonReader {
    private static final List<String> FIELDS =
            List.of(
                    "version",
                    "truncation",
                    "padding",
                    "added_tokens",
                    "normalizer",
                    "pre_tokenizer",
                    "post_processor",
                    "decoder",
                    "model");

    private final JsonSource json;
    private final LoadLimits limits;
    private @Nullable Truncation truncation;
    private @Nullable Padding padding;
    private List<AddedToken> addedTokens = List.of();
    private @Nullable Normalizer normalizer;
    private @Nullable PreTokenizer preTokenizer;
    private @Nullable PostProcessor postProcessor;
    private @Nullable Decoder decoder;
    private ModelSpec.@Nullable Builder model;
    private boolean completeBytes;

    private TokenizerJsonReader(JsonSource json, LoadLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    /**
     * Reads a tokenizer.json.
     *
     * @param name the file's name, for messages
     * @throws TokenizerException if it is broken, over a limit, or has a part that is not supported
     */
    public static TokenizerFile read(byte[] bytes, String name, LoadLimits limits) {
        return parse(
                bytes, name, limits, source -> new TokenizerJsonReader(source, limits).readFile());
    }

    /** Reads a JSON file with a reader that leaves the parser at the end of the value. */
    interface SourceReader<T> {
        T read(JsonSource source) throws IOException;
    }

    /** Checks the bytes, reads the file, and turns the parser's errors into messages. */
    static <T> T parse(byte[] bytes, String name, LoadLimits limits, SourceReader<T> reader) {
        checkBytes(bytes, name, limits);
        try {
            JsonSource source = new JsonSource(bytes, name, limits.maxJsonDepth());
            try (JsonParser parser = source.parser()) {
                T result = reader.read(source);
                if (parser.nextToken() != null) {
                    throw new TokenizerException(
                            name + ": there is more after the end of the JSON value.");
                }
                return result;
            }
        } catch (StreamConstraintsException e) {
            throw new TokenizerException(
                    name
                            + ": the JSON is nested deeper than "
                            + limits.maxJsonDepth()
                            + " levels (LoadLimits.maxJsonDepth), or has a number too long.",
                    e);
        } catch (JsonProcessingException e) {
            throw new TokenizerException(
                    name
                            + ": line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr()
                            + ": no valid JSON: "
                            + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new TokenizerException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkBytes(byte[] bytes, String name, LoadLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw new TokenizerException(
                    String.format(
                            "%s has %,d bytes, more than %,d (LoadLimits.maxBytes).",
                            name, bytes.length, limits.maxBytes()));
        }
        int bad = Utf8.firstMalformed(bytes);
        if (bad < bytes.length) {
            throw new TokenizerException(
                    name + ": byte " + bad + " is not UTF-8. A JSON file is UTF-8 text.");
        }
        boolean mark = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB;
        boolean zero = bytes.length >= 2 && (bytes[0] == 0 || bytes[1] == 0);
        if (mark || zero) {
            throw new TokenizerException(
                    name + ": the file must be UTF-8 without a byte order mark.");
        }
    }

    private TokenizerFile readFile() throws IOException {
        JsonParser parser = json.parser();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new TokenizerException(
                    json.file() + ": a tokenizer.json is a JSON object, but this file is not.");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = json.text();
            parser.nextToken();
            readField(name);
        }
        if (model == null) {
            throw new TokenizerException(
                    json.file() + ": there is no field \"model\". It is required.");
        }
        return new TokenizerFile(
                truncation,
                padding,
                addedTokens,
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                model,
                completeBytes);
    }

    private void readField(String name) throws IOException {
        if (name.equals("model")) {
            ModelReader reader = new ModelReader(json, limits);
            model = reader.read();
            completeBytes = reader.completeBytes();
            return;
        }
        if (!FIELDS.contains(name)) {
            throw new TokenizerException(
                    json.file()
                            + ": unknown field "
                            + JsonText.shorten(name)
                            + ". Known fields: "
                            + String.join(", ", FIELDS)
                            + "."
                            + JsonText.didYouMean(name, FIELDS));
        }
        JsonNode node = json.node(name, json.readTree());
        switch (name) {
            case "version" -> checkVersion(node);
            case "truncation" -> truncation = node.isNull() ? null : truncation(node);
            case "padding" -> padding = node.isNull() ? null : padding(node);
            case "added_tokens" -> addedTokens = addedTokens(node);
            case "normalizer" ->
                    normalizer = node.isNull() ? null : new NormalizerReader(limits).read(node);
            case "pre_tokenizer" ->
                    preTokenizer = node.isNull() ? null : new PreTokenizerReader(limits).read(node);
            case "post_processor" ->
                    postProcessor =
                            node.isNull() ? null : new PostProcessorReader(limits).read(node);
            default -> decoder = node.isNull() ? null : new DecoderReader(limits).read(node);
        }
    }

    private static void checkVersion(JsonNode node) {
        if (!node.string().equals("1.0")) {
            throw node.error("is " + JsonText.shorten(node.value()) + ". Expected \"1.0\".");
        }
    }

    private static Direction direction(JsonNode node) {
        return node.oneOf("Left", "Right").equals("Left") ? Direction.LEFT : Direction.RIGHT;
    }

    private static Truncation truncation(JsonNode node) {
        String strategy = node.get("strategy").oneOf("LongestFirst", "OnlyFirst", "OnlySecond");
        return new Truncation(
                node.get("max_length").size(),
                node.get("stride").size(),
                switch (strategy) {
                    case "OnlyFirst" -> Truncation.Strategy.ONLY_FIRST;
                    case "OnlySecond" -> Truncation.Strategy.ONLY_SECOND;
                    default -> Truncation.Strategy.LONGEST_FIRST;
                },
                node.has("direction") ? direction(node.get("direction")) : Direction.RIGHT);
    }

    private static Padding padding(JsonNode node) {
        JsonNode strategy = node.get("strategy");
        int length = Padding.LONGEST;
        if (strategy.isObject() && strategy.names().size() == 1) {
            length = strategy.get("Fixed").size();
        } else {
            strategy.oneOf("BatchLongest", "Fixed");
            if (strategy.string().equals("Fixed")) {
                throw strategy.error("is \"Fixed\" without a length. Expected {\"Fixed\": 128}.");
            }
        }
        JsonNode multiple = node.find("pad_to_multiple_of");
        return new Padding(
                length,
                direction(node.get("direction")),
                multiple.isNull() ? Padding.NO_MULTIPLE : multiple.size(),
                node.get("pad_id").u32(),
                node.get("pad_type_id").u32(),
                node.get("pad_token").string());
    }

    private List<AddedToken> addedTokens(JsonNode node) {
        List<JsonNode> elements = node.elements();
        if (elements.size() > limits.maxAddedTokens()) {
            throw node.error(
                    String.format(
                            "has %,d elements, more than %,d (LoadLimits.maxAddedTokens).",
                            elements.size(), limits.maxAddedTokens()));
        }
        List<AddedToken> tokens = new ArrayList<>(elements.size());
        for (JsonNode element : elements) {
            element.get("id").u32();
            String content = element.get("content").string();
            if (content.length() > limits.maxTokenBytes()) {
                throw element.get("content")
                        .error(
                                String.format(
                                        "has %,d characters, more than %,d"
                                                + " (LoadLimits.maxTokenBytes).",
                                        content.length(), limits.maxTokenBytes()));
            }
            tokens.add(
                    new AddedToken(
                            content,
                            element.get("single_word").flag(),
                            element.get("lstrip").flag(),
                            element.get("rstrip").flag(),
                            element.get("normalized").flag(),
                            element.get("special").flag()));
        }
        return tokens;
    }
}
