package dev.jeton.tokenize.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Metaspace}: SentencePiece's way to write spaces as a visible character. A pre-tokenizer
 * and a decoder.
 *
 * @param replacement the character that stands for a space, mostly U+2581
 * @param prependScheme whether it is put before text that does not begin with it
 * @param split whether the text is cut before each of them
 */
public record Metaspace(int replacement, PrependScheme prependScheme, boolean split)
        implements PreTokenizer, Decoder {
    /** When the replacement is put before a text. */
    public enum PrependScheme {
        /** Only at the begin of the whole text. */
        FIRST("first"),
        /** Never. */
        NEVER("never"),
        /** Before each part between added tokens. */
        ALWAYS("always");

        private final String json;

        PrependScheme(String json) {
            this.json = json;
        }

        /** The name in tokenizer.json. */
        public String jsonName() {
            return json;
        }
    }

    @Override
    public void preTokenize(PreTokenizedString text) {
        Replace spaces = new Replace(TextPattern.literal(" "), Character.toString(replacement));
        text.split(
                (piece, out) -> {
                    spaces.normalize(piece);
                    if (prepends(piece)) {
                        piece.prepend(Character.toString(replacement));
                    }
                    out.accept(piece);
                });
        if (split) {
            text.cut(new CharacterCutter(c -> c == replacement, SplitBehavior.MERGED_WITH_NEXT));
        }
    }

    private boolean prepends(NormalizedString piece) {
        return switch (prependScheme) {
            case NEVER -> false;
            case FIRST -> piece.originalStart() == 0 && !piece.startsWith(replacement);
            case ALWAYS -> !piece.startsWith(replacement);
        };
    }

    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        String mark = Character.toString(replacement);
        for (String token : tokens) {
            boolean drop = result.isEmpty() && prependScheme != PrependScheme.NEVER;
            result.add(token.replace(mark, drop ? "" : " "));
        }
        return result;
    }

    @Override
    public @Nullable Border across(Border border) {
        Border spaced = border.with(withMark(border.before()), withMark(border.after()));
        if (prependScheme != PrependScheme.NEVER && spaced.after() != replacement) {
            return null;
        }
        return split
                ? SplitBehavior.MERGED_WITH_NEXT.across(spaced, c -> c == replacement)
                : spaced;
    }

    @Override
    public boolean isSameAnywhere() {
        return prependScheme != PrependScheme.FIRST;
    }

    private int withMark(int c) {
        return c == ' ' ? replacement : c;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type",
                "Metaspace",
                "replacement",
                Character.toString(replacement),
                "prepend_scheme",
                prependScheme.jsonName(),
                "split",
                split);
    }
}
