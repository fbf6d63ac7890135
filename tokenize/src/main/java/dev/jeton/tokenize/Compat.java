package dev.jeton.tokenize;

/**
 * The version of Hugging Face tokenizers whose results a tokenizer gives; see {@link
 * Tokenizer#withCompat}. docs/compatibility.md lists the differences.
 */
public enum Compat {
    /** 0.22.2, the default. 0.21 gives the same, but for characters of Unicode 16 and 17. */
    HF_0_22,

    /**
     * 0.23.3. Added tokens that are matched in the normalized text are shown by their normalized
     * content in {@link Tokenizer#tokenOf} and in decoded text, where {@code skipSpecialTokens}
     * then does not find them; of two with the same normalized content the later one matches; the
     * number of tokens counts each entry of a list of pieces.
     */
    HF_0_23
}
