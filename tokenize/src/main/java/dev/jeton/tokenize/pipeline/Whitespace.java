package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    public @Nullable Border across(Border border) {
        if (!border.isKnown()) {
            return null;
        }
        int kind = kind(border.before());
        return kind == 0 || kind != kind(border.after()) ? border.cut() : border;
    }

    /** 0 for white space, 1 in words, 2 for the rest. */
    private static int kind(int c) {
        return Characters.isWord(c) ? 1 : Characters.isRegexSpace(c) ? 0 : 2;
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
            int next = kind(Utf8.codePointAt(utf8, at));
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
