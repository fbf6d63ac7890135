package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The rows of one library: Hugging Face tokenizers, SentencePiece, tiktoken, Mistral, broken files.
 */
interface RowFamily {
    /** The key of a row that names its tokenizer, model, encoding or file. */
    String subjectKey();

    /** The parts in the tokenizer of this name, for the counts by component. */
    List<String> components(String subject);

    /**
     * What Jeton gives for {@code row}, as an object with the outcome keys of the row.
     *
     * @throws dev.jeton.tokenize.TokenizerException if Jeton refuses
     * @throws IllegalArgumentException if Jeton refuses the arguments
     * @throws dev.jeton.cli.parity.NotReplayableException if the row cannot be judged
     */
    ObjectNode outcome(ObjectNode row, String op, String subject);

    /** The outcome keys of {@code row}: everything that is not input. */
    ObjectNode expected(ObjectNode row, String op);
}
