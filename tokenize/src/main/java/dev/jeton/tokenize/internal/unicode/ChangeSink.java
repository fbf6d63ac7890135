package dev.jeton.tokenize.internal.unicode;

/** Takes the characters of a normalized text with what they replace. */
@FunctionalInterface
public interface ChangeSink {
    /**
     * Takes the next character of the result.
     *
     * @param change 0: in the place of one character of the text; 1: put in, no character is used
     *     up; -n: in the place of one character, and n more are removed
     */
    void accept(int codePoint, int change);
}
