package dev.jeton.wordpiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.TokenSink;
import org.jspecify.annotations.Nullable;

/** Cuts words, and remembers them. The scratch buffers grow with the longest word and are kept. */
final class WordPieceSession implements ModelSession {
    private final WordPieceModel model;
    private final ByteTrie trie;
    private final @Nullable WordCache cache;
    private final IdBuffer ids = new IdBuffer(16);

    /** The end of each token of the last word. */
    private final IdBuffer ends = new IdBuffer(16);

    WordPieceSession(WordPieceModel model) {
        this.model = model;
        trie = model.trie;
        cache = WordCache.of(model.cacheBytes);
    }

    @Override
    public void encode(byte[] utf8, int from, int to, IdBuffer out) {
        if (from >= to || (cache != null && cache.append(utf8, from, to, out))) {
            return;
        }
        run(utf8, from, to);
        out.addAll(ids.array(), 0, ids.size());
    }

    /** Leaves the ids of a word in {@link #ids}, and remembers them. */
    private void run(byte[] utf8, int from, int to) {
        ids.clear();
        if (!cut(utf8, from, to, ids, null)) {
            ids.clear();
            ids.add(model.unknown.id());
        }
        if (cache != null) {
            cache.put(utf8, from, to, ids.array(), ids.size());
        }
    }

    @Override
    public void encode(byte[] utf8, int from, int to, TokenSink out) {
        ids.clear();
        ends.clear();
        if (!cut(utf8, from, to, ids, ends)) {
            out.token(model.unknown.id(), from, to);
            return;
        }
        int start = from;
        for (int i = 0; i < ids.size(); i++) {
            int end = ends.get(i);
            if (model.vocabulary().sharesIds()) {
                String text = new String(utf8, start, end - start, UTF_8);
                out.token(ids.get(i), start, end, i == 0 ? text : model.prefix + text);
            } else {
                out.token(ids.get(i), start, end);
            }
            start = end;
        }
    }

    @Override
    public int count(byte[] utf8, int from, int to) {
        if (from >= to) {
            return 0;
        }
        int known = cache == null ? -1 : cache.count(utf8, from, to);
        if (known >= 0) {
            return known;
        }
        run(utf8, from, to);
        return ids.size();
    }

    /** False if the word cannot be written with the vocabulary; then {@code out} has a part. */
    private boolean cut(byte[] utf8, int from, int to, IdBuffer out, @Nullable IdBuffer tokenEnds) {
        if (to - from > model.maxChars && characters(utf8, from, to) > model.maxChars) {
            return false;
        }
        int root = ByteTrie.ROOT;
        for (int start = from; start < to; root = model.continuing) {
            if (root == ByteTrie.NONE) {
                return false;
            }
            int id = ByteTrie.NONE;
            int end = start;
            int node = root;
            for (int i = start; i < to; ) {
                node = trie.next(node, utf8[i++]);
                if (node == ByteTrie.NONE) {
                    break;
                }
                int value = trie.value(node);
                if (value != ByteTrie.NONE) {
                    id = value;
                    end = i;
                }
            }
            if (id == ByteTrie.NONE) {
                return false;
            }
            out.add(id);
            if (tokenEnds != null) {
                tokenEnds.add(end);
            }
            start = end;
        }
        return true;
    }

    private static int characters(byte[] utf8, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if ((utf8[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
