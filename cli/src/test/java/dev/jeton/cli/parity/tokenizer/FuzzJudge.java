package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Difference;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.IdBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with Jeton's outcome of a row, given the reference's. */
final class FuzzJudge {
    private static final String PANIC = "PanicException";

    /** Python has None where a file has no such stage; Jeton's call then does nothing. */
    private static final String NO_SUCH_PART = "AttributeError";

    private final EvidentResults evident = EvidentResults.load();
    private final GoldenTexts texts = new GoldenTexts(Path.of(""));

    /** The first difference, or null if all is as in the reference. */
    @Nullable String judge(ObjectNode row, Tokenizer tokenizer, JsonNode expected) {
        String op = row.path("op").asText();
        ObjectNode actual;
        try {
            TokenizerOp replayed = TokenizerOps.of(op);
            if (replayed == null) {
                return "no such op: " + op;
            }
            actual = replayed.outcome(row, tokenizer, texts);
            if (op.equals("encode") && !row.has("pair")) {
                String other = otherWays(row, tokenizer);
                if (other != null) {
                    return other;
                }
            }
        } catch (TokenizerException | IllegalArgumentException e) {
            actual = Rows.outcome().put("error", String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return "internal failure: "
                    + e
                    + " at "
                    + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 4));
        }
        String error = expected.path("error").textValue();
        boolean refused = actual.path("error").isTextual();
        if (error != null && error.startsWith(PANIC)) {
            return refused || isEvident(op, error) ? null : "a result, but " + error;
        }
        if (error != null && (refused || error.startsWith(NO_SUCH_PART))) {
            return null;
        }
        Difference difference = Difference.of(expected, actual);
        return difference == null ? null : difference.where() + ": " + difference.what();
    }

    /** Whether a result is fine where the reference has this error. */
    boolean isEvident(String op, String error) {
        return error.startsWith(PANIC) && evident.declared(op, error);
    }

    /** The fast ways to the ids and their number, against the one with offsets. */
    private static @Nullable String otherWays(ObjectNode row, Tokenizer tokenizer) {
        EncodeOptions options = CallOptions.of(row);
        String text = Rows.text(row, "text");
        Encoding encoding = tokenizer.encode(text, options);
        int[] ids = encoding.ids();
        if (!Arrays.equals(ids, tokenizer.encodeIds(text, options))) {
            return "encodeIds gives other ids than encode";
        }
        if (ids.length != tokenizer.count(text, options)) {
            return "count is not the number of ids";
        }
        IdBuffer buffer = new IdBuffer(4);
        tokenizer.encodeIds(text, options, buffer);
        return Arrays.equals(ids, buffer.toArray()) ? null : "a buffer gets other ids";
    }
}
