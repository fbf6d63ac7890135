/** The byte-pair encoding model (Sennrich et al., 2016). */
module dev.jeton.bpe {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;
}
