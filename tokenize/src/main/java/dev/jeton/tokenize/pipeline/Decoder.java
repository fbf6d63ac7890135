package dev.jeton.tokenize.pipeline;

import java.util.List;

/** Turns tokens back into text. */
@FunctionalInterface
public interface Decoder extends Stage {
    /** The tokens after this stage; {@link #decode} joins them. */
    List<String> decodeChain(List<String> tokens);

    /** The text of the tokens. */
    default String decode(List<String> tokens) {
        return String.join("", decodeChain(tokens));
    }
}
