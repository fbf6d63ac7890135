package dev.jeton.tokenize;

import dev.jeton.tokenize.pipeline.Border;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where a text can be parted so that the ids of both parts, one behind the other, are the ids of
 * the whole.
 *
 * <p>A seam is told by the two characters beside it alone, whatever the rest of the text is: each
 * stage says of two characters whether it works on both sides of them as if the other one were not
 * there ({@link Normalizer#across}, {@link PreTokenizer#across}, the added tokens), and one stage,
 * or the model, must always cut there. So a seam of a text is one of each substring that has both
 * characters, and parts can be put together in any order. A stage that cannot say so has no seams;
 * then there are none.
 *
 * <p>Safe to share: what is known about pairs is kept, and found anew at worst.
 */
final class Seams {
    private static final int ASCII = 128;
    private static final byte NO = 1;
    private static final byte YES = 2;
    private static final int KEPT = 1 << 14;
    private static final int REPLACEMENT = 0xFFFD;

    private final Parts parts;
    private final AddedBorders raw;
    private final AddedBorders normalized;
    private final PreTokenizerSequence preTokenizers;
    private final boolean selfContained;
    private final byte[] ascii = new byte[ASCII * ASCII];

    /** The pair by four, 1, and 2 for a seam. */
    private final AtomicLongArray others = new AtomicLongArray(KEPT);

    Seams(Parts parts) {
        this.parts = parts;
        raw = parts.added().borders(false);
        normalized = parts.added().borders(true);
        preTokenizers = new PreTokenizerSequence(Parts.flat(parts.preTokenizer()));
        Normalizer normalizer = parts.normalizer();
        selfContained = normalizer == null || normalizer.continued().equals(normalizer);
    }

    /** Whether a text may be parted at all in calls with these options. */
    static boolean mayPart(EncodeOptions options) {
        return options.sharedPlainRanges().length == 0 && !options.specialTokenPolicy().refuses();
    }

    /**
     * Whether a part behind a seam has the ids that it has as a text of its own. Otherwise it must
     * be encoded as one that goes on.
     */
    boolean selfContained() {
        return selfContained;
    }

    /** Whether each text can be parted between these two characters. */
    boolean between(int before, int after) {
        if (before < ASCII && after < ASCII) {
            int pair = before * ASCII + after;
            byte known = ascii[pair];
            if (known == 0) {
                known = find(before, after) ? YES : NO;
                ascii[pair] = known;
            }
            return known == YES;
        }
        long pair = ((long) before << 21) | after;
        int slot = (int) ((pair * 0x9E3779B97F4A7C15L) >>> 50);
        long known = others.getPlain(slot);
        if (known >>> 2 != pair) {
            known = (pair << 2) | (find(before, after) ? 3 : 1);
            others.setPlain(slot, known);
        }
        return (known & 2) != 0;
    }

    private boolean find(int before, int after) {
        if (!raw.between(before, after) || (!selfContained && raw.mayEndWith(before))) {
            return false;
        }
        Border border = Border.between(before, after);
        if (parts.normalizer() != null) {
            border = parts.normalizer().across(border);
        }
        if (border == null || !normalizedBetween(border)) {
            return false;
        }
        border = preTokenizers.across(border);
        return border != null
                && (border.isCut() || parts.model().splits(border.before(), border.after()));
    }

    private boolean normalizedBetween(Border border) {
        return !parts.added().hasNormalized()
                || (border.before() != Border.ANY
                        && border.after() != Border.ANY
                        && normalized.between(border.before(), border.after()));
    }

    /** Whether there is a seam before the char at {@code at}, which is inside the text. */
    boolean isAt(CharSequence text, int at) {
        char c = text.charAt(at);
        char b = text.charAt(at - 1);
        if ((c | b) < ASCII) {
            return between(b, c);
        }
        if (Character.isLowSurrogate(c) && Character.isHighSurrogate(b)) {
            return false;
        }
        return between(
                scalar(Character.codePointBefore(text, at)),
                scalar(Character.codePointAt(text, at)));
    }

    /** What half a surrogate pair is encoded as. */
    private static int scalar(int codePoint) {
        return codePoint >= 0xD800 && codePoint < 0xE000 ? REPLACEMENT : codePoint;
    }

    /** The first seam behind {@code from} and before {@code to}, or {@code to}. */
    int next(CharSequence text, int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (isAt(text, at)) {
                return at;
            }
        }
        return to;
    }

    /** The last seam behind {@code from} and before {@code to}, or {@code from}. */
    int last(CharSequence text, int from, int to) {
        for (int at = to - 1; at > from; at--) {
            if (isAt(text, at)) {
                return at;
            }
        }
        return from;
    }

    /**
     * A seam near {@code wanted}, so that parts between seams are neither tiny nor, if it can be,
     * much longer: the last one before it in the second half of {@code from} to {@code wanted}, or
     * else the next one, or {@code to}.
     */
    int near(CharSequence text, int from, int wanted, int to) {
        if (wanted >= to) {
            return to;
        }
        int half = from + (wanted - from) / 2;
        int last = last(text, half, wanted);
        return last > half ? last : next(text, Math.max(from, wanted - 1), to);
    }
}
