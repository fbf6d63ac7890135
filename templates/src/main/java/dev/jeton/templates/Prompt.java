package dev.jeton.templates;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Span;
import dev.jeton.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** A rendered chat with all that is needed to encode and explain it. */
final class Prompt {
    private final Rendering rendering;
    private final List<ChatMessage> messages;
    private final List<String> warnings;
    private final Tokenizer tokenizer;
    private final EncodeOptions options;
    private final Supplier<List<Span>> assistantTurns;

    /**
     * Creates a prompt.
     *
     * @param assistantTurns the chars that the assistant wrote, for templates that do not mark
     *     them; throws where there is no such mask
     */
    Prompt(
            Rendering rendering,
            List<ChatMessage> messages,
            List<String> warnings,
            Tokenizer tokenizer,
            EncodeOptions options,
            Supplier<List<Span>> assistantTurns) {
        this.rendering = rendering;
        this.messages = messages;
        this.warnings = warnings;
        this.tokenizer = tokenizer;
        this.options = options;
        this.assistantTurns = assistantTurns;
    }

    Rendering rendering() {
        return rendering;
    }

    String text() {
        return rendering.text();
    }

    List<String> warnings() {
        return warnings;
    }

    int messageCount() {
        return messages.size();
    }

    String role(int message) {
        return messages.get(message).role();
    }

    EncodeOptions options() {
        return options;
    }

    int[] encodeIds() {
        return tokenizer.encodeIds(text(), options);
    }

    int count() {
        return tokenizer.count(text(), options);
    }

    Encoding encode() {
        return tokenizer.encode(text(), options);
    }

    /** Encodes a batch: each for itself, then all are padded to a common length. */
    static List<ChatEncoding> encodeAll(List<Prompt> prompts) {
        List<Encoding> encodings = new ArrayList<>(prompts.size());
        int longest = 0;
        for (Prompt prompt : prompts) {
            Encoding encoding = prompt.encode();
            encodings.add(encoding);
            longest = Math.max(longest, encoding.size());
        }
        List<ChatEncoding> result = new ArrayList<>(prompts.size());
        for (int i = 0; i < prompts.size(); i++) {
            Optional<Padding> padding = prompts.get(i).options.padding(Optional.empty());
            Encoding encoding = encodings.get(i);
            if (padding.isPresent()) {
                // Each has its own multiple and fixed length already, so the longest has them too.
                encoding = encoding.pad(padding.get(), longest);
            }
            result.add(new ChatEncoding(prompts.get(i), encoding));
        }
        return result;
    }

    /**
     * The mask over the tokens, counted as transformers does: a range that begins in text that was
     * cut off ends the mask, one whose end was cut off goes to the last token.
     */
    int[] assistantMask(Encoding encoding) {
        int[] mask = new int[encoding.size()];
        for (Span turn : assistantTurns.get()) {
            OptionalInt first = encoding.charToToken(turn.start(), 0);
            if (first.isEmpty()) {
                break;
            }
            int last = encoding.charToToken(turn.end() - 1, 0).orElse(0);
            int behind = last == 0 ? mask.length : last + 1;
            for (int token = first.getAsInt(); token < behind; token++) {
                mask[token] = 1;
            }
        }
        return mask;
    }
}
