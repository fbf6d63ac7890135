/** SentencePiece {@code .model} files. */
module dev.jeton.sentencepiece {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;
    requires dev.jeton.bpe;
    requires dev.jeton.unigram;

    exports dev.jeton.sentencepiece;

    provides dev.jeton.tokenize.TokenizerFormat with
            dev.jeton.sentencepiece.SentencePieceFormat;
}
