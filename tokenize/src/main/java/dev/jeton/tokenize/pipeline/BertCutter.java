package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;

/** White space dropped and punctuation apart, in one pass. Stateless. */
enum BertCutter implements PieceCutter {
    /** The only one. */
    INSTANCE;

    private static final byte WORD = 0;
    private static final byte SPACE = 1;
    private static final byte PUNCTUATION = 2;

    private static final byte[] ASCII = new byte[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = kind(c);
        }
    }

    private static byte kind(int c) {
        return Characters.isWhitespace(c)
                ? SPACE
                : Punctuation.isPunctuation(c) ? PUNCTUATION : WORD;
    }

    @Override
    public void cut(byte[] utf8, int from, int to, PieceSink out) {
        int start = from;
        int end;
        for (int at = from; at < to; at = end) {
            byte b = utf8[at];
            byte kind;
            if (b >= 0) {
                end = at + 1;
                kind = ASCII[b];
            } else {
                end = Utf8.charEnd(utf8, at, to);
                kind = kind(Utf8.codePointAt(utf8, at));
            }
            if (kind == WORD) {
                continue;
            }
            if (start < at) {
                out.piece(start, at);
            }
            if (kind == PUNCTUATION) {
                out.piece(at, end);
            }
            start = end;
        }
        if (start < to) {
            out.piece(start, to);
        }
    }
}
