package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Between which characters a text can be parted so that the added tokens in both parts are those in
 * the whole: where no token has these two characters side by side, and no token at the place looks
 * at, or takes, what is on its other side. Immutable.
 */
final class AddedBorders {
    private final Set<Long> inside = new HashSet<>();
    private final Set<Integer> lasts = new HashSet<>();
    private final Set<Integer> wordFirsts = new HashSet<>();
    private final Set<Integer> wordLasts = new HashSet<>();
    private final Set<Integer> leftFirsts = new HashSet<>();
    private final Set<Integer> rightLasts = new HashSet<>();
    private boolean hasEmpty;
    private boolean stripsLeft;
    private boolean stripsRight;

    AddedBorders(List<byte[]> strings, List<AddedToken> tokens) {
        for (int i = 0; i < strings.size(); i++) {
            add(new String(strings.get(i), UTF_8), tokens.get(i));
        }
    }

    private void add(String string, AddedToken token) {
        if (string.isEmpty()) {
            hasEmpty = true;
            return;
        }
        int[] characters = string.codePoints().toArray();
        int last = characters[characters.length - 1];
        for (int i = 1; i < characters.length; i++) {
            inside.add(pair(characters[i - 1], characters[i]));
        }
        lasts.add(last);
        if (token.singleWord()) {
            wordFirsts.add(characters[0]);
            wordLasts.add(last);
        }
        if (token.lstrip()) {
            stripsLeft = true;
            leftFirsts.add(characters[0]);
        }
        if (token.rstrip()) {
            stripsRight = true;
            rightLasts.add(last);
        }
    }

    private static long pair(int before, int after) {
        return ((long) before << 32) | after;
    }

    /** Whether the text can be parted between these two. */
    boolean between(int before, int after) {
        if (hasEmpty || inside.contains(pair(before, after))) {
            return false;
        }
        boolean looksAcross =
                (wordLasts.contains(before) && Characters.isWord(after))
                        || (wordFirsts.contains(after) && Characters.isWord(before));
        if (looksAcross) {
            return false;
        }
        boolean spaceBefore = Characters.isRegexSpace(before);
        boolean spaceAfter = Characters.isRegexSpace(after);
        boolean takesBefore =
                stripsLeft && spaceBefore && (spaceAfter || leftFirsts.contains(after));
        boolean takesAfter =
                stripsRight && spaceAfter && (spaceBefore || rightLasts.contains(before));
        return !takesBefore && !takesAfter;
    }

    /** Whether a token, with what it takes, may end with this character. */
    boolean mayEndWith(int character) {
        return lasts.contains(character) || (stripsRight && Characters.isRegexSpace(character));
    }
}
