package dev.jeton.sentencepiece;

/**
 * A text that a model file carries to be tested with.
 *
 * @param input the text
 * @param expected the pieces that its maker got, with spaces between them
 * @param actual the pieces that this library gets
 */
public record SelfTestSample(String input, String expected, String actual) {
    /** Whether both are the same pieces. */
    public boolean passes() {
        return expected.equals(actual);
    }
}
