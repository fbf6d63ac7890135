package dev.jeton.tokenize;

/** What an offset into a text counts. */
public enum OffsetUnit {
    /** Java {@code char}s: what {@link String#substring} takes. */
    UTF16,
    /** Unicode code points: what Hugging Face's Python API reports. */
    CODE_POINT,
    /** Bytes of the UTF-8 form of the text. */
    UTF8_BYTE
}
