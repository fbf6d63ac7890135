package dev.jeton.tokenize;

/**
 * A range of tokens or of text.
 *
 * @param start the first position
 * @param end the position after the last
 */
public record Span(int start, int end) {}
