package dev.jeton.tokenize.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the text of a tokenizer.json says and a loaded tokenizer no longer knows: names that an
 * object has twice, and the ids that the file gives to added tokens.
 */
public final class StrictJson {
    /** An added token as the file lists it. */
    public record Declared(int index, String content, long id) {}

    private record Level(String path, boolean list, Set<String> names) {}

    private final List<String> findings = new ArrayList<>();
    private final List<Declared> declared = new ArrayList<>();

    /**
     * Reads a file that was loaded before, so its form is right.
     *
     * @param name its name, for messages
     */
    public StrictJson(byte[] file, String name) {
        try (JsonParser parser = new JsonSource(file, name).parser()) {
            read(parser);
        } catch (IOException e) {
            throw new TokenizerException(name + ": " + e.getMessage(), e);
        }
    }

    /** Names that stand twice in an object, as parts of messages. */
    public List<String> findings() {
        return findings;
    }

    /** The added tokens in the order of the file. */
    public List<Declared> declared() {
        return declared;
    }

    private void read(JsonParser parser) throws IOException {
        Deque<Level> levels = new ArrayDeque<>();
        String at = "";
        String content = "";
        long id = -1;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT -> {
                    levels.push(new Level(at, false, new HashSet<>()));
                    content = "";
                    id = -1;
                }
                case START_ARRAY -> levels.push(new Level(at, true, Set.of()));
                case END_OBJECT, END_ARRAY -> {
                    Level ended = levels.pop();
                    if (token == JsonToken.END_OBJECT && isAddedToken(levels)) {
                        declared.add(new Declared(declared.size(), content, id));
                    }
                    at = ended.path();
                }
                case FIELD_NAME -> {
                    Level level = levels.getFirst();
                    String name = parser.currentName();
                    at = level.path().isEmpty() ? name : level.path() + "." + name;
                    if (!level.names().add(name)) {
                        findings.add(at + " is there twice; only the last one counts");
                    }
                }
                case VALUE_STRING -> content = at.endsWith(".content") ? parser.getText() : content;
                case VALUE_NUMBER_INT -> id = at.endsWith(".id") ? parser.getLongValue() : id;
                default -> {}
            }
        }
    }

    private static boolean isAddedToken(Deque<Level> levels) {
        Level list = levels.peek();
        return list != null && list.list() && list.path().equals("added_tokens");
    }
}
