package dev.jeton.templates.lint;

import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.ContentPart;
import dev.jeton.templates.TemplateException;
import dev.jeton.templates.ToolCall;
import dev.jeton.templates.ToolDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares templates by what they render, not by their text: small chats are tried from the
 * smallest up, and each difference is shown by the first chat that has it.
 *
 * <p>A chat is left out if a smaller one with some of its features (a role, white space, tools, the
 * generation prompt ...) differs already. No difference found is no proof that there is none. Cost:
 * up to some 10,000 renderings with each template.
 */
public final class TemplateDiff {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final int MAX_MESSAGES = 4;
    private static final String ROLE = "role ";

    /**
     * A chat that two templates render differently.
     *
     * @param messages the chat
     * @param settings what is given besides, such as {@code add_generation_prompt} or {@code tools}
     * @param left the first template's text, or its error
     * @param right the second template's text, or its error
     */
    public record Difference(
            List<ChatMessage> messages, Map<String, Object> settings, String left, String right) {}

    /** A chat to try, with what is special about it. */
    private record Candidate(
            List<ChatMessage> messages, Map<String, Object> settings, Set<String> features) {
        int size() {
            return messages.size() * 4 + features.size();
        }
    }

    private final ChatTemplate left;
    private final ChatTemplate right;
    private final Map<String, String> tokens = new HashMap<>();

    private TemplateDiff(ChatTemplate left, ChatTemplate right) {
        this.left = left;
        this.right = right;
        for (String variable : variables()) {
            if (variable.endsWith("_token")) {
                tokens.put(variable, "<" + variable + ">");
            }
        }
    }

    /** The smallest chats that differ, at most {@code max}; empty if none was found. */
    public static List<Difference> between(ChatTemplate left, ChatTemplate right, int max) {
        return new TemplateDiff(left, right).find(max);
    }

    private Set<String> variables() {
        Set<String> variables = new TreeSet<>(left.variables());
        variables.addAll(right.variables());
        return variables;
    }

    private List<Difference> find(int max) {
        List<Difference> differences = new ArrayList<>();
        List<Set<String>> explained = new ArrayList<>();
        for (Candidate candidate : candidates()) {
            if (differences.size() >= max) {
                break;
            }
            if (explained.stream().anyMatch(candidate.features()::containsAll)) {
                continue;
            }
            String a = render(left, candidate);
            String b = render(right, candidate);
            if (!a.equals(b)) {
                differences.add(new Difference(candidate.messages(), candidate.settings(), a, b));
                explained.add(cause(candidate.features()));
            }
        }
        return List.copyOf(differences);
    }

    /**
     * What made the difference: not the roles, where there is anything else, for a chat of them
     * alone was tried before.
     */
    private static Set<String> cause(Set<String> features) {
        Set<String> cause = new TreeSet<>(features);
        cause.removeIf(feature -> feature.startsWith(ROLE));
        return cause.isEmpty() ? features : cause;
    }

    private String render(ChatTemplate template, Candidate candidate) {
        ChatOptions.Builder options = ChatOptions.builder().clock(CLOCK);
        candidate
                .settings()
                .forEach(
                        (name, value) -> {
                            switch (name) {
                                case "add_generation_prompt" -> options.addGenerationPrompt(true);
                                case "tools" -> options.tools(List.of(tool()));
                                case "documents" ->
                                        options.documents(
                                                List.of(Map.of("title", "t", "text", "d")));
                                default -> options.variable(name, value);
                            }
                        });
        try {
            return template.apply(candidate.messages(), options.build(), tokens).text();
        } catch (TemplateException e) {
            return "error: " + e.reason();
        }
    }

    private static ToolDefinition tool() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("type", "object");
        parameters.put("properties", Map.of("a", Map.of("type", "integer")));
        return ToolDefinition.function("f", "A tool.", parameters);
    }

    // Candidates.

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (Map<String, Object> settings : settings()) {
            grow(new ArrayList<>(), new TreeSet<>(), settings, candidates);
        }
        candidates.sort(Comparator.comparingInt(Candidate::size));
        return candidates;
    }

    /** Nothing, and one or two of: the generation prompt, tools, documents, variables. */
    private List<Map<String, Object>> settings() {
        Map<String, List<Object>> single = new TreeMap<>();
        single.put("add_generation_prompt", List.of(true));
        single.put("tools", List.of(1));
        Set<String> variables = variables();
        if (variables.contains("documents")) {
            single.put("documents", List.of(1));
        }
        variables.removeAll(Set.of("messages", "tools", "documents", "add_generation_prompt"));
        variables.removeAll(tokens.keySet());
        for (String variable : variables) {
            single.put(variable, List.of(true, false));
        }
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(Map.of());
        single.forEach((name, values) -> values.forEach(value -> all.add(Map.of(name, value))));
        single.forEach(
                (name, values) -> {
                    if (!name.equals("add_generation_prompt")) {
                        values.forEach(
                                value ->
                                        all.add(
                                                new TreeMap<>(
                                                        Map.of(
                                                                name,
                                                                value,
                                                                "add_generation_prompt",
                                                                true))));
                    }
                });
        return all;
    }

    private void grow(
            List<ChatMessage> chat,
            Set<String> features,
            Map<String, Object> settings,
            List<Candidate> candidates) {
        if (!chat.isEmpty()) {
            Set<String> all = new TreeSet<>(features);
            settings.forEach((name, value) -> all.add(name + "=" + value));
            candidates.add(new Candidate(List.copyOf(chat), settings, all));
        }
        int most = settings.isEmpty() ? MAX_MESSAGES : MAX_MESSAGES - 1;
        if (chat.size() >= most) {
            return;
        }
        String before = chat.isEmpty() ? "" : chat.get(chat.size() - 1).role();
        boolean plainSoFar = features.stream().noneMatch(f -> f.startsWith("content"));
        for (String role : List.of("user", "assistant", "system", "tool")) {
            Set<String> more = new TreeSet<>(features);
            more.add(ROLE + role);
            if (!before.isEmpty()) {
                more.add(before + " then " + role);
            }
            if (plainSoFar && chat.size() < 3 && settings.size() < 2) {
                variants(role)
                        .forEach(
                                (feature, message) -> {
                                    Set<String> special = new TreeSet<>(more);
                                    special.add("content " + role + " " + feature);
                                    chat.add(message);
                                    grow(chat, special, settings, candidates);
                                    chat.remove(chat.size() - 1);
                                });
            }
            chat.add(ChatMessage.of(role, "x"));
            grow(chat, more, settings, candidates);
            chat.remove(chat.size() - 1);
        }
    }

    /** One special message a chat is enough to tell two templates apart. */
    private static Map<String, ChatMessage> variants(String role) {
        Map<String, ChatMessage> variants = new LinkedHashMap<>();
        variants.put("empty", ChatMessage.of(role, ""));
        variants.put("spaces", ChatMessage.of(role, " x\n"));
        variants.put("parts", ChatMessage.builder(role).content(ContentPart.text("x")).build());
        if (role.equals("user")) {
            variants.put(
                    "image",
                    ChatMessage.builder(role)
                            .content(ContentPart.image(), ContentPart.text("x"))
                            .build());
        }
        if (role.equals("assistant")) {
            variants.put(
                    "calls",
                    ChatMessage.builder(role)
                            .content("")
                            .toolCalls(new ToolCall("call00001", "f", Map.of("a", 1)))
                            .build());
            variants.put("thoughts", ChatMessage.builder(role).content("x").reasoning("r").build());
        }
        return variants;
    }
}
