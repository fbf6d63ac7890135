package dev.jeton.bpe;

import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.TokenSink;
import dev.jeton.tokenize.model.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way through a BPE model: look the piece up in the cache; else, if the file says so,
 * in the vocabulary; else cut it into first symbols, merge, and remember the result.
 */
final class BpeSession implements ModelSession {
    /** Scratch memory beyond this many symbols is given back after use. */
    private static final int MAX_KEPT_SYMBOLS = 1 << 18;

    /** Parts of a piece that are looked up together. */
    private static final int PARTS = 256;

    private final BpeModel model;
    private final Vocabulary vocabulary;
    private final @Nullable WordCache cache;
    private final @Nullable Junctions junctions;
    private final int[] partEnds;
    private final @Nullable ReferenceMerger referenceMerger;
    private Merger merger;
    private PieceParts parts;
    private Symbols symbols = new Symbols();
    private long steps;

    BpeSession(BpeModel model, @Nullable Junctions junctions) {
        this.model = model;
        this.junctions = junctions;
        partEnds = new int[junctions == null ? 0 : PARTS];
        vocabulary = model.vocabulary();
        cache = model.newCache();
        referenceMerger = model.newReferenceMerger();
        merger = new Merger(model.pairs());
        parts = new PieceParts(merger, model.pairs(), model.ignoreMerges());
    }

    @Override
    public void encode(byte[] utf8, int from, int to, IdBuffer out) {
        Junctions borders = junctions;
        if (borders == null) {
            encodePart(utf8, from, to, out);
            return;
        }
        int[] ends = partEnds;
        for (int at = from; at < to; ) {
            int start = at;
            int n = 0;
            while (n < PARTS && at < to) {
                at = borders.next(utf8, at, to);
                ends[n++] = at;
            }
            encodeParts(utf8, start, ends, n, out);
        }
    }

    @Override
    public void encodeAll(byte[] utf8, int from, int[] ends, int n, IdBuffer out) {
        if (junctions == null) {
            encodeParts(utf8, from, ends, n, out);
        } else {
            ModelSession.super.encodeAll(utf8, from, ends, n, out);
        }
    }

    private void encodeParts(byte[] utf8, int from, int[] ends, int n, IdBuffer out) {
        WordCache words = cache;
        if (words != null) {
            words.prepare(utf8, from, ends, n);
        }
        int at = from;
        for (int i = 0; i < n; i++) {
            if (words != null) {
                i = words.appendShort(utf8, at, ends, i, n, out);
                if (i == n) {
                    return;
                }
                at = i == 0 ? from : ends[i - 1];
            }
            encodePart(utf8, at, ends[i], out);
            at = ends[i];
        }
    }

    private void encodePart(byte[] utf8, int from, int to, IdBuffer out) {
        if (from >= to || (cache != null && cache.append(utf8, from, to, out))) {
            return;
        }
        runAndRemember(utf8, from, to);
        out.addAll(symbols.ids, 0, symbols.count);
        giveBack();
    }

    @Override
    public int count(byte[] utf8, int from, int to) {
        Junctions borders = junctions;
        if (borders == null) {
            return countPart(utf8, from, to);
        }
        int count = 0;
        for (int at = from; at < to; ) {
            int end = borders.next(utf8, at, to);
            count += countPart(utf8, at, end);
            at = end;
        }
        return count;
    }

    private int countPart(byte[] utf8, int from, int to) {
        if (from >= to) {
            return 0;
        }
        int known = cache == null ? -1 : cache.count(utf8, from, to);
        if (known >= 0) {
            return known;
        }
        runAndRemember(utf8, from, to);
        int count = symbols.count;
        giveBack();
        return count;
    }

    @Override
    public void encode(byte[] utf8, int from, int to, TokenSink out) {
        if (from >= to) {
            return;
        }
        run(utf8, from, to, null);
        if (vocabulary.byteLevel() && !model.firstSymbols().plain()) {
            reportMapped(utf8, from, to, out);
        } else {
            int at = from;
            for (int i = 0; i < symbols.count; i++) {
                // beyond the end where the bytes of a prefix or suffix became tokens
                int end = at + symbols.lengths[i];
                out.token(symbols.ids[i], at, end);
                at = end;
            }
        }
        giveBack();
    }

    /**
     * Lengths count the bytes of the characters that the file has for bytes, as the reference does;
     * dropped characters make the difference. A half of such a character is the whole byte.
     */
    private void reportMapped(byte[] text, int from, int to, TokenSink out) {
        int at = from;
        int mapped = 0; // how far text[from, at) reaches
        int target = 0;
        for (int i = 0; i < symbols.count; i++) {
            int start = at;
            target += symbols.lengths[i];
            while (at < to && mapped < target) {
                mapped += FirstSymbols.mappedLength(text[at++]);
            }
            out.token(symbols.ids[i], start, at);
            if (mapped > target) {
                at--;
                mapped -= FirstSymbols.mappedLength(text[at]);
            }
        }
    }

    /** Leaves the ids of the piece, not their lengths, in {@link #symbols}. */
    private void runAndRemember(byte[] text, int from, int to) {
        boolean whole = run(text, from, to, cache);
        if (cache != null && (whole || to - from <= WordCache.MAX_SHORT_BYTES)) {
            cache.put(text, from, to, symbols.ids, symbols.count);
        }
    }

    /**
     * Leaves the tokens of the piece in {@link #symbols}.
     *
     * @param known where parts of the piece may be looked up, which leaves their lengths unknown
     * @return whether the piece was merged as one; one of many parts is hardly seen again
     */
    private boolean run(byte[] text, int from, int to, @Nullable WordCache known) {
        if (model.ignoreMerges()) {
            int id =
                    vocabulary.byteLevel()
                            ? vocabulary.idOfRaw(text, from, to)
                            : vocabulary.idOf(text, from, to);
            if (id != Vocabulary.NOT_FOUND) {
                symbols.count = 0;
                symbols.add(id, wholeLength(text, from, to));
                return true;
            }
        }
        boolean ascii = isAscii(text, from, to);
        CharacterAtoms atoms = ascii ? null : model.atoms();
        SymbolBorders borders = null;
        if (atoms != null) {
            model.firstSymbols().cut(text, from, to, atoms, symbols);
            borders = model.borders();
        } else if (model.firstSymbols().cut(text, from, to, symbols) && !ascii) {
            borders = model.characterBorders();
        }
        if (borders != null && symbols.count > 2) {
            return parts.merge(text, from, symbols, borders, known);
        }
        if (referenceMerger != null) {
            referenceMerger.merge(symbols);
        } else {
            merger.merge(symbols);
        }
        return true;
    }

    private static boolean isAscii(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private int wholeLength(byte[] text, int from, int to) {
        if (!vocabulary.byteLevel() || model.firstSymbols().plain()) {
            return to - from;
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            length += FirstSymbols.mappedLength(text[i]);
        }
        return length;
    }

    /** A piece of megabytes must not make the session large for ever. */
    private void giveBack() {
        if (symbols.ids.length > MAX_KEPT_SYMBOLS) {
            steps += merger.steps();
            symbols = new Symbols();
            merger = new Merger(model.pairs());
            parts = new PieceParts(merger, model.pairs(), model.ignoreMerges());
        }
    }

    /** The steps of merging so far. */
    long steps() {
        return steps + merger.steps();
    }
}
