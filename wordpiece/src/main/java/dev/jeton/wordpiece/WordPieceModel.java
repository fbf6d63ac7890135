package dev.jeton.wordpiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;

/**
 * WordPiece (Schuster and Nakajima, 2012; the greedy form of BERT): a word is cut from the left
 * into the longest tokens that fit; all but the first carry a prefix, {@code ##}. A word that
 * cannot be cut, or has too many characters, is one unknown token. Immutable.
 *
 * <p>Follows {@code models/wordpiece/mod.rs} of the reference, which tries every end of a token
 * from the right; here one walk through a trie finds the longest token. So a word costs at most its
 * length times the length of the longest token, and usually little more than its length.
 */
final class WordPieceModel implements Model {
    private final Vocabulary vocabulary;
    final UnknownToken unknown;
    final ByteTrie trie;

    /** Where tokens begin that are not the first of a word; NONE if there are none. */
    final int continuing;

    /** What tokens begin with that are not the first of a word. */
    final String prefix;

    /** The most characters of a word that is looked at; it may be larger than any word. */
    final long maxChars;

    /** The memory of each session's word cache. */
    final int cacheBytes;

    WordPieceModel(ModelSpec spec, int cacheBytes) {
        this.cacheBytes = cacheBytes;
        vocabulary = Required.vocabulary(spec);
        unknown = new UnknownToken(spec, vocabulary);
        maxChars = Required.integer(spec, "max_input_chars_per_word");
        prefix = Required.string(spec, "continuing_subword_prefix");
        byte[] prefixBytes = prefix.getBytes(UTF_8);
        trie = ByteTrie.of(vocabulary);
        continuing = trie.walk(ByteTrie.ROOT, prefixBytes, 0, prefixBytes.length);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public ModelSession newSession() {
        return new WordPieceSession(this);
    }
}
