/** The byte-pair encoding model (Sennrich et al., 2016). */
module dev.jeton.bpe {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;

    exports dev.jeton.bpe;

    provides dev.jeton.tokenize.model.ModelFactory with
            dev.jeton.bpe.BpeFactory;
}
