package dev.jeton.templates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a chat. Immutable.
 *
 * <p>A message is what its template sees: a map with {@code role}, {@code content} and whatever the
 * model's format has besides ({@code tool_calls}, {@code reasoning_content}, {@code name} ...). The
 * factories cover the common forms, {@link #builder} all typed ones, and {@link #of(Map)} any.
 *
 * <p>Content is data: template syntax inside it is printed, never run.
 */
public final class ChatMessage {
    private final Map<String, Object> map;

    private ChatMessage(Map<String, Object> map) {
        this.map = map;
    }

    /** A message of the user. */
    public static ChatMessage user(String content) {
        return of("user", content);
    }

    /** The system's message. */
    public static ChatMessage system(String content) {
        return of("system", content);
    }

    /** An answer of the assistant. */
    public static ChatMessage assistant(String content) {
        return of("assistant", content);
    }

    /** The result of a tool, for formats without names and ids. */
    public static ChatMessage tool(String content) {
        return of("tool", content);
    }

    /** The result of the tool {@code name}, called with the id {@code toolCallId}. */
    public static ChatMessage toolResult(String toolCallId, String name, String content) {
        return builder("tool")
                .content(content)
                .field("name", name)
                .field("tool_call_id", toolCallId)
                .build();
    }

    /** A message of any role. */
    public static ChatMessage of(String role, String content) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("role", role);
        map.put("content", content);
        return new ChatMessage(Collections.unmodifiableMap(map));
    }

    /**
     * A message from its plain form, as read from JSON: maps, lists, strings, numbers, booleans and
     * null. It is copied.
     *
     * @throws IllegalArgumentException if another Java object is in it
     */
    public static ChatMessage of(Map<String, ?> map) {
        return new ChatMessage(PlainValues.copyMap(map));
    }

    /** A builder for messages with parts, tool calls or further fields. */
    public static Builder builder(String role) {
        return new Builder(role);
    }

    /** The role; empty if the map has none. */
    public String role() {
        return map.get("role") instanceof String role ? role : "";
    }

    /** The text of the content: the string, or the text parts joined. */
    public String text() {
        Object content = map.get("content");
        if (content instanceof String text) {
            return text;
        }
        StringBuilder joined = new StringBuilder();
        if (content instanceof List<?> parts) {
            for (Object part : parts) {
                if (part instanceof Map<?, ?> p && p.get("text") instanceof String text) {
                    joined.append(text);
                }
            }
        }
        return joined.toString();
    }

    /** The message as the template sees it; unmodifiable, values may be null. */
    public Map<String, Object> asMap() {
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatMessage message && map.equals(message.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return map.toString();
    }

    /** Collects the fields of a message; keys keep the order in which they were set. */
    public static final class Builder {
        private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

        private Builder(String role) {
            fields.put("role", role);
        }

        /** The content as one text. */
        public Builder content(String text) {
            fields.put("content", text);
            return this;
        }

        /** The content as a list of parts. */
        public Builder content(ContentPart... parts) {
            List<Object> list = new ArrayList<>();
            for (ContentPart part : parts) {
                list.add(part.asMap());
            }
            fields.put("content", list);
            return this;
        }

        /** The thoughts of the assistant before its answer: {@code reasoning_content}. */
        public Builder reasoning(String text) {
            fields.put("reasoning_content", text);
            return this;
        }

        /** The calls that the assistant asked for: {@code tool_calls}. */
        public Builder toolCalls(ToolCall... calls) {
            List<Object> list = new ArrayList<>();
            for (ToolCall call : calls) {
                list.add(call.asMap());
            }
            fields.put("tool_calls", list);
            return this;
        }

        /** Any further field. */
        public Builder field(String name, @Nullable Object value) {
            fields.put(name, PlainValues.copy(value));
            return this;
        }

        /** The message. */
        public ChatMessage build() {
            return of(fields);
        }
    }
}
