package dev.jeton.tokenize;

/**
 * A piece of text as the pre-tokenizer cuts it.
 *
 * @param text the text of the piece, as the model gets it
 * @param start where it begins in the text given, in the unit asked for
 * @param end where it ends
 */
public record Piece(String text, int start, int end) {}
