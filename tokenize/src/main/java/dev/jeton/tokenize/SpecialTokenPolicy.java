package dev.jeton.tokenize;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to special tokens that are written out in the text, such as {@code <|im_end|>} in a
 * message typed by a user. Added tokens that are not special always match.
 */
public final class SpecialTokenPolicy {
    private static final SpecialTokenPolicy MATCH = new SpecialTokenPolicy(null, false);
    private static final SpecialTokenPolicy PLAIN = new SpecialTokenPolicy(Set.of(), false);
    private static final SpecialTokenPolicy REFUSE = new SpecialTokenPolicy(Set.of(), true);

    @Nullable private final Set<String> allowed;
    private final boolean refuseOthers;

    private SpecialTokenPolicy(@Nullable Set<String> allowed, boolean refuseOthers) {
        this.allowed = allowed;
        this.refuseOthers = refuseOthers;
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
        return new SpecialTokenPolicy(Set.copyOf(contents), false);
    }

    /** A copy in which special tokens that are not allowed are refused. */
    public SpecialTokenPolicy refuseOthers() {
        return new SpecialTokenPolicy(allowed == null ? Set.of() : allowed, true);
    }

    /** Whether a special token with this content becomes its id. */
    public boolean allows(String content) {
        return allowed == null || allowed.contains(content);
    }

    /** Whether a text with a special token that is not allowed is refused. */
    public boolean refusesOthers() {
        return refuseOthers;
    }

    /** Whether every special token becomes its id. */
    boolean allowsAll() {
        return allowed == null;
    }
}
