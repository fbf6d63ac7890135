package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pre-tokenizer {@code UnicodeScripts}: cuts where the script changes; Hiragana, Katakana and
 * Han count as one.
 */
public record UnicodeScripts() implements PreTokenizer {
    private static final int NONE = -1;

    /** Of characters without a script of their own. */
    private static final int ANY = Characters.script9(0x10FFFF);

    private static final int HAN = Characters.script9(0x4E00);
    private static final int HIRAGANA = Characters.script9(0x3042);
    private static final int KATAKANA = Characters.script9(0x30A2);

    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return UnicodeScripts::cut;
    }

    /** A border of two characters with scripts of their own. */
    @Override
    public @Nullable Border across(Border border) {
        if (!border.isKnown()) {
            return null;
        }
        int before = script(border.before());
        int after = script(border.after());
        if (before == ANY || after == ANY) {
            return null;
        }
        return before == after ? border : border.cut();
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "UnicodeScripts");
    }

    private static int script(int c) {
        if (c == 0x30FC) {
            return HAN;
        }
        if (c == ' ') {
            return ANY;
        }
        int script = Characters.script9(c);
        return script == HIRAGANA || script == KATAKANA ? HAN : script;
    }

    /** Spaces and characters common to all scripts go with what is before them. */
    private static void cut(byte[] utf8, int from, int to, PieceCutter.PieceSink out) {
        int last = NONE;
        int start = -1;
        for (int at = from; at < to; at = Utf8.charEnd(utf8, at, to)) {
            int script = script(Utf8.codePointAt(utf8, at));
            if (script == ANY) {
                continue;
            }
            if (script != last) {
                if (start >= 0) {
                    out.piece(start, at);
                }
                start = at;
            }
            last = script;
        }
        if (start >= 0) {
            out.piece(start, to);
        }
    }
}
