package dev.jeton.tokenize;

/**
 * How one call encodes. Immutable; the {@code with} methods return changed copies.
 *
 * <p>Sketch of the shape, to be filled by the tokenizer work: special tokens added, special tokens in
 * text (match, refuse, plain text), ranges of plain text, truncation, padding, offset unit.
 */
public final class EncodeOptions {
    private static final EncodeOptions DEFAULT = new EncodeOptions(true, OffsetUnit.UTF16);

    private final boolean addSpecialTokens;
    private final OffsetUnit offsetUnit;

    private EncodeOptions(boolean addSpecialTokens, OffsetUnit offsetUnit) {
        this.addSpecialTokens = addSpecialTokens;
        this.offsetUnit = offsetUnit;
    }

    /** Special tokens of the post-processor are added; offsets are UTF-16 units. */
    public static EncodeOptions defaults() {
        return DEFAULT;
    }

    /** Whether the post-processor adds its special tokens. */
    public EncodeOptions withSpecialTokens(boolean add) {
        return new EncodeOptions(add, offsetUnit);
    }

    /** The unit of the offsets in the result. */
    public EncodeOptions withOffsetUnit(OffsetUnit unit) {
        return new EncodeOptions(addSpecialTokens, unit);
    }

    /** Whether the post-processor adds its special tokens. */
    public boolean addSpecialTokens() {
        return addSpecialTokens;
    }

    /** The unit of the offsets in the result. */
    public OffsetUnit offsetUnit() {
        return offsetUnit;
    }
}
