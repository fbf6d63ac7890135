package dev.jeton.wordpiece;

import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;

/**
 * Makes WordPiece models; the service for the model type {@code "WordPiece"}. Immutable.
 *
 * <p>The options {@code unk_token}, {@code continuing_subword_prefix} and {@code
 * max_input_chars_per_word} must all be there, as in the reference. An unknown token that is not in
 * the vocabulary is no error until a text needs it.
 */
public final class WordPieceFactory implements ModelFactory {
    private final int cacheBytes;

    /** A factory with the default options. */
    public WordPieceFactory() {
        this(WordCache.DEFAULT_BYTES);
    }

    private WordPieceFactory(int cacheBytes) {
        this.cacheBytes = cacheBytes;
    }

    /**
     * The most memory that each session's word cache may use; 4 MiB if this is not called. Less
     * than 4 KiB means no cache.
     *
     * @param bytes 0 to 1 GiB
     */
    public WordPieceFactory withCacheBytes(int bytes) {
        return new WordPieceFactory(WordCache.checkBytes(bytes));
    }

    @Override
    public String type() {
        return "WordPiece";
    }

    @Override
    public Model create(ModelSpec spec) {
        return new WordPieceModel(spec, cacheBytes);
    }
}
