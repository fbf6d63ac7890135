package dev.jeton.sentencepiece;

/** Which tokenizer.json is made of a SentencePiece model. */
public enum ConversionStyle {
    /** The one whose ids come nearest to those of the model, whatever its settings. */
    EXACT,
    /**
     * As the class {@code LlamaTokenizer} of transformers 5: BPE, a space before the text only, no
     * normalizer.
     */
    LLAMA,
    /** As {@code GemmaTokenizer}: BPE, no space before the text; four special tokens are added. */
    GEMMA,
    /** As {@code T5Tokenizer}: unigram, {@code </s>} behind the text, 100 sentinel tokens. */
    T5,
    /** As {@code XLMRobertaTokenizer}: unigram, {@code <s>} and {@code </s>}, ids moved by one. */
    XLM_ROBERTA
}
