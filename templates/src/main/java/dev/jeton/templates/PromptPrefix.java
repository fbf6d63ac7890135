package dev.jeton.templates;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * An encoded prompt whose ids a longer prompt can take over.
 *
 * <p>Why that is exact: added tokens that are not normalized are found in the text before anything
 * else, from left to right, and what lies between two of them is normalized, cut and encoded by
 * itself. So a text can be encoded in two parts wherever such a token begins. Which tokens are
 * found up to the end of one of them depends on no more text than the longest added token has
 * behind it. Hence, if two prompts (and the parts of them that the caller wrote) are equal up to
 * that many chars behind a token that was found in the first, the second has the same ids up to the
 * start of that token, and can be encoded from there alone.
 */
final class PromptPrefix {
    /**
     * A tokenizer and what is asked of its added tokens.
     *
     * @param longest the chars of the longest added token
     */
    record Encoder(Tokenizer tokenizer, Map<Integer, AddedToken> added, int longest) {
        static Encoder of(Tokenizer tokenizer) {
            Map<Integer, AddedToken> added = tokenizer.addedTokens();
            int longest =
                    added.values().stream().mapToInt(t -> t.content().length()).max().orElse(0);
            return new Encoder(tokenizer, added, longest);
        }
    }

    static final PromptPrefix NONE = new PromptPrefix("", new int[0], new int[0], new int[0], 0, 0);

    private final String text;
    private final int[] plain;
    private final int[] ids;

    /** Three numbers each: where a token begins and ends in the text, and its index in the ids. */
    private final int[] cuts;

    private final int cutCount;
    private final int encodedChars;

    private PromptPrefix(
            String text, int[] plain, int[] ids, int[] cuts, int cutCount, int encodedChars) {
        this.text = text;
        this.plain = plain;
        this.ids = ids;
        this.cuts = cuts;
        this.cutCount = cutCount;
        this.encodedChars = encodedChars;
    }

    /** The ids, not to be changed. */
    int[] ids() {
        return ids;
    }

    int encodedChars() {
        return encodedChars;
    }

    /** Encodes a text that begins as this one, or not. */
    PromptPrefix grownTo(String newText, EncodeOptions options, Encoder encoder) {
        if (options.truncation(Optional.empty()).isPresent()
                || options.padding(Optional.empty()).isPresent()) {
            throw new IllegalArgumentException(
                    "a ChatSession neither cuts nor pads, but ChatOptions.tokenizerOptions does.");
        }
        int[] newPlain = options.plainRanges();
        int same = sameChars(newText, newPlain);
        int cut = cutCount - 1;
        while (cut >= 0 && cuts[3 * cut + 1] + encoder.longest() > same) {
            cut--;
        }
        int from = cut < 0 ? 0 : cuts[3 * cut];
        int kept = cut < 0 ? 0 : cuts[3 * cut + 2];
        Encoding tail =
                encoder.tokenizer()
                        .encode(
                                newText.substring(from),
                                options.withPlainRanges(shifted(newPlain, from)));
        int[] newIds = Arrays.copyOf(ids, kept + tail.size());
        int[] newCuts = Arrays.copyOf(cuts, 3 * (cut + 1 + tail.size()));
        // The token at the cut itself is found again in the tail.
        int count = Math.max(cut, 0);
        boolean matching = options.specialTokenPolicy() == SpecialTokenPolicy.match();
        for (int i = 0; i < tail.size(); i++) {
            newIds[kept + i] = tail.id(i);
            AddedToken token = encoder.added().get(tail.id(i));
            int start = from + tail.start(i);
            int end = from + tail.end(i);
            if (matching && token != null && isFound(token, newText, start, end, newPlain)) {
                newCuts[3 * count] = start;
                newCuts[3 * count + 1] = end;
                newCuts[3 * count + 2] = kept + i;
                count++;
            }
        }
        return new PromptPrefix(newText, newPlain, newIds, newCuts, count, newText.length() - from);
    }

    /**
     * Whether an id stands for an added token that was found in the text, and not for the same
     * token made by the model: where its content may match, nothing else can have its chars.
     */
    private static boolean isFound(AddedToken token, String text, int start, int end, int[] plain) {
        int stop = start + token.content().length();
        return !token.normalized()
                && !token.singleWord()
                && stop <= end
                && text.startsWith(token.content(), start)
                && text.substring(stop, end).isBlank()
                && !meets(plain, start, stop);
    }

    private static boolean meets(int[] ranges, int start, int end) {
        int low = 0;
        int high = ranges.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges[2 * middle + 1] <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low < ranges.length && ranges[2 * low] < end;
    }

    /** Up to where both texts are the same, and the same parts of them are the caller's. */
    private int sameChars(String newText, int[] newPlain) {
        int same = 0;
        int length = Math.min(text.length(), newText.length());
        while (same < length && text.charAt(same) == newText.charAt(same)) {
            same++;
        }
        int i = Arrays.mismatch(plain, newPlain);
        if (i >= 0) {
            int mine = i < plain.length ? plain[i] : Integer.MAX_VALUE;
            int other = i < newPlain.length ? newPlain[i] : Integer.MAX_VALUE;
            same = Math.min(same, Math.min(mine, other));
        }
        return same;
    }

    private static int[] shifted(int[] ranges, int from) {
        int first = 0;
        while (first < ranges.length && ranges[first + 1] < from) {
            first += 2;
        }
        int[] shifted = Arrays.copyOfRange(ranges, first, ranges.length);
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = Math.max(0, shifted[i] - from);
        }
        return shifted;
    }
}
