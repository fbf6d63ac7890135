package dev.jeton.bpe;

import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a piece can be cut before merging, because no merge reaches across.
 *
 * <p>A merge joins two neighbours, of which the left one ends with the character before their
 * border and the right one begins with the character behind it. Where no merge of the model has
 * such a pair of characters, the border stays, so both sides can be encoded on their own, and
 * remembered. Models of the SentencePiece kind get a whole text as one piece; cut before each
 * {@code ▁} it becomes words. Looked for between ASCII characters, and before each ▁ that no other
 * one precedes.
 */
final class Junctions {
    private static final int ASCII = 128;
    private static final int MARK = '▁';

    /** The last character of a token that stands for characters without one of their own. */
    private static final int ANY = Integer.MAX_VALUE;

    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-Fa-f]{2}>$");
    private static final byte MARK_0 = (byte) 0xE2;
    private static final byte MARK_1 = (byte) 0x96;
    private static final byte MARK_2 = (byte) 0x81;

    /** Whether there is a border behind {@code a} and before {@code b}, at {@code a * 128 + b}. */
    private final boolean[] borders;

    /** Whether there is a border behind the ASCII character {@code a} and before a ▁. */
    private final boolean[] beforeMark;

    private Junctions(boolean[] borders, boolean[] beforeMark) {
        this.borders = borders;
        this.beforeMark = beforeMark;
    }

    /**
     * The borders of a model, or null if it has none or its pieces are not merged by these rules.
     */
    static @Nullable Junctions of(ModelSpec spec) {
        Vocabulary vocabulary = spec.vocabulary();
        String unknown = spec.options().string("unk_token");
        int mark = vocabulary.idOf("▁");
        // Without an unknown token characters vanish, and what was apart becomes neighbours.
        if (unknown == null
                || vocabulary.idOf(unknown) == Vocabulary.NOT_FOUND
                || unknown.endsWith("▁")
                || mark == Vocabulary.NOT_FOUND) {
            return null;
        }
        boolean[] borders = new boolean[ASCII * ASCII];
        for (int i = 0; i < borders.length; i++) {
            // Unknown neighbours may become one token.
            borders[i] = known(vocabulary, i / ASCII) && known(vocabulary, i % ASCII);
        }
        boolean[] beforeMark = new boolean[ASCII];
        Arrays.fill(beforeMark, true);
        int[] firsts = new int[vocabulary.idLimit()];
        int[] lasts = new int[vocabulary.idLimit()];
        readEnds(vocabulary, unknown, firsts, lasts);
        Merges merges = spec.merges();
        for (int i = 0; i < merges.size(); i++) {
            int a = lasts[merges.left(i)];
            int b = firsts[merges.right(i)];
            if (b == MARK && a != MARK) {
                if (a >= ASCII) {
                    return null; // words grow together: nothing would be gained
                }
                beforeMark[a] = false;
            } else if (a < ASCII && b < ASCII) {
                borders[a * ASCII + b] = false;
            }
        }
        return new Junctions(borders, beforeMark);
    }

    private static boolean known(Vocabulary vocabulary, int character) {
        return vocabulary.idOf(Character.toString(character)) != Vocabulary.NOT_FOUND;
    }

    /** The first and the last character of each token, as it is found in texts. */
    private static void readEnds(Vocabulary vocabulary, String unknown, int[] firsts, int[] lasts) {
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            String token = vocabulary.token(entry);
            if (!token.isEmpty()) {
                firsts[vocabulary.id(entry)] = token.codePointAt(0);
                boolean standsIn = token.endsWith(unknown) || BYTE.matcher(token).find();
                lasts[vocabulary.id(entry)] =
                        standsIn ? ANY : token.codePointBefore(token.length());
            }
        }
    }

    /** Whether there is a border between two characters. */
    boolean between(int before, int after) {
        if (after == MARK) {
            boolean inTable = before >= 0 && before < ASCII;
            return inTable ? beforeMark[before] : before >= ASCII && before != MARK;
        }
        boolean ascii = before >= 0 && before < ASCII && after >= 0 && after < ASCII;
        return ascii && borders[before * ASCII + after];
    }

    /** The first border behind {@code from}, or {@code to}. */
    int next(byte[] text, int from, int to) {
        int at = from;
        while (at + 3 <= to && isMark(text, at)) {
            at += 3;
        }
        if (at == from && at < to) {
            at++;
        }
        for (; at < to; at++) {
            int b = text[at];
            if (b >= 0) {
                int a = text[at - 1];
                if (a >= 0 && borders[a * ASCII + b]) {
                    return at;
                }
            } else if (b == MARK_0 && at + 3 <= to && isMark(text, at)) {
                int a = text[at - 1];
                boolean border = a >= 0 ? beforeMark[a] : at - 3 < from || !isMark(text, at - 3);
                if (border) {
                    return at;
                }
                at += 2;
            }
        }
        return to;
    }

    private static boolean isMark(byte[] text, int at) {
        return text[at] == MARK_0 && text[at + 1] == MARK_1 && text[at + 2] == MARK_2;
    }
}
