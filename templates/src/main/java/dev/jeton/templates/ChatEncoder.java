package dev.jeton.templates;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;

/** Renders chats with one template after the other and prepares their encoding. */
final class ChatEncoder {
    private final Tokenizer tokenizer;
    private final ModelTokens tokens;
    private final StopTokens stopTokens;
    private final List<AddedToken> added;
    private final String blanks;
    private final Map<ChatTemplate, Set<String>> assistantTokens =
            Collections.synchronizedMap(new WeakHashMap<>());

    ChatEncoder(Tokenizer tokenizer, ModelTokens tokens, StopTokens stopTokens) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.added = List.copyOf(tokenizer.addedTokens().values());
        this.blanks = AllowedTokens.blanks(added);
        this.stopTokens = stopTokens;
    }

    Prompt prompt(ChatTemplate template, List<ChatMessage> given, ChatOptions asked) {
        checkNotEmpty(given);
        PolyfilledChat chat = PolyfilledChat.of(template, given, asked);
        List<ChatMessage> messages = chat.messages();
        ChatOptions options = chat.options(asked);
        List<String> warnings = new ArrayList<>(unknownVariables(template, options));
        warnings.addAll(chat.changes());
        Rendering rendering =
                ChatRendering.of(template, messages, options, tokens.variables(), true);
        EncodeOptions encode = encodeOptions(options);
        if (options.callerText() == ChatOptions.CallerText.PLAIN) {
            encode =
                    encode.withPlainRanges(
                            CallerRanges.plain(
                                    rendering,
                                    message -> messages.get(message).role(),
                                    allowed(template, options)));
        }
        return new Prompt(
                rendering,
                List.copyOf(messages),
                List.copyOf(warnings),
                tokenizer,
                encode,
                encoding -> assistantMask(template, messages, options, rendering, encoding));
    }

    static void checkNotEmpty(List<?> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot apply chat template to an empty conversation. Provide at least one"
                            + " message.");
        }
    }

    private AllowedTokens allowed(ChatTemplate template, ChatOptions options) {
        Set<String> inAssistant =
                options.assistantTokens().orElseGet(() -> assistantTokens(template));
        return new AllowedTokens(blanks, options.allowedTokens(), inAssistant);
    }

    Set<String> assistantTokens(ChatTemplate template) {
        Set<String> known = assistantTokens.get(template);
        if (known == null) {
            known = AssistantTokens.of(template, tokens.variables(), added);
            assistantTokens.put(template, known);
        }
        return known;
    }

    // Truncation and padding, as transformers' __call__ reads its arguments.

    private EncodeOptions encodeOptions(ChatOptions options) {
        EncodeOptions encode =
                EncodeOptions.defaults()
                        .withSpecialTokens(false)
                        .withoutTruncation()
                        .withoutPadding();
        int maxLength = options.maxLength().orElse(tokens.maxLength());
        boolean known = maxLength < ModelTokens.NO_MAX_LENGTH;
        if (options.truncation() && known) {
            encode =
                    encode.withTruncation(
                            Truncation.to(maxLength).withDirection(tokens.truncationSide()));
        }
        ChatOptions.Fill fill = options.padding();
        if (fill == ChatOptions.Fill.LONGEST || (fill == ChatOptions.Fill.MAX_LENGTH && known)) {
            Padding padding = tokens.padding(tokenizer);
            encode =
                    encode.withPadding(
                            fill == ChatOptions.Fill.LONGEST
                                    ? padding
                                    : padding.withLength(maxLength));
        }
        return options.tokenizerOptions()
                .apply(encode)
                .withSpecialTokens(false)
                .withOffsetUnit(OffsetUnit.UTF16);
    }

    private int[] assistantMask(
            ChatTemplate template,
            List<ChatMessage> messages,
            ChatOptions options,
            Rendering rendering,
            Encoding encoding) {
        if (options.continueField().isPresent()) {
            throw new IllegalStateException(
                    "continue_final_message is not compatible with"
                            + " return_assistant_tokens_mask.");
        }
        if (template.hasGenerationBlocks()) {
            return AssistantTurns.markedMask(AssistantTurns.marked(rendering), encoding);
        }
        String header = header(template, options, tokens.variables());
        return AssistantTurns.mask(
                AssistantTurns.byOrigin(rendering, messages, header, turnEnds()), encoding);
    }

    private List<String> turnEnds() {
        return Arrays.stream(stopTokens.ids())
                .mapToObj(tokenizer::tokenOf)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The header of an assistant's message: what the template adds for {@code
     * add_generation_prompt}, as far as it is the same whether the model is to think or not; empty
     * if it adds nothing.
     */
    static String header(
            ChatTemplate template, ChatOptions options, Map<String, String> specialTokens) {
        String header = null;
        for (Map<String, Object> switches :
                AssistantTokens.switches(template, specialTokens.keySet())) {
            Map<String, Object> all = new HashMap<>(switches);
            options.variables().forEach((name, value) -> all.putIfAbsent(name, value));
            String added =
                    generationPrompt(
                            template, options.toBuilder().variables(all).build(), specialTokens);
            if (header == null) {
                header = added;
            } else if (commonLength(header, added) > 0) {
                header = header.substring(0, commonLength(header, added));
            }
        }
        return header == null ? "" : header;
    }

    private static int commonLength(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    private static String generationPrompt(
            ChatTemplate template, ChatOptions options, Map<String, String> specialTokens) {
        List<ChatMessage> chat = List.of(ChatMessage.user("u"));
        try {
            ChatOptions on = options.withGenerationPrompt(true);
            ChatOptions off = options.withGenerationPrompt(false);
            String with = template.apply(chat, on, specialTokens).text();
            String without = template.apply(chat, off, specialTokens).text();
            return with.startsWith(without) ? with.substring(without.length()) : "";
        } catch (TemplateException e) {
            return ""; // the template refuses this chat; turns then begin with their text
        }
    }

    private List<String> unknownVariables(ChatTemplate template, ChatOptions options) {
        if (options.unknownVariables() == ChatOptions.UnknownVariables.IGNORE
                || options.variables().isEmpty()) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        Set<String> known = template.variables();
        for (String variable : new TreeSet<>(options.variables().keySet())) {
            if (known.contains(variable)) {
                continue;
            }
            Set<String> possible = new TreeSet<>(known);
            possible.removeAll(Set.of("messages", "tools", "documents", "add_generation_prompt"));
            possible.removeAll(tokens.variables().keySet());
            String warning =
                    "the chat template never reads the variable \""
                            + variable
                            + "\". It reads: "
                            + (possible.isEmpty() ? "none" : String.join(", ", possible))
                            + ".";
            if (options.unknownVariables() == ChatOptions.UnknownVariables.REFUSE) {
                throw new IllegalArgumentException(warning);
            }
            warnings.add(warning);
        }
        return warnings;
    }
}
