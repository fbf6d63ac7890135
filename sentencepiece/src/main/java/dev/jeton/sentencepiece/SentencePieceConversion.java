package dev.jeton.sentencepiece;

import dev.jeton.tokenize.Tokenizer;
import java.util.List;

/**
 * A SentencePiece model as a tokenizer that a tokenizer.json can describe, and what was lost.
 * Immutable.
 *
 * <pre>{@code
 * SentencePieceConversion conversion =
 *         SentencePieceConversion.toTokenizerJson(processor, ConversionStyle.EXACT);
 * if (conversion.prove(texts).isEqual()) {
 *     conversion.tokenizer().save(Path.of("tokenizer.json"));
 * }
 * }</pre>
 */
public final class SentencePieceConversion {
    private final SentencePieceProcessor original;
    private final Tokenizer tokenizer;
    private final List<String> losses;
    private final boolean keepsIds;

    SentencePieceConversion(
            SentencePieceProcessor original,
            Tokenizer tokenizer,
            List<String> losses,
            boolean keepsIds) {
        this.original = original;
        this.tokenizer = tokenizer;
        this.losses = List.copyOf(losses);
        this.keepsIds = keepsIds;
    }

    /**
     * Converts a model. The cost is the length of all pieces, for BPE times that of the longest.
     *
     * @throws IllegalArgumentException if a model of this type cannot be converted in this style:
     *     {@code LLAMA} and {@code GEMMA} need BPE, {@code T5} and {@code XLM_ROBERTA} unigram, and
     *     models of the type word have no form in a tokenizer.json
     */
    public static SentencePieceConversion toTokenizerJson(
            SentencePieceProcessor model, ConversionStyle style) {
        return new Converter(model, style).convert();
    }

    /** The tokenizer; its {@link Tokenizer#toJson()} is the file. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * What the file cannot express or expresses otherwise, one sentence each: where these matter
     * ids or decoded text differ. {@link #prove} tells whether they do on given texts.
     */
    public List<String> losses() {
        return losses;
    }

    /** Whether each piece has the id that it has in the model; not so with {@code XLM_ROBERTA}. */
    public boolean keepsIds() {
        return keepsIds;
    }

    /** Cuts texts with the model and with the converted tokenizer and compares. */
    public ConversionProof prove(Iterable<String> texts) {
        Tokenizer before = original.tokenizer(SentencePieceOptions.none());
        return ConversionProof.compare(before, tokenizer, texts, keepsIds);
    }
}
