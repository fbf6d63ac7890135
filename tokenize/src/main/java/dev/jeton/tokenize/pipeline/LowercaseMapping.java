package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import org.jspecify.annotations.Nullable;

/** Lower case by character, as Rust's {@code char::to_lowercase}. */
final class LowercaseMapping {
    private LowercaseMapping() {}

    static void apply(NormalizedString text) {
        int[] lower = new int[3];
        if (!changes(text, lower)) {
            return;
        }
        NormalizedString.TextEdit edit = text.edit();
        byte[] utf8 = text.bytes();
        for (int at = text.from(); at < text.to(); at = Utf8.charEnd(utf8, at, text.to())) {
            int n = Characters.toLowercase(Utf8.codePointAt(utf8, at), lower);
            for (int i = 0; i < n; i++) {
                edit.add(lower[i], i == 0 ? 0 : 1);
            }
        }
        text.apply(edit);
    }

    static @Nullable Border across(Border border) {
        if (!border.isKnown()) {
            return null;
        }
        int[] lower = new int[3];
        int before = lower[Characters.toLowercase(border.before(), lower) - 1];
        Characters.toLowercase(border.after(), lower);
        return border.with(before, lower[0]);
    }

    private static boolean changes(NormalizedString text, int[] lower) {
        byte[] utf8 = text.bytes();
        for (int at = text.from(); at < text.to(); at = Utf8.charEnd(utf8, at, text.to())) {
            int c = Utf8.codePointAt(utf8, at);
            if (c < 0x80 ? c >= 'A' && c <= 'Z' : differs(c, lower)) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(int c, int[] lower) {
        return Characters.toLowercase(c, lower) != 1 || lower[0] != c;
    }
}
