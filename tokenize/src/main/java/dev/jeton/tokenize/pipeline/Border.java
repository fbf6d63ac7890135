package dev.jeton.tokenize.pipeline;

/**
 * The place between two neighbouring characters of a text, as the stages of a tokenizer see it one
 * after another: where all of them leave both sides alone, and one cuts, the text can be parted
 * there and each part encoded for itself.
 *
 * <p>A stage is asked with two characters only and answers for <em>all</em> texts in which they
 * stand side by side: whatever is before the first and behind the second must not matter.
 *
 * @param before the code point before the place, or {@link #ANY}
 * @param after the code point behind the place, or {@link #ANY}
 * @param isCut whether a pre-tokenizer always cuts here
 */
public record Border(int before, int after, boolean isCut) {
    /** A character that is not known. */
    public static final int ANY = -1;

    /** A place in a text as it was given. */
    public static Border between(int before, int after) {
        return new Border(before, after, false);
    }

    /** The same place after a stage that changed characters. */
    Border with(int newBefore, int newAfter) {
        return new Border(newBefore, newAfter, isCut);
    }

    /** The same place after a stage that cuts there. */
    Border cut() {
        return new Border(before, after, true);
    }

    /** Whether both characters are known. */
    boolean isKnown() {
        return before != ANY && after != ANY;
    }
}
