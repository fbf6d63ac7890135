package dev.jeton.templates;

import dev.jeton.templates.internal.value.Origins;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Tokenizer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids at which an answer ends: those that the model's files name, the well-known ones that its
 * templates write, and the token that a template is seen to write behind an answer.
 */
final class StopTokens {
    /** Tokens that end a turn in the formats of known models, if the template writes them. */
    private static final List<String> TURN_ENDS =
            List.of(
                    "<|im_end|>",
                    "<|eot_id|>",
                    "<|eom_id|>",
                    "<end_of_turn>",
                    "<turn|>",
                    "<|end|>",
                    "<|return|>",
                    "<|call|>",
                    "<|END_OF_TURN_TOKEN|>",
                    "<|end_of_turn|>",
                    "<|end_of_text|>",
                    "<|endoftext|>");

    private static final List<ChatMessage> ANSWERED =
            List.of(ChatMessage.user("u1"), ChatMessage.assistant("c1"));

    private final Tokenizer tokenizer;
    private final Collection<ChatTemplate> templates;
    private final Map<String, String> specialTokens;
    private final Set<Integer> named;
    private int @Nullable [] found;

    /**
     * The stop tokens of a model.
     *
     * @param named the ids that its files name
     */
    StopTokens(
            Tokenizer tokenizer,
            Collection<ChatTemplate> templates,
            Map<String, String> specialTokens,
            Set<Integer> named) {
        this.tokenizer = tokenizer;
        this.templates = templates;
        this.specialTokens = specialTokens;
        this.named = Collections.unmodifiableSet(new LinkedHashSet<>(named));
    }

    /** All ids, not to be changed. Found when first asked for: templates are rendered for it. */
    int[] ids() {
        int[] known = found;
        if (known == null) {
            known = find();
            found = known; // a race finds the same twice
        }
        return known;
    }

    private int[] find() {
        Set<Integer> all = new LinkedHashSet<>(named);
        for (ChatTemplate template : templates) {
            for (String token : TURN_ENDS) {
                if (template.source().contains(token)) {
                    tokenizer.idOf(token).ifPresent(all::add);
                }
            }
            behindAnswer(template).ifPresent(end -> tokenizer.idOf(end).ifPresent(all::add));
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The special token behind the answer's text, but for white space. */
    private Optional<String> behindAnswer(ChatTemplate template) {
        Rendering rendering;
        try {
            rendering =
                    ChatRendering.of(
                            template, ANSWERED, ChatOptions.defaults(), specialTokens, true);
        } catch (TemplateException e) {
            return Optional.empty(); // it wants another chat
        }
        Origins origins = rendering.origins();
        int last = origins.count() - 1;
        if (last < 0 || rendering.sources().messageOf(origins.source(last)) != 1) {
            return Optional.empty();
        }
        String behind = rendering.text().substring(origins.end(last)).strip();
        String longest = "";
        for (AddedToken token : tokenizer.addedTokens().values()) {
            boolean starts = token.special() && behind.startsWith(token.content());
            if (starts && token.content().length() > longest.length()) {
                longest = token.content();
            }
        }
        return longest.isEmpty() ? Optional.empty() : Optional.of(longest);
    }
}
