package dev.jeton.sentencepiece;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.pipeline.PostProcessor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link SentencePieceOptions} as a stage of a tokenizer: turns the tokens of each text around and
 * puts the pieces of begin and end around it. Immutable.
 */
final class SentencePieceFrame implements PostProcessor {
    private final SentencePieceOptions options;
    private final SentencePiece begin;
    private final SentencePiece end;

    SentencePieceFrame(SentencePieceOptions options, SentencePiece begin, SentencePiece end) {
        this.options = options;
        this.begin = begin;
        this.end = end;
    }

    @Override
    public int addedTokens(boolean pair) {
        int each = (options.addBegin() ? 1 : 0) + (options.addEnd() ? 1 : 0);
        return pair ? 2 * each : each;
    }

    @Override
    public List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens) {
        List<Encoding> result = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            Encoding text = around(encodings.get(i), i, addSpecialTokens);
            List<Encoding> overflowing = new ArrayList<>();
            for (Encoding part : encodings.get(i).overflowing()) {
                overflowing.add(around(part, i, addSpecialTokens));
            }
            result.add(text.withOverflowing(overflowing));
        }
        return result;
    }

    private Encoding around(Encoding encoding, int typeId, boolean addSpecialTokens) {
        Encoding bare = encoding.withOverflowing(List.of());
        List<Encoding> all = new ArrayList<>();
        if (options.addBegin() && addSpecialTokens) {
            all.add(single(begin, typeId, encoding.offsetUnit()));
        }
        all.add(options.reverse() ? bare.reversed() : bare);
        if (options.addEnd() && addSpecialTokens) {
            all.add(single(end, typeId, encoding.offsetUnit()));
        }
        return Encoding.merge(all, false);
    }

    private static Encoding single(SentencePiece piece, int typeId, OffsetUnit unit) {
        return Encoding.ofSpecialTokens(
                new int[] {piece.id()}, List.of(piece.piece()), typeId, unit);
    }

    @Override
    public @Nullable Surroundings surroundings() {
        if (options.reverse()) {
            return null;
        }
        return new Surroundings(
                options.addBegin() ? new int[] {begin.id()} : new int[0],
                options.addEnd() ? new int[] {end.id()} : new int[0]);
    }
}
