package dev.jeton.unigram;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;

/**
 * Makes Unigram models; the service for the model type {@code "Unigram"}. Immutable.
 *
 * <p>Options of the file that are understood: {@code unk_id} and {@code byte_fallback}. Without
 * {@code unk_id} the model loads, and a text with a character that no piece covers is refused.
 */
public final class UnigramFactory implements ModelFactory {
    private final int cacheBytes;

    /** A factory with the default options. */
    public UnigramFactory() {
        this(WordCache.DEFAULT_BYTES);
    }

    private UnigramFactory(int cacheBytes) {
        this.cacheBytes = cacheBytes;
    }

    /**
     * The most memory that each session's word cache may use; 4 MiB if this is not called. Less
     * than 4 KiB means no cache.
     *
     * @param bytes 0 to 1 GiB
     */
    public UnigramFactory withCacheBytes(int bytes) {
        return new UnigramFactory(WordCache.checkBytes(bytes));
    }

    @Override
    public String type() {
        return "Unigram";
    }

    @Override
    public Model create(ModelSpec spec) {
        String place = spec.file() + ": " + spec.path();
        if (!spec.hasVocabulary()) {
            throw new TokenizerException(place + " is a Unigram model without vocab. Add it.");
        }
        int pieces = spec.vocabulary().entryCount();
        double[] scores = spec.scores();
        if (scores.length != pieces) {
            throw new TokenizerException(
                    String.format("%s has %d pieces and %d scores.", place, pieces, scores.length));
        }
        long unknown = spec.options().integer("unk_id", -1);
        if (unknown >= pieces) {
            throw new TokenizerException(
                    String.format(
                            "%s.unk_id is %d, but vocab has only %d pieces.",
                            place, unknown, pieces));
        }
        return new UnigramModel(spec, scores, (int) unknown, cacheBytes);
    }
}
