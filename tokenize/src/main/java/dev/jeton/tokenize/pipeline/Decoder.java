package dev.jeton.tokenize.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns tokens back into text. */
@FunctionalInterface
public interface Decoder extends Stage {
    /** The tokens after this stage; {@link #decode} joins them. */
    List<String> decodeChain(List<String> tokens);

    /** The text of the tokens. */
    default String decode(List<String> tokens) {
        return String.join("", decodeChain(tokens));
    }

    /**
     * A new decoding of one token after the other whose texts, joined, are those of {@link
     * #decode}; or null where this decoder has none. Then a stream decodes the last tokens again
     * and again and gives what is new, as the reference does.
     */
    default @Nullable Incremental incremental() {
        return null;
    }

    /** Decodes one token at a time. Not thread-safe. */
    @FunctionalInterface
    interface Incremental {
        /** Takes the next token; returns the text that became certain, often empty. */
        String next(String token);
    }
}
