package dev.jeton.cli;

import dev.jeton.cli.models.JsonReader;
import dev.jeton.templates.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads chats and tools from JSON files as transformers takes them. */
final class MessageFile {
    private MessageFile() {}

    /** A list of messages, or an object with a field {@code messages}. */
    static List<ChatMessage> messages(String text, String where) {
        Object value = json(text, where);
        if (value instanceof Map<?, ?> map && map.get("messages") != null) {
            value = map.get("messages");
        }
        if (!(value instanceof List<?> list)) {
            throw CommandFailure.wrongUse(
                    where
                            + ": expected a JSON list of messages such as"
                            + " [{\"role\": \"user\", \"content\": \"Hello\"}].");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Map<?, ?> map)) {
                throw CommandFailure.wrongUse(
                        where + ": message " + (i + 1) + " is not an object.");
            }
            try {
                messages.add(ChatMessage.of(named(map)));
            } catch (IllegalArgumentException e) {
                throw CommandFailure.wrongUse(
                        where + ": message " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return messages;
    }

    /** A list of objects. */
    static List<Map<String, @Nullable Object>> objects(Path file) {
        Object value = json(read(file), file.toString());
        List<?> list = value instanceof List<?> l ? l : List.of(value);
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> map)) {
                throw CommandFailure.wrongUse(file + ": expected a JSON list of objects.");
            }
            objects.add(named(map));
        }
        return objects;
    }

    /** The JSON value of {@code text}, or the text itself where it is no JSON. */
    static @Nullable Object value(String text) {
        try {
            return plain(JsonReader.read(text));
        } catch (IOException e) {
            return text;
        }
    }

    static String read(Path file) {
        try {
            return TextInput.decode(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw CommandFailure.wrongUse(
                    file
                            + " cannot be read: "
                            + dev.jeton.tokenize.internal.fetch.IoCause.of(e)
                            + ".",
                    e);
        }
    }

    private static Object json(String text, String where) {
        try {
            return JsonReader.read(text);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw CommandFailure.wrongUse(where + " is not JSON: " + reason, e);
        }
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), plain(value)));
        return copy;
    }

    /** JSON's null is Java's null for a template. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (JsonReader.NULL.equals(value)) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return named(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        return value;
    }
}
