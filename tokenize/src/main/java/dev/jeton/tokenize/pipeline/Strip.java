package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The normalizer {@code Strip}: drops white space at the ends of the text.
 *
 * @param stripLeft whether at the begin
 * @param stripRight whether at the end
 */
public record Strip(boolean stripLeft, boolean stripRight) implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        byte[] utf8 = text.bytes();
        int from = text.from();
        int to = text.to();
        while (stripLeft && from < to && Characters.isWhitespace(Utf8.codePointAt(utf8, from))) {
            from = Utf8.charEnd(utf8, from, to);
        }
        while (stripRight && from < to) {
            int last = Utf8.charStart(utf8, from, to - 1);
            if (!Characters.isWhitespace(Utf8.codePointAt(utf8, last))) {
                break;
            }
            to = last;
        }
        if (to - from < text.length()) {
            NormalizedString.TextEdit edit = text.edit();
            edit.skipUntil(from);
            edit.copyUntil(to);
            text.apply(edit);
        }
    }

    @Override
    public @Nullable Border across(Border border) {
        boolean reachesBack =
                stripRight
                        && (border.before() == Border.ANY
                                || Characters.isWhitespace(border.before()));
        return reachesBack ? null : border;
    }

    @Override
    public Normalizer continued() {
        return stripLeft ? new Strip(false, stripRight) : this;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Strip", "strip_left", stripLeft, "strip_right", stripRight);
    }
}
