package dev.jeton.bpe;

import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelOptions;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The tables of a BPE model, shared by its sessions. Does not change once it is made. */
final class BpeModel implements Model {
    private final Vocabulary vocabulary;
    private final PairTable pairs;
    private final FirstSymbols firstSymbols;
    private final boolean ignoreMerges;
    private final double dropout;
    private final boolean ambiguous;
    private final Merges merges;
    private volatile boolean byteSymbols;
    private volatile @Nullable CharacterAtoms atoms;
    private volatile @Nullable SymbolBorders borders;
    private volatile boolean charactersToFind;
    private volatile @Nullable SymbolBorders characterBorders;
    private volatile @Nullable ModelSpec junctionsToFind;
    private volatile @Nullable Junctions junctions;
    private final @Nullable String unknown;
    private final int cacheBytes;
    private final @Nullable Long dropoutSeed;

    BpeModel(ModelSpec spec, int cacheBytes, @Nullable Long dropoutSeed) {
        ModelOptions options = spec.options();
        vocabulary = spec.vocabulary();
        merges = spec.merges();
        pairs = new PairTable(merges, vocabulary.idLimit());
        firstSymbols = new FirstSymbols(spec);
        ignoreMerges = options.flag("ignore_merges", false);
        dropout = options.number("dropout", 0);
        if (!(dropout >= 0 && dropout <= 1)) {
            throw options.error("dropout", "is " + dropout + ". Expected a number from 0 to 1.");
        }
        ambiguous = hasPrefix(options) || vocabulary.sharesIds();
        byteSymbols = firstSymbols.plain() && !ambiguous && dropout == 0;
        boolean ordinary = !ambiguous && dropout == 0 && !ignoreMerges;
        junctionsToFind =
                ordinary && !vocabulary.byteLevel() && !firstSymbols.hasAffix() ? spec : null;
        charactersToFind = junctionsToFind != null;
        unknown = options.string("unk_token");
        this.cacheBytes = cacheBytes;
        this.dropoutSeed = dropoutSeed;
    }

    /** An empty prefix, as Qwen's files have it, is none. */
    private static boolean hasPrefix(ModelOptions options) {
        String prefix = options.string("continuing_subword_prefix");
        return prefix != null && !prefix.isEmpty();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public boolean splits(int before, int after) {
        Junctions borders = junctions();
        return borders != null && borders.between(before, after);
    }

    @Override
    public ModelSession newSession() {
        return new BpeSession(this, junctions());
    }

    /**
     * The characters that merging may begin with, or null where it begins with other symbols than
     * bytes. Made at the first use: a text in ASCII does not need them.
     */
    @Nullable CharacterAtoms atoms() {
        CharacterAtoms made = atoms;
        if (made == null && byteSymbols) {
            synchronized (this) {
                made = atoms;
                if (made == null && byteSymbols) {
                    int[] bytes = firstSymbols.ofBytes();
                    made = CharacterAtoms.of(vocabulary, merges, pairs, bytes);
                    borders =
                            made == null ? null : SymbolBorders.of(vocabulary, merges, made, bytes);
                    atoms = made;
                    byteSymbols = made != null;
                }
            }
        }
        return made;
    }

    /**
     * Where the symbols that {@link #atoms} gives can be parted before merging, or null where that
     * is not known. Made with the atoms.
     */
    @Nullable SymbolBorders borders() {
        return borders;
    }

    /**
     * Where characters can be parted before merging, or null where that is not known. Made at the
     * first use: it takes some time for a large vocabulary, and words in ASCII do without it.
     */
    @Nullable SymbolBorders characterBorders() {
        if (charactersToFind) {
            synchronized (this) {
                if (charactersToFind) {
                    characterBorders =
                            SymbolBorders.ofCharacters(
                                    vocabulary, merges, firstSymbols.characters(), unknown);
                    charactersToFind = false;
                }
            }
        }
        return characterBorders;
    }

    /**
     * Where pieces can be cut before merging, or null where they cannot. Made for the first
     * session.
     */
    private @Nullable Junctions junctions() {
        if (junctionsToFind != null) {
            synchronized (this) {
                ModelSpec spec = junctionsToFind;
                if (spec != null) {
                    junctions = Junctions.of(spec);
                    junctionsToFind = null;
                }
            }
        }
        return junctions;
    }

    PairTable pairs() {
        return pairs;
    }

    FirstSymbols firstSymbols() {
        return firstSymbols;
    }

    /** Whether a piece that is a token as a whole is that token, whatever the merges say. */
    boolean ignoreMerges() {
        return ignoreMerges && dropout == 0;
    }

    boolean drops() {
        return dropout > 0;
    }

    /** The cache of a session, or null if there is none. */
    @Nullable WordCache newCache() {
        return dropout > 0 ? null : WordCache.of(cacheBytes);
    }

    /** The merger of a session that cannot use {@link Merger}, or null. */
    @Nullable ReferenceMerger newReferenceMerger() {
        if (!ambiguous && dropout == 0) {
            return null;
        }
        SplittableRandom random =
                dropoutSeed == null ? new SplittableRandom() : new SplittableRandom(dropoutSeed);
        return new ReferenceMerger(pairs, dropout, random);
    }
}
