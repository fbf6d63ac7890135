/** The Unigram model (Kudo, 2018). */
module dev.jeton.unigram {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;

    exports dev.jeton.unigram;

    provides dev.jeton.tokenize.model.ModelFactory with
            dev.jeton.unigram.UnigramFactory;
}
