package dev.jeton.cli.convert;

import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A tokenizer as a file of another format, and as that file is read again. */
public final class Conversion {
    private final Tokenizer before;
    private final Tokenizer after;
    private final byte[] file;
    private final List<String> losses;
    private final boolean keepsSpecialTokens;

    Conversion(
            Tokenizer before,
            Tokenizer after,
            byte[] file,
            List<String> losses,
            boolean keepsSpecialTokens) {
        this.before = before;
        this.after = after;
        this.file = file.clone();
        this.losses = List.copyOf(losses);
        this.keepsSpecialTokens = keepsSpecialTokens;
    }

    /**
     * Converts to the format that the name asks for.
     *
     * @throws TokenizerException if this tokenizer has no such form, or there is no such format
     * @throws UnsupportedOperationException if one of its stages has no JSON form
     */
    public static Conversion of(Tokenizer tokenizer, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".tiktoken")) {
            return RankFile.of(tokenizer, name);
        }
        if (lower.endsWith(".json") && !lower.startsWith("tekken")) {
            byte[] json = tokenizer.toJson().getBytes(StandardCharsets.UTF_8);
            Tokenizer after = Tokenizers.loader().load(json, name);
            return new Conversion(tokenizer, after, json, List.of(), true);
        }
        throw new TokenizerException(
                "no such format can be written. Expected a name that ends in .json (tokenizer.json)"
                        + " or .tiktoken.");
    }

    /** The tokenizer as it was, without what the new format cannot hold. */
    public Tokenizer before() {
        return before;
    }

    /** The tokenizer that is read from the new file. */
    public Tokenizer after() {
        return after;
    }

    /** The new file. */
    public byte[] file() {
        return file.clone();
    }

    /** What of the tokenizer is not in the new file, a line each. */
    public List<String> losses() {
        return losses;
    }

    /** Whether what the post-processor adds is in the new file. */
    public boolean keepsSpecialTokens() {
        return keepsSpecialTokens;
    }

    /** An empty list or a list of one. */
    static List<String> loss(boolean lost, String line) {
        return Optional.of(line).filter(any -> lost).stream().toList();
    }
}
