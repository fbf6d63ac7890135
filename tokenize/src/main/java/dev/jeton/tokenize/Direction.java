package dev.jeton.tokenize;

/** The side at which an encoding is cut or padded. */
public enum Direction {
    /** The beginning of the text. */
    LEFT,
    /** The end of the text. */
    RIGHT
}
