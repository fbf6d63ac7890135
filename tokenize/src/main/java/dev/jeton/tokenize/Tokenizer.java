package dev.jeton.tokenize;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tokenizer: text to tokens and back. Immutable; share one instance between all threads.
 *
 * <p>Three calls with rising cost: {@link #count}, {@link #encodeIds}, {@link #encode}.
 */
public final class Tokenizer {
    Tokenizer() {}

    /** Encodes {@code text} with ids, tokens, offsets and masks. */
    public Encoding encode(CharSequence text) {
        return encode(text, EncodeOptions.defaults());
    }

    /** Encodes {@code text} with ids, tokens, offsets and masks. */
    public Encoding encode(CharSequence text, EncodeOptions options) {
        return new Encoding(encodeIds(text, options));
    }

    /** The ids of {@code text}, special tokens of the post-processor included. */
    public int[] encodeIds(CharSequence text) {
        return encodeIds(text, EncodeOptions.defaults());
    }

    /** The ids of {@code text}; offsets are not computed. */
    public int[] encodeIds(CharSequence text, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** The number of ids that {@link #encodeIds(CharSequence)} returns, without building them. */
    public int count(CharSequence text) {
        return encodeIds(text).length;
    }

    /** The text of {@code ids}, special tokens included. Unknown ids are skipped. */
    public String decode(int... ids) {
        return decode(ids, false);
    }

    /** The text of {@code ids}. Unknown ids are skipped. */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        throw new TokenizerException("not built yet");
    }

    /** A stream that continues after {@code promptIds} (may be empty). */
    public DecodeStream decodeStream(boolean skipSpecialTokens, int... promptIds) {
        throw new TokenizerException("not built yet");
    }

    /** The id of {@code token}, added tokens included. */
    public OptionalInt idOf(String token) {
        throw new TokenizerException("not built yet");
    }

    /** The token with this id, added tokens included. */
    public Optional<String> tokenOf(int id) {
        throw new TokenizerException("not built yet");
    }

    /** The number of distinct tokens, with or without the added ones. */
    public int vocabularySize(boolean withAddedTokens) {
        throw new TokenizerException("not built yet");
    }
}
