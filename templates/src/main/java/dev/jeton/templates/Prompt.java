package dev.jeton.templates;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A rendered chat with all that is needed to encode and explain it. */
final class Prompt {
    private final Rendering rendering;
    private final List<ChatMessage> messages;
    private final List<String> warnings;
    private final Tokenizer tokenizer;
    private final EncodeOptions options;
    private final Function<Encoding, int[]> assistantMask;

    /**
     * Creates a prompt.
     *
     * @param assistantMask finds the mask over the tokens; throws where there is none
     */
    Prompt(
            Rendering rendering,
            List<ChatMessage> messages,
            List<String> warnings,
            Tokenizer tokenizer,
            EncodeOptions options,
            Function<Encoding, int[]> assistantMask) {
        this.rendering = rendering;
        this.messages = messages;
        this.warnings = warnings;
        this.tokenizer = tokenizer;
        this.options = options;
        this.assistantMask = assistantMask;
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

    int[] assistantMask(Encoding encoding) {
        return assistantMask.apply(encoding);
    }
}
