/** The Unigram model (Kudo, 2018). */
module dev.jeton.unigram {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;
}
