package dev.jeton.tokenize.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file as it is read. Field names are not kept in a table: the entries of a vocabulary are
 * field names, and there are hundreds of thousands of them.
 */
final class JsonSource {
    /** serde's limit of 128 is reached by the 128th open bracket. */
    private static final int MAX_DEPTH = 127;

    private static final JsonFactory FACTORY = factory(MAX_DEPTH);

    private static JsonFactory factory(int depth) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .build())
                .build();
    }

    private final String file;
    private final JsonParser parser;

    JsonSource(byte[] bytes, String file) throws IOException {
        this(bytes, file, MAX_DEPTH);
    }

    JsonSource(byte[] bytes, String file, int maxDepth) throws IOException {
        this.file = file;
        parser = (maxDepth == MAX_DEPTH ? FACTORY : factory(maxDepth)).createParser(bytes);
    }

    String file() {
        return file;
    }

    JsonParser parser() {
        return parser;
    }

    JsonNode node(String path, @Nullable Object value) {
        return new JsonNode(file, path, value);
    }

    /** The current name or string; half a surrogate pair is refused. */
    String text() throws IOException {
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    throw new TokenizerException(
                            file
                                    + ": line "
                                    + parser.currentLocation().getLineNr()
                                    + " has a string with half of a surrogate pair, which is no"
                                    + " character.");
                }
                i++;
            }
        }
        return text;
    }

    /** The current integer, or -1 if it is negative or does not fit. */
    long longOrMinus() throws IOException {
        JsonParser.NumberType type = parser.getNumberType();
        return type == JsonParser.NumberType.BIG_INTEGER ? -1 : parser.getLongValue();
    }

    /** Reads the current value to its end. */
    @Nullable Object readTree() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new TokenizerException(file + ": the file ends inside a value.");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = text();
                    parser.nextToken();
                    map.put(name, readTree());
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readTree());
                }
                yield list;
            }
            case VALUE_STRING, FIELD_NAME -> text();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> SerdeNumber.parse(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
