package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.ByteAlphabet;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ByteLevel}: GPT-2's way to see text as bytes, each written as a visible character. As a
 * pre-tokenizer it cuts and rewrites, as a post-processor it trims offsets, as a decoder it turns
 * the characters back into bytes.
 *
 * @param addPrefixSpace whether a space is put before text that has none (pre-tokenizer)
 * @param trimOffsets whether offsets leave white space out (post-processor)
 * @param useRegex whether the text is cut with GPT-2's pattern (pre-tokenizer)
 */
public record ByteLevel(boolean addPrefixSpace, boolean trimOffsets, boolean useRegex)
        implements PreTokenizer, PostProcessor, Decoder {
    /** GPT-2's pattern, by which the pre-tokenizer cuts. */
    public static final String PATTERN =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    /** Compiled when it is first needed. */
    private static final class Gpt2 {
        static final Split SPLIT =
                new Split(TextPattern.regex(PATTERN), SplitBehavior.ISOLATED, false);

        private Gpt2() {}
    }

    @Override
    public void preTokenize(PreTokenizedString text) {
        cutOnly(text);
        text.normalize(ByteLevel::rewrite);
    }

    /** The cuts of the pre-tokenizer without rewriting: the pieces stay as they are in the text. */
    public void cutOnly(PreTokenizedString text) {
        // a split even where nothing is to be cut: it drops empty pieces
        text.split(
                (piece, out) -> {
                    if (addPrefixSpace && !piece.startsWith(' ')) {
                        piece.prepend(" ");
                    }
                    out.accept(piece);
                });
        if (useRegex) {
            Gpt2.SPLIT.preTokenize(text);
        }
    }

    /**
     * A cutter for pieces that stay as they are in the text; null with {@link #addPrefixSpace}.
     * Unlike {@link #newCutter} it leaves the rewriting out: only for models that take raw bytes.
     */
    public @Nullable PieceCutter newRawCutter() {
        if (addPrefixSpace) {
            return null;
        }
        return useRegex ? Gpt2.SPLIT.newCutter() : PieceCutter.Whole.INSTANCE;
    }

    /** Writes each byte as its character of the {@link ByteAlphabet}. */
    static void rewrite(NormalizedString text) {
        NormalizedString.TextEdit edit = text.edit();
        byte[] utf8 = text.bytes();
        for (int at = text.from(), end; at < text.to(); at = end) {
            end = Utf8.charEnd(utf8, at, text.to());
            for (int i = at; i < end; i++) {
                edit.add(ByteAlphabet.charOf(utf8[i]), i == at ? 0 : 1);
            }
        }
        text.apply(edit);
    }

    @Override
    public int addedTokens(boolean pair) {
        return 0;
    }

    @Override
    public List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens) {
        List<Encoding> trimmed =
                trimOffsets ? OffsetTrimming.trim(encodings, addPrefixSpace) : encodings;
        List<Encoding> result = new ArrayList<>(trimmed.size());
        for (Encoding encoding : trimmed) {
            result.add(encoding.withSequence(result.size()));
        }
        return result;
    }

    @Override
    public Surroundings surroundings() {
        return Surroundings.NONE;
    }

    @Override
    public List<String> decodeChain(List<String> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String token : tokens) {
            byte[] raw = bytesOf(token);
            bytes.write(raw, 0, raw.length);
        }
        return List.of(Utf8.decodeLossy(bytes.toByteArray()));
    }

    /**
     * The bytes that a token stands for. One with a character outside of the alphabet is taken
     * whole, as its own UTF-8.
     */
    public static byte[] bytesOf(String token) {
        byte[] raw = new byte[token.length()];
        for (int i = 0; i < raw.length; i++) {
            int b = ByteAlphabet.byteOf(token.charAt(i));
            if (b < 0) {
                return token.getBytes(UTF_8);
            }
            raw[i] = (byte) b;
        }
        return raw;
    }

    /** A border where GPT-2's pattern cuts. */
    @Override
    public @Nullable Border across(Border border) {
        if (addPrefixSpace && border.after() != ' ') {
            return null;
        }
        Border behind = useRegex ? Gpt2.SPLIT.across(border) : null;
        return behind != null && behind.isCut() ? behind : null;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "ByteLevel",
                "add_prefix_space", addPrefixSpace,
                "trim_offsets", trimOffsets,
                "use_regex", useRegex);
    }
}
