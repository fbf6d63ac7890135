package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Map;

/**
 * The pre-tokenizer {@code FixedLength}: pieces of a number of characters, the last one shorter.
 *
 * @param length the number of characters, 1 or more
 */
public record FixedLength(int length) implements PreTokenizer {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public FixedLength {
        if (length < 1) {
            throw new IllegalArgumentException("length is " + length + ", expected 1 or more.");
        }
    }

    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return this::cut;
    }

    private void cut(byte[] utf8, int from, int to, PieceCutter.PieceSink out) {
        for (int at = from, end; at < to; at = end) {
            end = at;
            for (int n = 0; n < length && end < to; n++) {
                end = Utf8.charEnd(utf8, end, to);
            }
            out.piece(at, end);
        }
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "FixedLength", "length", length);
    }
}
