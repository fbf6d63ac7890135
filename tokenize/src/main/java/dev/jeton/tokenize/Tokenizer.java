package dev.jeton.tokenize;

import dev.jeton.tokenize.model.IdBuffer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A tokenizer: text to tokens and back. Immutable; share one instance between all threads.
 *
 * <p>Three calls with rising cost: {@link #count}, {@link #encodeIds}, {@link #encode}. Ids are
 * unsigned 32-bit numbers in an {@code int}.
 */
public final class Tokenizer {
    Tokenizer() {}

    /** Encodes {@code text} with ids, tokens, offsets and masks. */
    public Encoding encode(CharSequence text) {
        return encode(text, EncodeOptions.defaults());
    }

    /** Encodes {@code text} with ids, tokens, offsets and masks. */
    public Encoding encode(CharSequence text, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** Encodes a pair of texts as the post-processor joins them. */
    public Encoding encode(CharSequence text, CharSequence pair, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** Encodes words that are cut already; offsets start again at 0 in each word. */
    public Encoding encodeWords(List<String> words, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** Encodes a pair of texts that are cut into words already. */
    public Encoding encodeWords(List<String> words, List<String> pairWords, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** Encodes texts in order and pads them to a common length where padding is on. */
    public List<Encoding> encodeBatch(List<? extends CharSequence> texts, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** Encodes inputs of any kind in order and pads them to a common length where padding is on. */
    public List<Encoding> encodeInputs(List<EncodeInput> inputs, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** The ids of {@code text}, special tokens of the post-processor included. */
    public int[] encodeIds(CharSequence text) {
        return encodeIds(text, EncodeOptions.defaults());
    }

    /** The ids of {@code text}; offsets are not computed. */
    public int[] encodeIds(CharSequence text, EncodeOptions options) {
        throw new TokenizerException("not built yet");
    }

    /** Appends the ids of {@code text} to {@code out}; a warm call allocates nothing. */
    public void encodeIds(CharSequence text, EncodeOptions options, IdBuffer out) {
        throw new TokenizerException("not built yet");
    }

    /** The number of ids that {@link #encodeIds(CharSequence)} returns, without building them. */
    public int count(CharSequence text) {
        return count(text, EncodeOptions.defaults());
    }

    /** The number of ids that {@link #encodeIds(CharSequence, EncodeOptions)} returns. */
    public int count(CharSequence text, EncodeOptions options) {
        return encodeIds(text, options).length;
    }

    /** The text of {@code ids}, special tokens included. Unknown ids are skipped. */
    public String decode(int... ids) {
        return decode(ids, false);
    }

    /** The text of {@code ids}. Unknown ids are skipped. */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        throw new TokenizerException("not built yet");
    }

    /** The texts of several lists of ids, in order. */
    public List<String> decodeBatch(List<int[]> batch, boolean skipSpecialTokens) {
        return batch.stream().map(ids -> decode(ids, skipSpecialTokens)).toList();
    }

    /** The text that the decoder alone makes of tokens. */
    public String decodeTokens(List<String> tokens) {
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

    /** All tokens with their ids, as a map made for this call. */
    public Map<String, Integer> vocabulary(boolean withAddedTokens) {
        throw new TokenizerException("not built yet");
    }

    /** The added tokens by their ids. */
    public SortedMap<Integer, AddedToken> addedTokens() {
        throw new TokenizerException("not built yet");
    }

    /** The text after the normalizer alone; the text itself where there is none. */
    public String normalize(CharSequence text) {
        throw new TokenizerException("not built yet");
    }

    /** The pieces that the pre-tokenizer alone makes of {@code text}, which is not normalized. */
    public List<Piece> preTokenize(CharSequence text, OffsetUnit unit) {
        throw new TokenizerException("not built yet");
    }

    /** How many tokens the post-processor adds to a text or to a pair. */
    public int numSpecialTokensToAdd(boolean pair) {
        throw new TokenizerException("not built yet");
    }

    /** The truncation of this tokenizer, from its file. */
    public Optional<Truncation> truncation() {
        throw new TokenizerException("not built yet");
    }

    /** The padding of this tokenizer, from its file. */
    public Optional<Padding> padding() {
        throw new TokenizerException("not built yet");
    }

    /** A tokenizer that cuts as given, or not at all; the model is shared. */
    public Tokenizer withTruncation(Optional<Truncation> truncation) {
        throw new TokenizerException("not built yet");
    }

    /** A tokenizer that pads as given, or not at all; the model is shared. */
    public Tokenizer withPadding(Optional<Padding> padding) {
        throw new TokenizerException("not built yet");
    }

    /**
     * A tokenizer with more added tokens; the model is shared. A token that the vocabulary has
     * keeps its id, the others get the next free ones; tokens that are there already get the new
     * flags.
     */
    public Tokenizer withAddedTokens(List<AddedToken> tokens) {
        throw new TokenizerException("not built yet");
    }

    /** The tokenizer.json of this tokenizer, byte for byte as tokenizers 0.22.2 writes it. */
    public String toJson() {
        throw new TokenizerException("not built yet");
    }

    /** Writes {@link #toJson()} into a file that is replaced as a whole or not at all. */
    public void save(Path file) {
        throw new TokenizerException("not built yet");
    }
}
