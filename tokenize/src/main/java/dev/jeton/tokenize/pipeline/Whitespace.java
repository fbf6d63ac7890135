package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Map;

/**
 * The pre-tokenizer {@code Whitespace}: words of {@code \\w} and runs of other characters; white
 * space is dropped.
 */
public record Whitespace() implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return Whitespace::cut;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Whitespace");
    }

    /** Runs of {@code \\w} and runs of what is neither {@code \\w} nor {@code \\s}. */
    private static void cut(byte[] utf8, int from, int to, PieceCutter.PieceSink out) {
        int start = from;
        int kind = 0;
        for (int at = from; at < to; at = Utf8.charEnd(utf8, at, to)) {
            int c = Utf8.codePointAt(utf8, at);
            int next = Characters.isWord(c) ? 1 : Characters.isRegexSpace(c) ? 0 : 2;
            if (next != kind) {
                if (kind != 0) {
                    out.piece(start, at);
                }
                start = at;
                kind = next;
            }
        }
        if (kind != 0) {
            out.piece(start, to);
        }
    }
}
