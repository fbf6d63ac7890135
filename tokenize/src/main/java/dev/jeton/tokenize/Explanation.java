package dev.jeton.tokenize;

import java.util.List;
import java.util.OptionalInt;

/**
 * What each stage of a tokenizer makes of a text; made by {@link Tokenizer#explain}.
 *
 * @param text the text
 * @param steps the stages in order, each with the text after it
 * @param encoding what {@link Tokenizer#encode(CharSequence, EncodeOptions)} returns for the text
 */
public record Explanation(String text, List<Step> steps, Encoding encoding) {
    /** Copies the list. */
    public Explanation {
        steps = List.copyOf(steps);
    }

    /**
     * A stage and the text after it.
     *
     * @param stage the stage
     * @param parts the pieces or tokens after it, in order
     */
    public record Step(StageInfo stage, List<Part> parts) {
        /** Copies the list. */
        public Step {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A piece of text, or a token.
     *
     * @param text the piece as it is after the stage; a token as the vocabulary writes it
     * @param start where it begins in the text given, in the unit of the encoding
     * @param end where it ends
     * @param id the id, once it is a token
     */
    public record Part(String text, int start, int end, OptionalInt id) {}
}
