package dev.jeton.bpe;

import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.IdBuffer;
import org.jspecify.annotations.Nullable;

/** Merges a piece part by part, between its {@link SymbolBorders}. Scratch memory of a session. */
final class PieceParts {
    private final Merger merger;
    private final PairTable pairs;

    /**
     * With {@code ignore_merges} a piece may be another token than the same bytes as a part, so
     * they are remembered apart.
     */
    private final boolean apart;

    private final Symbols part = new Symbols();

    PieceParts(Merger merger, PairTable pairs, boolean ignoreMerges) {
        this.merger = merger;
        this.pairs = pairs;
        apart = ignoreMerges;
    }

    /**
     * Merges the symbols of the piece that begins at {@code from}, in place.
     *
     * @param known where to look parts up, which leaves their lengths unknown; or null
     * @return whether the piece had no border
     */
    boolean merge(
            byte[] text,
            int from,
            Symbols symbols,
            SymbolBorders borders,
            @Nullable WordCache known) {
        int[] ids = symbols.ids;
        int[] lengths = symbols.lengths;
        int n = symbols.count;
        int kept = 0;
        int at = from;
        int end;
        for (int start = 0; start < n; start = end) {
            end = start + 1;
            int bytes = lengths[start];
            while (end < n && !borders.between(ids[end - 1], ids[end])) {
                bytes += lengths[end++];
            }
            if (end - start == n) {
                merger.merge(symbols);
                return true;
            }
            if (end == start + 2) {
                int rank = pairs.rank(ids[start], ids[start + 1]);
                if (rank != PairTable.NONE) {
                    ids[kept] = pairs.result(rank);
                    lengths[kept++] = bytes;
                } else {
                    kept = move(symbols, start, end, kept);
                }
            } else if (end == start + 1) {
                kept = move(symbols, start, end, kept);
            } else {
                kept = mergePart(text, at, at + bytes, symbols, start, end, kept, known);
            }
            at += bytes;
        }
        symbols.count = kept;
        return false;
    }

    private static int move(Symbols symbols, int start, int end, int kept) {
        int to = kept;
        for (int i = start; i < end; i++) {
            symbols.ids[to] = symbols.ids[i];
            symbols.lengths[to++] = symbols.lengths[i];
        }
        return to;
    }

    private int mergePart(
            byte[] text,
            int from,
            int to,
            Symbols symbols,
            int start,
            int end,
            int kept,
            @Nullable WordCache known) {
        boolean small = known != null && to - from <= WordCache.MAX_SHORT_BYTES;
        if (known != null && small) {
            long packed = known.findShort(text, from, to, apart);
            if (packed != 0) {
                return IdBuffer.unpackExactly(packed, symbols.ids, kept);
            }
        }
        part.count = 0;
        for (int i = start; i < end; i++) {
            part.add(symbols.ids[i], symbols.lengths[i]);
        }
        merger.merge(part);
        if (known != null && small) {
            known.putShort(text, from, to, apart, part.ids, part.count);
        }
        System.arraycopy(part.ids, 0, symbols.ids, kept, part.count);
        System.arraycopy(part.lengths, 0, symbols.lengths, kept, part.count);
        return kept + part.count;
    }
}
