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

    /** A chat as text; with {@code track} the result knows which of its text the caller wrote. */
    static Rendering of(
            ChatTemplate template,
            List<ChatMessage> messages,
            ChatOptions options,
            Map<String, String> specialTokens,
            boolean track) {
        List<Object> maps = new ArrayList<>(messages.size());
        for (ChatMessage message : messages) {
            maps.add(message.asMap());
        }
        String field = options.continueField().orElse("");
        String finalText = field.isEmpty() ? "" : markLast(template, maps, field);
        Map<String, @Nullable Object> variables = variables(maps, options, specialTokens);
        ChatSources sources = null;
        if (track) {
            List<String> others = new ArrayList<>(List.of("tools", "documents"));
            for (String name : options.variables().keySet()) {
                if (!specialTokens.containsKey(name)) { // else it replaces a token on purpose
                    others.add(name);
                }
            }
            sources = ChatSources.track(maps, others, variables);
        }
        Rendering rendering = template.render(variables, options.clock()).withSources(sources);
        return field.isEmpty() ? rendering : cut(rendering, finalText);
    }

    static Rendering continuing(
            ChatTemplate template, Map<String, ?> variables, Clock clock, String field) {
        if (!(variables.get("messages") instanceof List<?> messages)) {
            throw cannotContinue("continue_final_message is set but there are no messages.");
        }
        List<Object> marked = new ArrayList<>(messages);
        String finalText = markLast(template, marked, field);
        Map<String, @Nullable Object> changed = new HashMap<>(variables);
        changed.put("messages", marked);
        return cut(template.render(changed, clock), finalText);
    }

    /** Puts the marker behind the text of the last message; returns that text. */
    private static String markLast(ChatTemplate template, List<Object> messages, String field) {
        if (messages.isEmpty()) {
            throw cannotContinue("continue_final_message is set but there are no messages.");
        }
        int at = messages.size() - 1;
        if (!(messages.get(at) instanceof Map<?, ?> last)) {
            throw cannotContinue("continue_final_message is set but the final message is no map.");
        }
        Object content = last.get(field);
        if (content == null) {
            throw cannotContinue(
                    "continue_final_message is set but the final message has no \""
                            + field
                            + "\" to continue!");
        }
        if (!template.source().contains(field)) {
            throw cannotContinue(
                    "continue_final_message is set to \""
                            + field
                            + "\" but this is not an accepted field in the chat_template");
        }
        Map<Object, Object> copy = new LinkedHashMap<>(last);
        messages.set(at, copy);
        if (!(content instanceof List<?> parts)) {
            String text = text(content);
            copy.put(field, text + MARKER);
            return text;
        }
        List<Object> copies = new ArrayList<>(parts);
        int textPart = lastTextPart(parts);
        Map<Object, Object> part = new LinkedHashMap<>((Map<?, ?>) parts.get(textPart));
        String text = text(part.get("text"));
        part.put("text", text + MARKER);
        copies.set(textPart, part);
        copy.put(field, copies);
        return text;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new TemplateException(
                Kind.TYPE,
                "continue_final_message is set but what it continues is no text: " + value);
    }

    /** The last part with text, as transformers picks it: what counts is the key. */
    private static int lastTextPart(List<?> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i) instanceof Map<?, ?> part && part.containsKey("text")) {
                return i;
            }
        }
        throw cannotContinue(
                "continue_final_message is set but we could not find any text to continue in the"
                        + " final message!");
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

    private static Rendering cut(Rendering rendering, String finalText) {
        String text = rendering.text();
        String tag = MARKER.strip();
        if (!text.contains(strip(finalText)) || !text.contains(tag)) {
            throw cannotContinue(
                    "continue_final_message is set but the final message does not appear in the"
                            + " chat after applying the chat template! This can happen if the chat"
                            + " template deletes portions of the final message. Please verify the"
                            + " chat template and final message in your chat to ensure they are"
                            + " compatible.Final message to continue: "
                            + strip(finalText)
                            + "\nRendered chat:\n"
                            + text);
        }
        int at = text.lastIndexOf(tag);
        boolean spaceKept = text.startsWith(MARKER, at);
        int end = at;
        while (!spaceKept && end > 0 && PyChars.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return rendering.cutAt(end);
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
