package dev.jeton.tokenize.pipeline;

/**
 * Turns the alternation of delimiters and text between them into pieces, as a {@link SplitBehavior}
 * says, holding back at most one piece. Not thread-safe.
 */
final class DelimiterCutter {
    private final SplitBehavior behavior;
    private PieceCutter.PieceSink out = (from, to) -> {};
    private boolean pending;
    private int pendingFrom;
    private int pendingTo;
    private boolean lastIsDelimiter;

    DelimiterCutter(SplitBehavior behavior) {
        this.behavior = behavior;
    }

    void begin(PieceCutter.PieceSink sink) {
        out = sink;
        pending = false;
        lastIsDelimiter = false;
    }

    /** The next range, directly behind the one before. */
    void range(int from, int to, boolean delimiter) {
        switch (behavior) {
            case ISOLATED -> out.piece(from, to);
            case REMOVED -> {
                if (!delimiter) {
                    out.piece(from, to);
                }
            }
            case CONTIGUOUS -> hold(from, to, delimiter == lastIsDelimiter);
            case MERGED_WITH_PREVIOUS -> hold(from, to, delimiter && !lastIsDelimiter);
            case MERGED_WITH_NEXT -> hold(from, to, !delimiter && lastIsDelimiter);
        }
        lastIsDelimiter = delimiter;
    }

    private void hold(int from, int to, boolean join) {
        if (pending && join) {
            pendingTo = to;
            return;
        }
        if (pending) {
            out.piece(pendingFrom, pendingTo);
        }
        pending = true;
        pendingFrom = from;
        pendingTo = to;
    }

    void end() {
        if (pending) {
            out.piece(pendingFrom, pendingTo);
        }
        pending = false;
    }
}
