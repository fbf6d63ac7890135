package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.ByteAlphabet;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes white space at the ends of tokens out of their offsets, as {@code trim_offsets} of
 * ByteLevel and RobertaProcessing says. Counts characters of the token, as the reference does.
 */
final class OffsetTrimming {
    private static final int SPACE = ByteAlphabet.charOf(' ');

    private OffsetTrimming() {}

    /** Encodings and their overflowing parts with trimmed offsets. */
    static List<Encoding> trim(List<Encoding> encodings, boolean addPrefixSpace) {
        List<Encoding> result = new ArrayList<>(encodings.size());
        for (Encoding encoding : encodings) {
            Encoding trimmed = trim(encoding, addPrefixSpace);
            if (!encoding.overflowing().isEmpty()) {
                List<Encoding> parts = new ArrayList<>();
                for (Encoding part : encoding.overflowing()) {
                    parts.add(trim(part, addPrefixSpace));
                }
                trimmed = trimmed.withOverflowing(parts);
            }
            result.add(trimmed);
        }
        return result;
    }

    private static Encoding trim(Encoding encoding, boolean addPrefixSpace) {
        int[] offsets = encoding.offsets();
        boolean bytes = encoding.offsetUnit() == OffsetUnit.UTF8_BYTE;
        for (int i = 0; i < encoding.size(); i++) {
            String token = encoding.token(i);
            int leading = leading(token, bytes);
            int trailing = trailing(token, bytes);
            if (leading > 0) {
                // A single space before the first token, or before a word given as a token of its
                // own, is the one that was added: it is not in the text.
                boolean first = i == 0 || offsets[2 * i] == 0;
                if (first && addPrefixSpace && count(token) == 1) {
                    leading = 0;
                }
                offsets[2 * i] = Math.min(offsets[2 * i] + leading, offsets[2 * i + 1]);
            }
            if (trailing > 0 && offsets[2 * i + 1] >= trailing) {
                offsets[2 * i + 1] = Math.max(offsets[2 * i + 1] - trailing, offsets[2 * i]);
            }
        }
        return encoding.withOffsets(offsets);
    }

    /** The number of characters of white space at the begin. */
    private static int count(String token) {
        int n = 0;
        while (n < token.length() && isSpace(token.charAt(n))) {
            n++;
        }
        return n;
    }

    // All white space is in the basic plane: one char each.

    private static int leading(String token, boolean bytes) {
        int sum = 0;
        for (int i = 0; i < token.length() && isSpace(token.charAt(i)); i++) {
            sum += width(token.charAt(i), bytes);
        }
        return sum;
    }

    private static int trailing(String token, boolean bytes) {
        int sum = 0;
        for (int i = token.length() - 1; i >= 0 && isSpace(token.charAt(i)); i--) {
            sum += width(token.charAt(i), bytes);
        }
        return sum;
    }

    private static int width(char c, boolean bytes) {
        return bytes && c != SPACE ? Utf8.length(c) : 1;
    }

    private static boolean isSpace(char c) {
        return c == SPACE || Characters.isWhitespace(c);
    }
}
