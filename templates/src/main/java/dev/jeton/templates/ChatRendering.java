package dev.jeton.templates;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.value.PyChars;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a chat and the end of a continued message, as transformers' {@code
 * render_jinja_template}: a marker is put behind the text of the final message, and the rendered
 * text is cut where it stands.
 */
final class ChatRendering {
    /** The trailing space shows whether the template strips the message. */
    private static final String MARKER = "CONTINUE_FINAL_MESSAGE_TAG ";

    private ChatRendering() {}

    static Rendering of(
            ChatTemplate template,
            List<ChatMessage> messages,
            ChatOptions options,
            Map<String, String> specialTokens) {
        List<Object> maps = new ArrayList<>(messages.size());
        for (ChatMessage message : messages) {
            maps.add(message.asMap());
        }
        Map<String, @Nullable Object> variables = variables(maps, options, specialTokens);
        return options.continueField().isEmpty()
                ? template.render(variables, options.clock())
                : continuing(template, variables, options.clock(), options.continueField().get());
    }

    /** As {@link #of}; the result knows which of its text the caller wrote. */
    static Rendering tracked(
            ChatTemplate template,
            List<ChatMessage> messages,
            ChatOptions options,
            Map<String, String> specialTokens) {
        List<Object> maps = new ArrayList<>(messages.size());
        for (ChatMessage message : messages) {
            maps.add(message.asMap());
        }
        String field = options.continueField().orElse("");
        String finalText = "";
        if (!field.isEmpty()) {
            if (messages.isEmpty()) {
                throw cannotContinue("continue_final_message is set but there are no messages.");
            }
            Map<String, Object> last = messages.get(messages.size() - 1).asMap();
            finalText = finalText(last.get(field), field);
            maps.set(maps.size() - 1, marked(last, field));
        }
        Map<String, @Nullable Object> variables = variables(maps, options, specialTokens);
        variables.put("messages", TrackedValues.messages(maps));
        for (String name : List.of("tools", "documents")) {
            variables.put(name, TrackedValues.wrap(variables.get(name), TrackedValues.NO_MESSAGE));
        }
        options.variables()
                .forEach(
                        (name, value) ->
                                variables.put(
                                        name, TrackedValues.wrap(value, TrackedValues.NO_MESSAGE)));
        Rendering rendering = template.render(variables, options.clock());
        return field.isEmpty() ? rendering : cut(rendering, finalText);
    }

    static Rendering continuing(
            ChatTemplate template, Map<String, ?> variables, Clock clock, String field) {
        if (!(variables.get("messages") instanceof List<?> messages) || messages.isEmpty()) {
            throw cannotContinue("continue_final_message is set but there are no messages.");
        }
        if (!(messages.get(messages.size() - 1) instanceof Map<?, ?> last)) {
            throw cannotContinue("continue_final_message is set but the final message is no map.");
        }
        String finalText = finalText(last.get(field), field);
        List<Object> marked = new ArrayList<>(messages);
        marked.set(marked.size() - 1, marked(last, field));
        Map<String, @Nullable Object> changed = new HashMap<>(variables);
        changed.put("messages", marked);
        return cut(template.render(changed, clock), finalText);
    }

    private static Map<String, @Nullable Object> variables(
            List<Object> messages, ChatOptions options, Map<String, String> specialTokens) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("messages", messages);
        variables.put("tools", tools(options));
        variables.put("documents", options.documents().orElse(null));
        variables.put("add_generation_prompt", options.addGenerationPrompt());
        variables.putAll(specialTokens);
        variables.putAll(options.variables());
        return variables;
    }

    private static @Nullable List<Object> tools(ChatOptions options) {
        if (options.tools().isEmpty()) {
            return null;
        }
        List<Object> tools = new ArrayList<>();
        for (ToolDefinition tool : options.tools().get()) {
            tools.add(tool.asMap());
        }
        return tools;
    }

    private static TemplateException cannotContinue(String reason) {
        return new TemplateException(Kind.CONTINUE_FINAL_MESSAGE, reason);
    }

    /** The text that the marker goes behind: the field, or the last part of it that has text. */
    private static String finalText(@Nullable Object content, String field) {
        if (content instanceof String text) {
            return text;
        }
        if (content instanceof List<?> parts) {
            int at = lastTextPart(parts);
            if (at < 0) {
                throw cannotContinue(
                        "continue_final_message is set but we could not find any text to continue"
                                + " in the final message!");
            }
            Object text = ((Map<?, ?>) parts.get(at)).get("text");
            return String.valueOf(text);
        }
        throw cannotContinue(
                "continue_final_message is set but the final message has no \""
                        + field
                        + "\" to continue!");
    }

    private static int lastTextPart(List<?> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i) instanceof Map<?, ?> part && part.get("text") instanceof String) {
                return i;
            }
        }
        return -1;
    }

    private static Map<Object, Object> marked(Map<?, ?> message, String field) {
        Map<Object, Object> copy = new LinkedHashMap<>(message);
        Object content = message.get(field);
        if (content instanceof String text) {
            copy.put(field, text + MARKER);
        } else if (content instanceof List<?> parts) {
            List<Object> copies = new ArrayList<>(parts);
            int at = lastTextPart(parts);
            Map<Object, Object> part = new LinkedHashMap<>((Map<?, ?>) parts.get(at));
            part.put("text", part.get("text") + MARKER);
            copies.set(at, part);
            copy.put(field, copies);
        }
        return copy;
    }

    private static Rendering cut(Rendering rendering, String finalText) {
        String text = rendering.text();
        String tag = MARKER.strip();
        if (!text.contains(strip(finalText)) || !text.contains(tag)) {
            throw cannotContinue(
                    "continue_final_message is set but the final message does not appear in the"
                            + " chat after applying the chat template!");
        }
        int at = text.lastIndexOf(tag);
        boolean spaceKept = text.startsWith(MARKER, at);
        int end = at;
        while (!spaceKept && end > 0 && PyChars.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return new Rendering(
                text.substring(0, end), rendering.generationSpans(), rendering.origins());
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && PyChars.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && PyChars.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
