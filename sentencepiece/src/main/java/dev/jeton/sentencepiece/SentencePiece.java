package dev.jeton.sentencepiece;

/**
 * A token of a text.
 *
 * @param id its id
 * @param piece its text; for an unknown one the normalized text it covers
 * @param startByte where it begins in the UTF-8 of the input
 * @param endByte where it ends in the UTF-8 of the input; the same as {@code startByte} for pieces
 *     that cover nothing, such as all but the last byte of a character
 */
public record SentencePiece(int id, String piece, int startByte, int endByte) {}
