package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A tokenizer file with the calls of mistral-common. */
interface MistralFile {
    /** What {@code mistral_info} has. */
    ObjectNode info();

    /** The ids of a text in which special tokens are text. */
    int[] encode(String text, boolean bos, boolean eos);

    /** The text with the names of special tokens. */
    String decodeKeeping(int[] ids);

    /** The text without special tokens. */
    String decodeIgnoring(int[] ids);

    /**
     * The text.
     *
     * @throws dev.jeton.tokenize.TokenizerException if an id is that of a special token
     */
    String decodeRefusing(int[] ids);
}
