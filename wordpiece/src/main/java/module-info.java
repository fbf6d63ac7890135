/** The WordPiece and WordLevel models. */
module dev.jeton.wordpiece {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;

    exports dev.jeton.wordpiece;

    provides dev.jeton.tokenize.model.ModelFactory with
            dev.jeton.wordpiece.WordPieceFactory,
            dev.jeton.wordpiece.WordLevelFactory;
}
