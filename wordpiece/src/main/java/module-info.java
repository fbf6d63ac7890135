/** The WordPiece and WordLevel models. */
module dev.jeton.wordpiece {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;
}
