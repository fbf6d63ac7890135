package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.Tokenizer;

/** One {@code op} of the golden data. */
@FunctionalInterface
interface TokenizerOp {
    /**
     * What Jeton gives for {@code row}: an object with the outcome keys of the op.
     *
     * @throws dev.jeton.tokenize.TokenizerException if Jeton refuses
     * @throws IllegalArgumentException if Jeton refuses the arguments
     */
    ObjectNode outcome(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts);
}
