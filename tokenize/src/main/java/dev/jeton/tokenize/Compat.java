package dev.jeton.tokenize;

/**
 * The version of Hugging Face tokenizers that a loaded tokenizer follows; see {@link
 * TokenizerLoader#compat}. docs/compatibility.md lists the differences.
 */
public enum Compat {
    /** 0.22.2, the default. */
    HF_0_22,

    /**
     * 0.23.3. Added tokens that are matched in the normalized text are shown by their normalized
     * content in {@link Tokenizer#tokenOf} and in decoded text, where {@code skipSpecialTokens}
     * then does not find them; tokens that are added again are matched with their latest flags; of
     * two with the same normalized content that of the higher id matches (there any of them); the
     * number of tokens counts each entry of a list of pieces.
     */
    HF_0_23
}
