package dev.jeton.tokenize;

/**
 * A token that is found in the text before the model sees it.
 *
 * <p>The flags are those of tokenizer.json. Instances are immutable; the {@code with} methods
 * return changed copies.
 *
 * @param content the text of the token, never empty in a tokenizer
 * @param singleWord matches only where no word character stands directly before or after
 * @param lstrip swallows the white space before the token
 * @param rstrip swallows the white space after the token
 * @param normalized matched on the normalized text, with its content normalized too; otherwise
 *     matched on the text as given, before any normalizer
 * @param special a control token: left out by {@code decode(ids, true)}, subject to {@link
 *     SpecialTokenPolicy}
 */
public record AddedToken(
        String content,
        boolean singleWord,
        boolean lstrip,
        boolean rstrip,
        boolean normalized,
        boolean special) {

    /** An ordinary added token: normalized, no other flag. */
    public static AddedToken of(String content) {
        return new AddedToken(content, false, false, false, true, false);
    }

    /** A special token: not normalized, no other flag. */
    public static AddedToken special(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    /** A copy with another {@link #singleWord()}. */
    public AddedToken withSingleWord(boolean on) {
        return new AddedToken(content, on, lstrip, rstrip, normalized, special);
    }

    /** A copy with another {@link #lstrip()}. */
    public AddedToken withLstrip(boolean on) {
        return new AddedToken(content, singleWord, on, rstrip, normalized, special);
    }

    /** A copy with another {@link #rstrip()}. */
    public AddedToken withRstrip(boolean on) {
        return new AddedToken(content, singleWord, lstrip, on, normalized, special);
    }

    /** A copy with another {@link #normalized()}. */
    public AddedToken withNormalized(boolean on) {
        return new AddedToken(content, singleWord, lstrip, rstrip, on, special);
    }

    /** A copy with another {@link #special()}. */
    public AddedToken withSpecial(boolean on) {
        return new AddedToken(content, singleWord, lstrip, rstrip, normalized, on);
    }
}
