package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.unicode.Normalization;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The normalizer {@code BertNormalizer}.
 *
 * @param cleanText whether controls are dropped and all white space becomes a space
 * @param handleChineseChars whether spaces are put around Chinese characters
 * @param stripAccents whether accents are dropped; null: as {@code lowercase}
 * @param lowercase whether the text is lower-cased
 */
public record BertNormalizer(
        boolean cleanText,
        boolean handleChineseChars,
        @Nullable Boolean stripAccents,
        boolean lowercase)
        implements Normalizer {
    /** One table for each combination of the options, made when it is first needed. */
    private static final AtomicReferenceArray<@Nullable CharacterTable> TABLES =
            new AtomicReferenceArray<>(16);

    @Override
    public void normalize(NormalizedString text) {
        if (!text.isTextOnly() || !table().apply(text)) {
            normalizeSlowly(text);
        }
    }

    private boolean stripsAccents() {
        return stripAccents == null ? lowercase : stripAccents;
    }

    private CharacterTable table() {
        int index =
                (cleanText ? 1 : 0)
                        | (handleChineseChars ? 2 : 0)
                        | (stripsAccents() ? 4 : 0)
                        | (lowercase ? 8 : 0);
        CharacterTable table = TABLES.get(index);
        if (table == null) {
            table = new CharacterTable(this::ofCharacter);
            TABLES.set(index, table);
        }
        return table;
    }

    /**
     * What becomes of a character; null where that depends on its neighbours: sorting by combining
     * class goes across characters. Marks that are dropped do no harm, and between what is left,
     * all of class 0, nothing is sorted.
     */
    private byte @Nullable [] ofCharacter(int c) {
        NormalizedString text = NormalizedString.of(Character.toString(c));
        if (stripsAccents()) {
            UnicodeForms.apply(Normalization.NFD, text);
            boolean apart =
                    text.toString()
                            .codePoints()
                            .allMatch(p -> Characters.isNonspacingMark8(p) || isStarter(p));
            if (!apart) {
                return null;
            }
            text = NormalizedString.of(Character.toString(c));
        }
        normalizeSlowly(text);
        return Arrays.copyOfRange(text.bytes(), text.from(), text.to());
    }

    private static boolean isStarter(int c) {
        return Normalization.combiningClass(c) == 0;
    }

    private void normalizeSlowly(NormalizedString text) {
        if (cleanText) {
            text.filter(c -> !(c == 0 || c == 0xFFFD || isControl(c)));
            text.map(c -> isSpace(c) ? ' ' : c);
        }
        if (handleChineseChars) {
            spaceOut(text);
        }
        if (stripsAccents()) {
            UnicodeForms.apply(Normalization.NFD, text);
            text.filter(c -> !Characters.isNonspacingMark8(c));
        }
        if (lowercase) {
            LowercaseMapping.apply(text);
        }
    }

    private static boolean isLineOrTab(int c) {
        return c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isControl(int c) {
        return !isLineOrTab(c) && Characters.isOther8(c);
    }

    private static boolean isSpace(int c) {
        return isLineOrTab(c) || Characters.isWhitespace(c);
    }

    private static void spaceOut(NormalizedString text) {
        byte[] utf8 = text.bytes();
        int at = text.from();
        while (at < text.to() && !isChinese(Utf8.codePointAt(utf8, at))) {
            at = Utf8.charEnd(utf8, at, text.to());
        }
        if (at == text.to()) {
            return;
        }
        NormalizedString.TextEdit edit = text.edit();
        for (int i = text.from(); i < text.to(); i = Utf8.charEnd(utf8, i, text.to())) {
            int c = Utf8.codePointAt(utf8, i);
            if (isChinese(c)) {
                edit.add(' ', 0);
                edit.add(c, 1);
                edit.add(' ', 1);
            } else {
                edit.add(c, 0);
            }
        }
        text.apply(edit);
    }

    /** The reference's ranges: one begins at U+2B920, where the block begins at U+2B820. */
    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** A border of two characters that stay, but for their case. */
    @Override
    public @Nullable Border across(Border border) {
        int before = across(border.before());
        int after = across(border.after());
        if (before == Border.ANY || after == Border.ANY) {
            return null;
        }
        Border spaced =
                handleChineseChars
                        ? border.with(
                                isChinese(before) ? ' ' : before, isChinese(after) ? ' ' : after)
                        : border.with(before, after);
        return lowercase ? LowercaseMapping.across(spaced) : spaced;
    }

    private int across(int c) {
        boolean strips = stripAccents == null ? lowercase : stripAccents;
        boolean goes =
                c == Border.ANY
                        || (cleanText && (c == 0 || c == 0xFFFD || isControl(c)))
                        || (strips
                                && (!Normalization.NFD.keeps(c)
                                        || Characters.isNonspacingMark8(c)));
        return goes ? Border.ANY : cleanText && isSpace(c) ? ' ' : c;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "BertNormalizer",
                "clean_text", cleanText,
                "handle_chinese_chars", handleChineseChars,
                "strip_accents", stripAccents,
                "lowercase", lowercase);
    }
}
