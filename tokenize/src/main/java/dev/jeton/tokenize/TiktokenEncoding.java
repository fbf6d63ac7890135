package dev.jeton.tokenize;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rank file does not say: the pattern that cuts the text, and the special tokens. OpenAI's
 * encodings are known by name and by model; others are made with {@link #of}.
 *
 * <pre>{@code
 * TiktokenEncoding encoding = TiktokenEncoding.ofModel("gpt-4o-mini");
 * Tokenizer tokenizer = Tokenizers.loader().encoding(encoding).load(Path.of("o200k_base.tiktoken"));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class TiktokenEncoding {
    private final String name;
    private final String pattern;
    private final Map<String, Integer> specialTokens;
    private final @Nullable RankSource source;

    /** Where the rank file of a known encoding is published. */
    record RankSource(String file, String sha256, URI address) {}

    TiktokenEncoding(
            String name,
            String pattern,
            Map<String, Integer> specialTokens,
            @Nullable RankSource source) {
        this.name = name;
        this.pattern = pattern;
        this.specialTokens = Collections.unmodifiableMap(new LinkedHashMap<>(specialTokens));
        this.source = source;
    }

    /**
     * An encoding of one's own.
     *
     * @param pattern what cuts the text, in the syntax of Rust's fancy-regex; text that it does not
     *     match is dropped, as tiktoken does
     * @param specialTokens contents and ids (unsigned), none empty
     */
    public static TiktokenEncoding of(
            String name, String pattern, Map<String, Integer> specialTokens) {
        if (specialTokens.containsKey("")) {
            throw new IllegalArgumentException("A special token of " + name + " is empty.");
        }
        return new TiktokenEncoding(name, pattern, specialTokens, null);
    }

    /**
     * The encoding {@code gpt2}, {@code r50k_base}, {@code p50k_base}, {@code p50k_edit}, {@code
     * cl100k_base}, {@code o200k_base} or {@code o200k_harmony}.
     *
     * @throws IllegalArgumentException if the name is not known
     */
    public static TiktokenEncoding named(String name) {
        return TiktokenEncodings.named(name);
    }

    /**
     * The encoding of a model of OpenAI, by its name or by the begin of it: {@code "gpt-4o"},
     * {@code "gpt-4o-2024-08-06"}, {@code "text-embedding-3-small"}, {@code "ft:gpt-4o:..."}.
     *
     * @throws IllegalArgumentException if no rule of tiktoken fits the name
     */
    public static TiktokenEncoding ofModel(String model) {
        return TiktokenEncodings.ofModel(model);
    }

    /** The names that {@link #named} takes. */
    public static List<String> names() {
        return TiktokenEncodings.names();
    }

    /** The name, for example {@code "cl100k_base"}. */
    public String name() {
        return name;
    }

    /** The pattern that cuts the text, in the syntax of Rust's fancy-regex. */
    public String pattern() {
        return pattern;
    }

    /** The special tokens and their ids. */
    public Map<String, Integer> specialTokens() {
        return specialTokens;
    }

    /** The SHA-256 of the rank file in hexadecimal, where it is known. */
    public Optional<String> rankFileSha256() {
        return Optional.ofNullable(source).map(RankSource::sha256);
    }

    /** The name of the rank file, where it is known; several encodings share one. */
    public Optional<String> rankFileName() {
        return Optional.ofNullable(source).map(RankSource::file);
    }

    /** Where the rank file is from, for the encodings of OpenAI. */
    Optional<RankSource> source() {
        return Optional.ofNullable(source);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TiktokenEncoding e
                && e.name.equals(name)
                && e.pattern.equals(pattern)
                && e.specialTokens.equals(specialTokens)
                && Objects.equals(e.source, source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, pattern);
    }

    @Override
    public String toString() {
        return "TiktokenEncoding[" + name + "]";
    }
}
