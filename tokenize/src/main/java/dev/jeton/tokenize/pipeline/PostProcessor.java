package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.model.IdBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds special tokens around the tokens of one or two texts, and adjusts offsets. */
public interface PostProcessor extends Stage {
    /** The number of tokens that {@link #process} adds to a text, or to a pair of texts. */
    int addedTokens(boolean pair);

    /**
     * The encodings after this stage; in the end all are joined in order.
     *
     * @param encodings of one or two texts, or whatever the stage before made of them
     * @param addSpecialTokens whether special tokens are added
     */
    List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens);

    /**
     * What this stage does to the ids of a single text, if that is all that happens to them: ids
     * before and ids behind them; null if it is something else.
     */
    default @Nullable Surroundings surroundings() {
        return null;
    }

    /** Ids around the ids of a text. Immutable. */
    final class Surroundings {
        /** No ids at all. */
        public static final Surroundings NONE = new Surroundings(new int[0], new int[0]);

        private final int[] before;
        private final int[] after;

        /** Ids before and behind the text. */
        public Surroundings(int[] before, int[] after) {
            this.before = before.clone();
            this.after = after.clone();
        }

        /** Appends the ids before the text. */
        public void addBefore(IdBuffer out) {
            out.addAll(before, 0, before.length);
        }

        /** Appends the ids behind the text. */
        public void addAfter(IdBuffer out) {
            out.addAll(after, 0, after.length);
        }

        /** Their number. */
        public int size() {
            return before.length + after.length;
        }
    }

    /** The unit of the offsets of encodings, of which there is at least one. */
    static OffsetUnit unitOf(List<Encoding> encodings) {
        return encodings.get(0).offsetUnit();
    }
}
