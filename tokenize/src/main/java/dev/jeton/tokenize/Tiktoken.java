package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A tokenizer with the calls of tiktoken's {@code Encoding}: they know bytes of tokens, refuse ids
 * that are not there, and by default refuse texts with special tokens written out. Immutable.
 *
 * <pre>{@code
 * Tiktoken tiktoken = Tiktoken.of(Tokenizers.load(Path.of("cl100k_base.tiktoken")));
 * int[] ids = tiktoken.encodeOrdinary("hello <|endoftext|>"); // text like any other
 * byte[] bytes = tiktoken.decodeBytes(ids);
 * }</pre>
 *
 * <p>The three modes of special tokens are those of {@link SpecialTokenPolicy}: tiktoken's {@code
 * allowed_special="all"} is {@link SpecialTokenPolicy#match()}, {@code disallowed_special=()} is
 * {@link SpecialTokenPolicy#plain()} or {@link SpecialTokenPolicy#allow}, the default is {@link
 * SpecialTokenPolicy#refuse()}.
 */
public final class Tiktoken {
    private final Tokenizer tokenizer;
    private final Parts parts;
    private final Vocabulary vocabulary;
    private final UnstableTokens unstable;

    /** The bytes of the special tokens; of two with one id the first. */
    private final Map<Integer, byte[]> special = new HashMap<>();

    private Tiktoken(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        parts = tokenizer.parts();
        vocabulary = parts.model().vocabulary();
        parts.added()
                .byId()
                .forEach((id, token) -> special.put(id, token.content().getBytes(UTF_8)));
        unstable = new UnstableTokens(this, parts);
    }

    /**
     * The calls of tiktoken on a tokenizer.
     *
     * @throws IllegalArgumentException if its tokens are not bytes: it was not made from a rank
     *     file, a tekken.json or another byte-level tokenizer
     */
    public static Tiktoken of(Tokenizer tokenizer) {
        if (!tokenizer.parts().model().vocabulary().byteLevel()) {
            throw new IllegalArgumentException(
                    "The tokens of this tokenizer are no bytes. Expected one made from a rank file,"
                            + " a tekken.json or another byte-level file.");
        }
        return new Tiktoken(tokenizer);
    }

    /** The tokenizer behind these calls. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The ids of a text; a text with a special token in it is refused. */
    public int[] encode(CharSequence text) {
        return encode(text, SpecialTokenPolicy.refuse());
    }

    /**
     * The ids of a text.
     *
     * @throws TokenizerException if the policy refuses a special token in it
     */
    public int[] encode(CharSequence text, SpecialTokenPolicy policy) {
        return tokenizer.encodeIds(text, options(strict(policy)));
    }

    private static EncodeOptions options(SpecialTokenPolicy policy) {
        return EncodeOptions.defaults()
                .withSpecialTokens(false)
                .withoutTruncation()
                .withoutPadding()
                .withSpecialTokenPolicy(policy);
    }

    /**
     * tiktoken looks for a refused token everywhere, be it inside of an allowed one; so the others
     * are named.
     */
    private SpecialTokenPolicy strict(SpecialTokenPolicy policy) {
        if (!policy.refusesOthers()) {
            return policy;
        }
        Set<String> others = new LinkedHashSet<>(specialTokens());
        others.removeIf(policy::allows);
        return policy.refuse(others);
    }

    /** The ids of a text in which special tokens are text like any other. */
    public int[] encodeOrdinary(CharSequence text) {
        return encode(text, SpecialTokenPolicy.plain());
    }

    /**
     * The tokens that stay whatever follows the text, and all ways the text could go on from there.
     * Costs thousands of encodings; meant for texts that end in a short word.
     *
     * @throws TokenizerException if the policy refuses a special token, or the last word has more
     *     than 256 bytes
     */
    public Unstable encodeWithUnstable(CharSequence text, SpecialTokenPolicy policy) {
        return unstable.encode(text, options(strict(policy)));
    }

    /**
     * The result of {@link #encodeWithUnstable}.
     *
     * @param stable ids that stay
     * @param completions each a list of ids whose bytes begin with the rest of the text; in no
     *     order
     */
    public record Unstable(List<Integer> stable, Set<List<Integer>> completions) {}

    /**
     * The id of the token with exactly these bytes, special tokens included.
     *
     * @throws TokenizerException if there is none
     */
    public int encodeSingleToken(byte[] bytes) {
        int id = idOf(bytes, 0, bytes.length);
        if (id != Vocabulary.NOT_FOUND) {
            return id;
        }
        Integer added = parts.added().ids().get(new String(bytes, UTF_8));
        if (added != null) {
            return added;
        }
        throw new TokenizerException(
                "No token is \"" + Utf8.decodeLossy(bytes) + "\" (" + bytes.length + " bytes).");
    }

    /**
     * The bytes of a token, special tokens included.
     *
     * @throws TokenizerException if no token has this id
     */
    public byte[] decodeSingleTokenBytes(int id) {
        byte[] added = special.get(id);
        if (added != null) {
            return added.clone();
        }
        int length = vocabulary.rawByteCount(id);
        if (length < 0) {
            throw new TokenizerException(
                    "No token has the id " + Integer.toUnsignedString(id) + ".");
        }
        byte[] bytes = new byte[length];
        vocabulary.copyRawTo(id, bytes, 0);
        return bytes;
    }

    /** The bytes of each token, in order. */
    public List<byte[]> decodeTokensBytes(int... ids) {
        List<byte[]> all = new ArrayList<>(ids.length);
        for (int id : ids) {
            all.add(decodeSingleTokenBytes(id));
        }
        return all;
    }

    /**
     * The bytes of tokens, one behind the other.
     *
     * @throws TokenizerException if an id is not there
     */
    public byte[] decodeBytes(int... ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * ids.length);
        decodeTokensBytes(ids).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** The text of tokens; what is not UTF-8 is U+FFFD. */
    public String decode(int... ids) {
        return Utf8.decodeLossy(decodeBytes(ids));
    }

    /**
     * The text of tokens, and where each of them starts in it.
     *
     * @throws TokenizerException if an id is not there, or the bytes are not UTF-8
     */
    public WithOffsets decodeWithOffsets(int... ids) {
        List<byte[]> tokens = decodeTokensBytes(ids);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] offsets = new int[ids.length];
        int characters = 0;
        for (int i = 0; i < offsets.length; i++) {
            byte[] token = tokens.get(i);
            boolean inside = token.length > 0 && isContinuation(token[0]);
            offsets[i] = Math.max(0, characters - (inside ? 1 : 0));
            for (byte b : token) {
                characters += isContinuation(b) ? 0 : 1;
            }
            all.writeBytes(token);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return new WithOffsets(text, IntStream.of(offsets).boxed().toList());
        } catch (CharacterCodingException e) {
            throw new TokenizerException(
                    "The bytes of the tokens are not UTF-8, so there are no offsets.", e);
        }
    }

    /**
     * The result of {@link #decodeWithOffsets}.
     *
     * @param offsets for each token the code point where it starts; for one that starts inside of a
     *     character, that character
     */
    public record WithOffsets(String text, List<Integer> offsets) {}

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** The contents of the special tokens. */
    public Set<String> specialTokens() {
        return parts.added().specialContents();
    }

    /** The bytes of all tokens that are not special, in rising order of the bytes. */
    public List<byte[]> tokenByteValues() {
        return unstable.tokenByteValues();
    }

    /** The highest id of all tokens, special ones included. */
    public int maxTokenValue() {
        long max = Integer.toUnsignedLong(vocabulary.idLimit()) - 1;
        for (int id : special.keySet()) {
            max = Math.max(max, Integer.toUnsignedLong(id));
        }
        return (int) max;
    }

    int idOf(byte[] bytes, int from, int to) {
        return vocabulary.idOfRaw(bytes, from, to);
    }

    byte[] bytesOf(int id) {
        return Objects.requireNonNullElseGet(special.get(id), () -> decodeSingleTokenBytes(id));
    }
}
