package dev.jeton.tokenize;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tokens of a text or of a pair of texts, with everything known about them. Immutable.
 *
 * <p>Offsets are in the unit that the call asked for ({@link EncodeOptions#offsetUnit()}).
 */
public final class Encoding {
    /** In {@link #wordIds()} and {@link #sequenceIds()}: the token belongs to none. */
    public static final int NONE = -1;

    private final int[] ids;

    Encoding(int[] ids) {
        this.ids = ids;
    }

    /** The number of tokens. */
    public int size() {
        return ids.length;
    }

    /** A copy of the token ids. */
    public int[] ids() {
        return ids.clone();
    }

    /** The tokens; where white space was swallowed by an added token, the matched text. */
    public List<String> tokens() {
        throw new TokenizerException("not built yet");
    }

    /** A copy of the offsets: start and end of the first token, start and end of the second, ... */
    public int[] offsets() {
        throw new TokenizerException("not built yet");
    }

    /** The unit of {@link #offsets()}. */
    public OffsetUnit offsetUnit() {
        throw new TokenizerException("not built yet");
    }

    /** Where token {@code index} begins in its text. */
    public int start(int index) {
        throw new TokenizerException("not built yet");
    }

    /** Where token {@code index} ends in its text. */
    public int end(int index) {
        throw new TokenizerException("not built yet");
    }

    /**
     * A copy of the type ids: 0 for the first text, 1 for the second, unless a template differs.
     */
    public int[] typeIds() {
        throw new TokenizerException("not built yet");
    }

    /** 1 for tokens, 0 for padding. */
    public int[] attentionMask() {
        throw new TokenizerException("not built yet");
    }

    /** 1 for tokens that the post-processor added and for padding, 0 for tokens of the text. */
    public int[] specialTokensMask() {
        throw new TokenizerException("not built yet");
    }

    /** The index of the word of each token, or {@link #NONE}. */
    public int[] wordIds() {
        throw new TokenizerException("not built yet");
    }

    /** 0 or 1 for the text that each token comes from, or {@link #NONE}. */
    public int[] sequenceIds() {
        throw new TokenizerException("not built yet");
    }

    /** The parts that truncation cut off. */
    public List<Encoding> overflowing() {
        throw new TokenizerException("not built yet");
    }

    /** The number of texts in it. */
    public int sequenceCount() {
        throw new TokenizerException("not built yet");
    }

    /** The token that covers a position of the text. */
    public OptionalInt charToToken(int position, int sequence) {
        throw new TokenizerException("not built yet");
    }

    /** The word that covers a position of the text. */
    public OptionalInt charToWord(int position, int sequence) {
        throw new TokenizerException("not built yet");
    }

    /** The tokens of a word. */
    public Optional<Span> wordToTokens(int word, int sequence) {
        throw new TokenizerException("not built yet");
    }

    /** Where a word stands in its text. */
    public Optional<Span> wordToChars(int word, int sequence) {
        throw new TokenizerException("not built yet");
    }

    /** Where a token stands in its text; empty for tokens that come from no text. */
    public Optional<Span> tokenToChars(int token) {
        throw new TokenizerException("not built yet");
    }

    /** The word of a token. */
    public OptionalInt tokenToWord(int token) {
        throw new TokenizerException("not built yet");
    }

    /** The text that a token comes from: 0 or 1. */
    public OptionalInt tokenToSequence(int token) {
        throw new TokenizerException("not built yet");
    }

    /**
     * A copy cut to {@code maxLength} tokens; the rest becomes {@link #overflowing()}.
     *
     * @throws IllegalArgumentException if {@code stride >= maxLength} and something has to be cut
     */
    public Encoding truncate(int maxLength, int stride, Direction direction) {
        throw new TokenizerException("not built yet");
    }

    /** A copy filled up to {@code length} tokens, overflowing parts too. */
    public Encoding pad(Padding padding, int length) {
        throw new TokenizerException("not built yet");
    }

    /** One encoding out of several; offsets go on growing, or start at 0 in each. */
    public static Encoding merge(List<Encoding> encodings, boolean growingOffsets) {
        throw new TokenizerException("not built yet");
    }
}
