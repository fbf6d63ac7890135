package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.charsmap.Charsmap;
import dev.jeton.tokenize.internal.charsmap.Graphemes;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The normalizer {@code Precompiled}: the compiled rules of a SentencePiece model.
 *
 * <p>Rules are looked up as the reference does it, which is not as SentencePiece does: a grapheme
 * cluster of less than 6 bytes as a whole, else each character; and of the rules that begin it the
 * shortest counts, and replaces all of it.
 */
public final class Precompiled implements Normalizer {
    /** Larger clusters are looked up character by character. */
    private static final int MAX_CLUSTER_BYTES = 6;

    private final byte[] compiled;
    private final Charsmap rules;

    /**
     * A normalizer.
     *
     * @param compiled the rules as SentencePiece writes them
     * @param place what messages begin with
     * @throws dev.jeton.tokenize.TokenizerException if the rules cannot be read
     */
    public Precompiled(byte[] compiled, String place) {
        this.compiled = compiled.clone();
        rules = Charsmap.parse(compiled, place);
    }

    /** A copy of the rules as SentencePiece writes them. */
    public byte[] compiled() {
        return compiled.clone();
    }

    @Override
    public void normalize(NormalizedString text) {
        new Run(text).run();
    }

    /** A border of two ASCII characters, of which no rule begins with the second. */
    @Override
    public @Nullable Border across(Border border) {
        int before = border.before();
        int after = border.after();
        boolean ascii = before >= ' ' && before < 0x7F && after >= ' ' && after < 0x7F;
        // What comes before may swallow the first of them.
        return ascii && !rules.beginsWith(after) ? border.with(Border.ANY, after) : null;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type",
                "Precompiled",
                "precompiled_charsmap",
                Base64.getEncoder().encodeToString(compiled));
    }

    /** The work on one text. */
    private final class Run {
        private final NormalizedString text;
        private final NormalizedString.TextEdit edit;
        private final byte[] utf8;
        private boolean changed;

        /** The character added last: a replacement by nothing still takes away behind it. */
        private int last = -1;

        private int lastChange;

        Run(NormalizedString text) {
            this.text = text;
            edit = text.edit();
            utf8 = text.bytes();
        }

        void run() {
            for (int at = text.from(); at < text.to(); ) {
                int end = Graphemes.end(utf8, at, text.to());
                if (end - at >= MAX_CLUSTER_BYTES || !replace(at, end)) {
                    replaceEach(at, end);
                }
                at = end;
            }
            if (changed) {
                flush();
                text.apply(edit);
            }
        }

        private void replaceEach(int from, int to) {
            for (int at = from; at < to; ) {
                int next = Utf8.charEnd(utf8, at, to);
                if (!replace(at, next)) {
                    add(Utf8.codePointAt(utf8, at), 0);
                }
                at = next;
            }
        }

        private boolean replace(int from, int to) {
            long rule = rules.shortestPrefix(utf8, from, to);
            if (rule == Charsmap.NO_MATCH) {
                return false;
            }
            changed = true;
            byte[] by = rules.replacements();
            int at = (int) rule;
            int end = rules.replacementEnd(at);
            int fewer = characters(utf8, from, to);
            int more = characters(by, at, end) - fewer;
            for (int index = 0; at < end; index++) {
                add(Utf8.codePointAt(by, at), index >= fewer ? 1 : 0);
                at = Utf8.charEnd(by, at, end);
            }
            if (more < 0) {
                lastChange += more;
            }
            return true;
        }

        private int characters(byte[] bytes, int from, int to) {
            int count = 0;
            for (int i = from; i < to; i++) {
                count += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
            }
            return count;
        }

        private void add(int codePoint, int change) {
            flush();
            last = codePoint;
            lastChange = change;
        }

        private void flush() {
            if (last >= 0) {
                edit.add(last, lastChange);
            }
        }
    }
}
