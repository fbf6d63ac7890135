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
        PieceCutter chain = PieceCutter.Whole.INSTANCE;
        for (PieceCutter cutter : cutters) {
            if (cutter == null) {
                return null;
            }
            if (chain instanceof PieceCutter.Whole) {
                chain = cutter;
            } else if (!(cutter instanceof PieceCutter.Whole)) {
                // Pieces come one by one through a chain, so a short one is worth a lot.
                chain = new ChainCutter(chain, cutter);
            }
        }
        return chain;
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
