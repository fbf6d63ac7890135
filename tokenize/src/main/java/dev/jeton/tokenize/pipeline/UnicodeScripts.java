package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;

import java.util.Map;

/** The pre-tokenizer {@code UnicodeScripts}: cuts where the script changes; Hiragana, Katakana and Han count as one. */
public record UnicodeScripts() implements PreTokenizer {
    private static final int NONE = -1;

    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return UnicodeScripts::cut;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "UnicodeScripts");
    }

    private static int script(int c) {
        if (c == 0x30FC) {
            return Characters.SCRIPT_HAN;
        }
        if (c == ' ') {
            return Characters.SCRIPT_ANY;
        }
        int script = Characters.script9(c);
        boolean kana =
                script == Characters.SCRIPT_HIRAGANA || script == Characters.SCRIPT_KATAKANA;
        return kana ? Characters.SCRIPT_HAN : script;
    }

    /** Spaces and characters common to all scripts go with what is before them. */
    private static void cut(byte[] utf8, int from, int to, PieceCutter.PieceSink out) {
        int last = NONE;
        int start = -1;
        for (int at = from; at < to; at = Utf8.charEnd(utf8, at, to)) {
            int script = script(Utf8.codePointAt(utf8, at));
            if (script == Characters.SCRIPT_ANY) {
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
