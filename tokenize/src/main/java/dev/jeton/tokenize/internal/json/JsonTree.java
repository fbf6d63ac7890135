package dev.jeton.tokenize.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;
import java.util.Set;

/** Reads a whole JSON text that is not a vocabulary: a configuration, an answer of a server. */
public final class JsonTree {
    private JsonTree() {}

    /**
     * The value of a JSON text, which may be nested 127 deep.
     *
     * @param file stands in messages
     * @throws TokenizerException if it is not JSON
     */
    public static JsonNode read(byte[] bytes, String file) {
        try {
            JsonSource source = new JsonSource(bytes, file);
            source.parser().nextToken();
            return source.node("", source.readTree());
        } catch (JsonProcessingException e) {
            throw new TokenizerException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * The value of a file that may be large, which is checked as a tokenizer.json is.
     *
     * @param name the file's name, for messages
     * @throws TokenizerException if it is no JSON, or over a limit
     */
    public static JsonNode read(byte[] bytes, String name, LoadLimits limits) {
        return TokenizerJsonReader.parse(
                bytes,
                name,
                limits,
                source -> {
                    source.parser().nextToken();
                    return source.node("", source.readTree());
                });
    }

    /** Takes one field of an object of numbers. */
    @FunctionalInterface
    public interface IntegerSink {
        /** Takes a name and its number, which is unsigned. */
        void take(String name, int number);
    }

    /**
     * Reads an object of numbers from 0 to 4294967295 without building a tree, as the vocabulary of
     * GPT-2 is; other values are passed over, as the reference does.
     *
     * @param file the file's name, for messages
     * @throws TokenizerException if it is no object, or a number is out of range
     */
    public static void integers(byte[] bytes, String file, LoadLimits limits, IntegerSink out) {
        TokenizerJsonReader.parse(
                bytes,
                file,
                limits,
                source -> {
                    JsonParser parser = source.parser();
                    if (parser.nextToken() != JsonToken.START_OBJECT) {
                        throw new TokenizerException(
                                file + ": the file is no JSON object of tokens and ids.");
                    }
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        String name = source.text();
                        if (name.length() > limits.maxTokenBytes()) {
                            throw new TokenizerException(
                                    String.format(
                                            "%s has a token of %,d characters, more than %,d"
                                                    + " (LoadLimits.maxTokenBytes).",
                                            file, name.length(), limits.maxTokenBytes()));
                        }
                        JsonToken value = parser.nextToken();
                        if (value == null || !value.isNumeric()) {
                            parser.skipChildren();
                            continue;
                        }
                        out.take(name, id(source, file, name));
                    }
                    return "";
                });
    }

    private static int id(JsonSource source, String file, String name) throws IOException {
        boolean whole = source.parser().currentToken() == JsonToken.VALUE_NUMBER_INT;
        long id = whole ? source.longOrMinus() : -1;
        if (id < 0 || id > 0xFFFF_FFFFL) {
            throw new TokenizerException(
                    file
                            + ": the id of "
                            + JsonText.shorten(name)
                            + " is "
                            + source.parser().getText()
                            + ". Expected an integer from 0 to 4294967295.");
        }
        return (int) id;
    }

    /**
     * The name of the first field of an object that is in {@code wanted}, or the empty string: also
     * where there is no object, or no JSON. Reads no further than that field.
     */
    public static String firstField(byte[] bytes, Set<String> wanted) {
        try (JsonParser parser = new JsonSource(bytes, "").parser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.getText();
                if (wanted.contains(name)) {
                    return name;
                }
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException e) {
            return ""; // the reader of the format will say what is wrong
        }
        return "";
    }
}
