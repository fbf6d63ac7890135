package dev.jeton.bpe;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;

/**
 * Makes BPE models; the service for the model type {@code "BPE"}. Immutable.
 *
 * <p>Options of the file that are understood: {@code unk_token}, {@code fuse_unk}, {@code
 * byte_fallback}, {@code continuing_subword_prefix}, {@code end_of_word_suffix}, {@code dropout},
 * {@code ignore_merges}; others are ignored, as the reference does.
 */
public final class BpeFactory implements ModelFactory {
    /** The default of {@link #withCacheBytes}: 4 MiB. */
    public static final int DEFAULT_CACHE_BYTES = WordCache.DEFAULT_BYTES;

    private final int cacheBytes;
    private final long dropoutSeed;
    private final boolean seeded;

    /** A factory with the default options. */
    public BpeFactory() {
        this(DEFAULT_CACHE_BYTES, 0, false);
    }

    private BpeFactory(int cacheBytes, long dropoutSeed, boolean seeded) {
        this.cacheBytes = cacheBytes;
        this.dropoutSeed = dropoutSeed;
        this.seeded = seeded;
    }

    /**
     * The most memory that each session's word cache may use. Less than 4 KiB means no cache.
     *
     * @param bytes 0 to 1 GiB
     */
    public BpeFactory withCacheBytes(int bytes) {
        return new BpeFactory(WordCache.checkBytes(bytes), dropoutSeed, seeded);
    }

    /**
     * The seed of every session's random numbers for models with {@code dropout}: two sessions give
     * the same ids for the same calls in the same order. Without this call each session is seeded
     * by chance.
     */
    public BpeFactory withDropoutSeed(long seed) {
        return new BpeFactory(cacheBytes, seed, true);
    }

    @Override
    public String type() {
        return "BPE";
    }

    @Override
    public Model create(ModelSpec spec) {
        if (!spec.hasVocabulary() || !spec.hasMerges()) {
            throw new TokenizerException(
                    spec.file()
                            + ": "
                            + spec.path()
                            + " is a BPE model without "
                            + (spec.hasVocabulary() ? "merges" : "vocab")
                            + ". It needs both, even if empty.");
        }
        return new BpeModel(spec, cacheBytes, seeded ? dropoutSeed : null);
    }
}
