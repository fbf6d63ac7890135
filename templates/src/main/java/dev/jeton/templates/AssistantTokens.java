package dev.jeton.templates;

import dev.jeton.templates.internal.value.Origins;
import dev.jeton.tokenize.AddedToken;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the added tokens that are not special and that a template writes itself into messages of
 * the assistant, such as {@code <think>} and {@code <tool_call>} of Qwen.
 *
 * <p>Found by trying: chats of a user and an assistant with content, reasoning and tool calls are
 * rendered, and the template's own text around what the assistant said is searched. What the
 * template writes around a user's message alone does not count, so neither {@code <tool_response>}
 * nor the tokens of the list of tools are among them.
 */
final class AssistantTokens {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final ChatMessage USER = ChatMessage.user("u1");

    private final ChatTemplate template;
    private final Map<String, String> specialTokens;
    private final Set<String> candidates = new LinkedHashSet<>();
    private final long deadlineNanos;

    private AssistantTokens(
            ChatTemplate template,
            Map<String, String> specialTokens,
            Collection<AddedToken> added) {
        this.template = template;
        this.specialTokens = specialTokens;
        // All probes together may take as long as one rendering: templates are not trusted.
        this.deadlineNanos = System.nanoTime() + template.limits().deadline().toNanos();
        for (AddedToken token : added) {
            boolean control = !token.special() && !token.content().isBlank();
            if (control && template.source().contains(token.content())) {
                candidates.add(token.content());
            }
        }
    }

    static Set<String> of(
            ChatTemplate template,
            Map<String, String> specialTokens,
            Collection<AddedToken> added) {
        AssistantTokens search = new AssistantTokens(template, specialTokens, added);
        return search.candidates.isEmpty() ? Set.of() : search.find();
    }

    private Set<String> find() {
        ToolCall call = new ToolCall("id1", "f1", Map.of("a1", "v1"));
        Map<String, Object> callWithText = new HashMap<>(call.asMap());
        callWithText.put("function", Map.of("name", "f1", "arguments", "{\"a1\": \"v1\"}"));
        List<ChatMessage> answers =
                List.of(
                        ChatMessage.assistant("c1"),
                        ChatMessage.builder("assistant").content("c1").reasoning("r1").build(),
                        ChatMessage.builder("assistant")
                                .content("c1")
                                .field("thinking", "r1")
                                .build(),
                        ChatMessage.builder("assistant").content("c1").toolCalls(call).build(),
                        ChatMessage.builder("assistant")
                                .content("")
                                .reasoning("r1")
                                .field("tool_calls", List.of(callWithText))
                                .build());
        Set<String> found = new LinkedHashSet<>();
        Set<String> ofUser = new LinkedHashSet<>();
        for (Map<String, Object> switches : switches(template, specialTokens.keySet())) {
            for (ChatMessage answer : answers) {
                search(List.of(USER, answer), false, switches, found);
                search(
                        List.of(USER, answer, ChatMessage.user("u2"), answer),
                        false,
                        switches,
                        found);
            }
            search(List.of(USER), true, switches, found);
            search(List.of(USER), false, switches, ofUser);
        }
        found.removeAll(ofUser);
        return found;
    }

    /** All variables that a template may be switched with left out, true, and false. */
    static List<Map<String, Object>> switches(ChatTemplate template, Set<String> specialTokens) {
        Set<String> names = new TreeSet<>(template.variables());
        names.removeAll(List.of("messages", "tools", "documents", "add_generation_prompt"));
        names.removeAll(specialTokens);
        Map<String, Object> on = new HashMap<>();
        Map<String, Object> off = new HashMap<>();
        for (String name : names) {
            on.put(name, true);
            off.put(name, false);
        }
        return List.of(Map.of(), on, off);
    }

    /** Adds the candidates in the template's own text; nothing if it refuses the chat. */
    private void search(
            List<ChatMessage> messages,
            boolean generationPrompt,
            Map<String, Object> switches,
            Set<String> found) {
        ChatOptions options =
                ChatOptions.builder()
                        .addGenerationPrompt(generationPrompt)
                        .variables(switches)
                        .clock(CLOCK)
                        .build();
        if (System.nanoTime() - deadlineNanos > 0) {
            return;
        }
        String own;
        try {
            own = ownText(ChatRendering.of(template, messages, options, specialTokens, true));
        } catch (TemplateException e) {
            return;
        }
        for (String candidate : candidates) {
            if (own.contains(candidate)) {
                found.add(candidate);
            }
        }
    }

    /** The text without what the caller wrote, of which a char stays that is in no token. */
    private static String ownText(Rendering rendering) {
        StringBuilder own = new StringBuilder();
        Origins origins = rendering.origins();
        String text = rendering.text();
        int from = 0;
        for (int run = 0; run < origins.count(); run++) {
            own.append(text, from, origins.start(run)).append('\0');
            from = origins.end(run);
        }
        return own.append(text, from, text.length()).toString();
    }
}
