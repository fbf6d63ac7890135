package dev.jeton.tokenize.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The normalizer {@code Nmt}: drops controls and turns odd white space into spaces. */
public record Nmt() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        text.filter(c -> !isControl(c));
        text.map(c -> isSpace(c) ? ' ' : c);
    }

    @Override
    public @Nullable Border across(Border border) {
        int before = border.before();
        int after = border.after();
        if (!border.isKnown() || isControl(before) || isControl(after)) {
            return null;
        }
        return border.with(isSpace(before) ? ' ' : before, isSpace(after) ? ' ' : after);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Nmt");
    }

    private static boolean isControl(int c) {
        return (c >= 1 && c <= 8)
                || c == 0x0B
                || (c >= 0x0E && c <= 0x1F)
                || c == 0x7F
                || c == 0x8F
                || c == 0x9F;
    }

    private static boolean isSpace(int c) {
        return switch (c) {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD -> true;
            default -> c >= 0x200B && c <= 0x200F;
        };
    }
}
