package dev.jeton.templates.lint;

import dev.jeton.templates.Capability;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.ContentPart;
import dev.jeton.templates.Rendering;
import dev.jeton.templates.TemplateCapabilities;
import dev.jeton.templates.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules about what the template makes of small chats. */
final class BehaviourRules {
    private static final String USER = "user needle";
    private static final String ANSWER = "answer needle";

    private final ChatTemplate template;
    private final TemplateCapabilities capabilities;
    private final Findings findings;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    BehaviourRules(ChatTemplate template, Findings findings) {
        this.template = template;
        this.capabilities = template.capabilities();
        this.findings = findings;
        for (String variable : template.variables()) {
            if (variable.endsWith("_token")) {
                tokens.put(variable, "<" + variable + ">");
            }
        }
    }

    private Optional<Rendering> render(ChatMessage... messages) {
        return render(false, messages);
    }

    private Optional<Rendering> render(boolean prompt, ChatMessage... messages) {
        try {
            ChatOptions options = ChatOptions.builder().addGenerationPrompt(prompt).build();
            return Optional.of(template.apply(List.of(messages), options, tokens));
        } catch (TemplateException e) {
            return Optional.empty();
        }
    }

    private ChatMessage message(String role, String text) {
        return capabilities.has(Capability.STRING_CONTENT)
                        || !capabilities.has(Capability.TYPED_CONTENT)
                ? ChatMessage.of(role, text)
                : ChatMessage.builder(role).content(ContentPart.text(text)).build();
    }

    void check() {
        Optional<Rendering> question = render(message("user", USER));
        if (question.isEmpty() || !question.get().text().contains(USER)) {
            return; // not a template for chats of a user and an assistant
        }
        generationPrompt();
        droppedMessages();
        Optional<Rendering> chat = render(message("user", USER), message("assistant", ANSWER));
        if (chat.isPresent() && chat.get().text().contains(ANSWER)) {
            answer(chat.get());
        }
        trimming();
        if (capabilities.has(Capability.OBJECT_ARGUMENTS)
                && !capabilities.has(Capability.STRING_ARGUMENTS)) {
            findings.add(
                    LintRule.ESCAPED_ARGUMENTS,
                    "arguments of calls that are JSON text become a JSON string");
        }
    }

    private void generationPrompt() {
        if (!capabilities.has(Capability.GENERATION_PROMPT)) {
            findings.add(
                    LintRule.MISSING_GENERATION_PROMPT,
                    "add_generation_prompt adds nothing to the text");
            return;
        }
        Optional<Rendering> prompt = render(true, message("user", USER));
        Optional<Rendering> answered = render(message("user", USER), message("assistant", ANSWER));
        if (prompt.isPresent()
                && answered.isPresent()
                && answered.get().text().contains(ANSWER)
                && !answered.get().text().startsWith(prompt.get().text())) {
            findings.add(
                    LintRule.GENERATION_PROMPT_MISMATCH,
                    "an answer does not begin with the generation prompt "
                            + quoted(capabilities.generationPrompt()));
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\n", "\\n") + "\"";
    }

    private void droppedMessages() {
        for (String role : List.of("system", "assistant", "jeton_unknown_role")) {
            boolean last = role.equals("assistant");
            ChatMessage other = message(role, "other needle");
            Optional<Rendering> text =
                    last
                            ? render(message("user", USER), other)
                            : render(other, message("user", USER));
            if (text.isPresent()
                    && text.get().text().contains(USER)
                    && !text.get().text().contains("other needle")) {
                findings.add(
                        LintRule.DROPPED_MESSAGE,
                        role.startsWith("jeton")
                                ? "messages of an unknown role disappear"
                                : "messages of the role \"" + role + "\" disappear");
            }
        }
    }

    private void answer(Rendering chat) {
        String text = chat.text();
        String rest = text.substring(text.lastIndexOf(ANSWER) + ANSWER.length());
        if (rest.isBlank()) {
            findings.add(LintRule.MISSING_TURN_END, "an answer is followed by nothing");
        }
        if (!chat.generationSpans().isEmpty()) {
            int last = chat.generationSpans().get(chat.generationSpans().size() - 1).endChar();
            String behind = text.substring(Math.min(last, text.length())).strip();
            if (!behind.isEmpty()) {
                findings.add(
                        LintRule.GENERATION_WITHOUT_END,
                        quoted(behind) + " stands behind the last generation block");
            }
        }
        if (count(text, "<think>") > count(text, "</think>")) {
            findings.add(LintRule.UNCLOSED_THINK, "a finished answer has <think>, but no </think>");
        }
        tokens.forEach((variable, token) -> token(text, variable, token));
    }

    private void token(String text, String variable, String token) {
        boolean twice =
                variable.equals("bos_token")
                        ? count(text, token) > 1
                        : text.replaceAll("\\s+", "").contains(token + token);
        if (twice) {
            findings.add(LintRule.DUPLICATE_TOKEN, variable + " is written twice");
        }
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    /** Looks for the content with its white space, role by role. */
    private void trimming() {
        String spaced = " \n" + "spaced needle" + " \n ";
        List<String> kept = new ArrayList<>();
        List<String> stripped = new ArrayList<>();
        for (String role : List.of("system", "user", "assistant")) {
            ChatMessage content = message(role, spaced);
            Optional<Rendering> text =
                    switch (role) {
                        case "system" -> render(content, message("user", USER));
                        case "user" -> render(content);
                        default -> render(message("user", USER), content);
                    };
            if (text.isPresent() && text.get().text().contains("spaced needle")) {
                (text.get().text().contains(spaced) ? kept : stripped).add(role);
            }
        }
        if (!kept.isEmpty() && !stripped.isEmpty()) {
            findings.add(
                    LintRule.INCONSISTENT_TRIM,
                    "white space around content is stripped for "
                            + String.join(", ", stripped)
                            + ", kept for "
                            + String.join(", ", kept));
        }
    }
}
