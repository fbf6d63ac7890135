package dev.jeton.tokenize;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one call encodes. Immutable; the {@code with} methods return changed copies. */
public final class EncodeOptions {
    private static final int[] NO_RANGES = {};
    private static final EncodeOptions DEFAULT = new EncodeOptions();

    private boolean addSpecialTokens = true;
    private OffsetUnit offsetUnit = OffsetUnit.UTF16;
    private SpecialTokenPolicy specialTokenPolicy = SpecialTokenPolicy.match();
    private int[] plainRanges = NO_RANGES;
    private boolean truncationSet;
    private @Nullable Truncation truncation;
    private boolean paddingSet;
    private @Nullable Padding padding;
    private EncodeLimits limits = EncodeLimits.defaults();

    private EncodeOptions() {}

    private EncodeOptions(EncodeOptions other) {
        addSpecialTokens = other.addSpecialTokens;
        offsetUnit = other.offsetUnit;
        specialTokenPolicy = other.specialTokenPolicy;
        plainRanges = other.plainRanges;
        truncationSet = other.truncationSet;
        truncation = other.truncation;
        paddingSet = other.paddingSet;
        padding = other.padding;
        limits = other.limits;
    }

    /**
     * Special tokens of the post-processor are added, special tokens in the text match, truncation
     * and padding are the tokenizer's own, offsets are UTF-16 units.
     */
    public static EncodeOptions defaults() {
        return DEFAULT;
    }

    /** Whether the post-processor adds its special tokens. */
    public EncodeOptions withSpecialTokens(boolean add) {
        EncodeOptions copy = new EncodeOptions(this);
        copy.addSpecialTokens = add;
        return copy;
    }

    /** The unit of the offsets in the result. */
    public EncodeOptions withOffsetUnit(OffsetUnit unit) {
        EncodeOptions copy = new EncodeOptions(this);
        copy.offsetUnit = unit;
        return copy;
    }

    /** What happens to special tokens that are written out in the text. */
    public EncodeOptions withSpecialTokenPolicy(SpecialTokenPolicy policy) {
        EncodeOptions copy = new EncodeOptions(this);
        copy.specialTokenPolicy = policy;
        return copy;
    }

    /**
     * Parts of the text in which no added token matches, special or not: {@code from, to, from, to,
     * ...} in UTF-16 units, in order, not overlapping. A match must lie outside of them as a whole.
     * They count for the first text of a pair only; they have no effect on pre-tokenized words.
     *
     * @throws IllegalArgumentException if the numbers are not pairs in rising order
     */
    public EncodeOptions withPlainRanges(int... fromTo) {
        if ((fromTo.length & 1) != 0) {
            throw new IllegalArgumentException(
                    "plain ranges are pairs, but there are " + fromTo.length + " numbers.");
        }
        for (int i = 0; i < fromTo.length; i++) {
            int before = i == 0 ? 0 : fromTo[i - 1];
            if (fromTo[i] < before) {
                throw new IllegalArgumentException(
                        "plain ranges must rise, but number "
                                + i
                                + " is "
                                + fromTo[i]
                                + " after "
                                + before
                                + ".");
            }
        }
        EncodeOptions copy = new EncodeOptions(this);
        copy.plainRanges = fromTo.clone();
        return copy;
    }

    /** Cuts as given, whatever the tokenizer's own setting is. */
    public EncodeOptions withTruncation(Truncation newTruncation) {
        return withTruncationOrNull(newTruncation);
    }

    /** Cuts nothing, whatever the tokenizer's own setting is. */
    public EncodeOptions withoutTruncation() {
        return withTruncationOrNull(null);
    }

    private EncodeOptions withTruncationOrNull(@Nullable Truncation newTruncation) {
        EncodeOptions copy = new EncodeOptions(this);
        copy.truncationSet = true;
        copy.truncation = newTruncation;
        return copy;
    }

    /** Pads as given, whatever the tokenizer's own setting is. */
    public EncodeOptions withPadding(Padding newPadding) {
        return withPaddingOrNull(newPadding);
    }

    /** Pads nothing, whatever the tokenizer's own setting is. */
    public EncodeOptions withoutPadding() {
        return withPaddingOrNull(null);
    }

    private EncodeOptions withPaddingOrNull(@Nullable Padding newPadding) {
        EncodeOptions copy = new EncodeOptions(this);
        copy.paddingSet = true;
        copy.padding = newPadding;
        return copy;
    }

    /** The most that this call encodes; {@link EncodeLimits#defaults()} without this method. */
    public EncodeOptions withLimits(EncodeLimits newLimits) {
        EncodeOptions copy = new EncodeOptions(this);
        copy.limits = newLimits;
        return copy;
    }

    /** The most that this call encodes. */
    public EncodeLimits limits() {
        return limits;
    }

    /** Whether the post-processor adds its special tokens. */
    public boolean addSpecialTokens() {
        return addSpecialTokens;
    }

    /** The unit of the offsets in the result. */
    public OffsetUnit offsetUnit() {
        return offsetUnit;
    }

    /** What happens to special tokens that are written out in the text. */
    public SpecialTokenPolicy specialTokenPolicy() {
        return specialTokenPolicy;
    }

    /** A copy of the plain ranges: from, to, from, to, ... */
    public int[] plainRanges() {
        return plainRanges.clone();
    }

    /** The truncation of this call, given the tokenizer's own. */
    public Optional<Truncation> truncation(Optional<Truncation> ofTokenizer) {
        return truncationSet ? Optional.ofNullable(truncation) : ofTokenizer;
    }

    /** The padding of this call, given the tokenizer's own. */
    public Optional<Padding> padding(Optional<Padding> ofTokenizer) {
        return paddingSet ? Optional.ofNullable(padding) : ofTokenizer;
    }

    /** The plain ranges themselves, not to be changed. */
    int[] sharedPlainRanges() {
        return plainRanges;
    }

    @Override
    public String toString() {
        return "EncodeOptions[addSpecialTokens="
                + addSpecialTokens
                + ", offsetUnit="
                + offsetUnit
                + ", plainRanges="
                + Arrays.toString(plainRanges)
                + "]";
    }
}
