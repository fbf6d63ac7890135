package dev.jeton.tokenize.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts the pieces of one cutter with another. Not thread-safe. */
public final class ChainCutter implements PieceCutter {
    private final PieceCutter first;
    private final PieceCutter second;

    private ChainCutter(PieceCutter first, PieceCutter second) {
        this.first = first;
        this.second = second;
    }

    /** One cutter out of several, in order; null if one of them is null. */
    public static @Nullable PieceCutter of(List<? extends @Nullable PieceCutter> cutters) {
        PieceCutter chain = null;
        for (PieceCutter cutter : cutters) {
            if (cutter == null) {
                return null;
            }
            chain = chain == null ? cutter : new ChainCutter(chain, cutter);
        }
        return chain == null ? (utf8, from, to, out) -> out.piece(from, to) : chain;
    }

    @Override
    public void cut(byte[] utf8, int from, int to, PieceSink out) {
        first.cut(
                utf8,
                from,
                to,
                (a, b) -> {
                    if (a < b) {
                        second.cut(utf8, a, b, out);
                    }
                });
    }
}
