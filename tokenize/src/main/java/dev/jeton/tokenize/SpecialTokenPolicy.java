package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.added.LongestMatcher;
import dev.jeton.tokenize.internal.utf8.Utf8Buffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to special tokens that are written out in the text, such as {@code <|im_end|>} in a
 * message typed by a user. Added tokens that are not special always match.
 */
public final class SpecialTokenPolicy {
    private static final SpecialTokenPolicy MATCH = new SpecialTokenPolicy(null, false, Set.of());
    private static final SpecialTokenPolicy PLAIN =
            new SpecialTokenPolicy(Set.of(), false, Set.of());
    private static final SpecialTokenPolicy REFUSE =
            new SpecialTokenPolicy(Set.of(), true, Set.of());

    @Nullable private final Set<String> allowed;
    private final boolean refuseOthers;
    private final Set<String> refused;

    /** Finds the refused strings; null where there are none. */
    private final @Nullable LongestMatcher refusedMatcher;

    private SpecialTokenPolicy(
            @Nullable Set<String> allowed, boolean refuseOthers, Set<String> refused) {
        this.allowed = allowed;
        this.refuseOthers = refuseOthers;
        this.refused = refused;
        refusedMatcher =
                refused.isEmpty()
                        ? null
                        : new LongestMatcher(refused.stream().map(s -> s.getBytes(UTF_8)).toList());
    }

    /** They become their ids. The default, as in Hugging Face tokenizers. */
    public static SpecialTokenPolicy match() {
        return MATCH;
    }

    /** They are text like any other (Hugging Face's {@code encode_special_tokens}). */
    public static SpecialTokenPolicy plain() {
        return PLAIN;
    }

    /** A text with one of them is refused with a {@link TokenizerException}. */
    public static SpecialTokenPolicy refuse() {
        return REFUSE;
    }

    /** The given ones become their ids, the others are text like any other. */
    public static SpecialTokenPolicy allow(Set<String> contents) {
        return new SpecialTokenPolicy(Set.copyOf(contents), false, Set.of());
    }

    /** A copy in which special tokens that are not allowed are refused. */
    public SpecialTokenPolicy refuseOthers() {
        return new SpecialTokenPolicy(allowed == null ? Set.of() : allowed, true, refused);
    }

    /**
     * A copy in which a text is refused that has one of these strings anywhere, whether they are
     * tokens or not, allowed or not: tiktoken's {@code disallowed_special}. The text is looked
     * through once more for them, in linear time.
     */
    public SpecialTokenPolicy refuse(Set<String> contents) {
        return new SpecialTokenPolicy(allowed, refuseOthers, Set.copyOf(contents));
    }

    /** Whether a special token with this content becomes its id. */
    public boolean allows(String content) {
        return allowed == null || allowed.contains(content);
    }

    /** Whether a text with a special token that is not allowed is refused. */
    public boolean refusesOthers() {
        return refuseOthers;
    }

    /** Whether some text is refused. */
    boolean refuses() {
        return refuseOthers || refusedMatcher != null;
    }

    /**
     * Looks for the strings of {@link #refuse(Set)}.
     *
     * @throws TokenizerException if the text has one of them
     */
    void check(Utf8Buffer text) {
        if (refusedMatcher != null) {
            LongestMatcher.Matches found = new LongestMatcher.Matches();
            refusedMatcher.find(text.bytes(), 0, text.length(), found);
            if (found.count() > 0) {
                int from = found.from(0);
                throw refused(new String(text.bytes(), from, found.to(0) - from, UTF_8));
            }
        }
    }

    static TokenizerException refused(String content) {
        return new TokenizerException(
                "The text has the special token \""
                        + content
                        + "\", which the SpecialTokenPolicy of this call refuses. Allow it, or"
                        + " take it as text (SpecialTokenPolicy.plain()).");
    }

    /** Whether every special token becomes its id. */
    boolean allowsAll() {
        return allowed == null;
    }
}
