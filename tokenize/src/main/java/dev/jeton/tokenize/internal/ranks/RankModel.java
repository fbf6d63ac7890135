package dev.jeton.tokenize.internal.ranks;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.json.ByteCoverage;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.internal.pattern.PatternException;
import dev.jeton.tokenize.internal.pattern.RustPattern;
import dev.jeton.tokenize.internal.pattern.SplitPattern;
import dev.jeton.tokenize.model.ByteAlphabet;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.TextPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the tokens of a file of ranks and makes a tokenizer of them in the terms of
 * tokenizer.json: BPE behind {@code Split} and {@code ByteLevel}.
 */
final class RankModel {
    private final String file;
    private final LoadLimits limits;
    private final ModelSpec.Builder spec;
    private final ByteCoverage coverage = new ByteCoverage();
    private final Set<Integer> ids = new HashSet<>();
    private int tokens;

    RankModel(String file, String vocabularyName, LoadLimits limits) {
        this.file = file;
        this.limits = limits;
        spec =
                ModelSpec.builder(file)
                        .names("ranks", vocabularyName, "merges")
                        .maxVocabulary(Math.max(1, limits.maxVocabulary()))
                        .maxMerges(Math.max(1, limits.maxMerges()))
                        .type("BPE")
                        .option("ignore_merges", true)
                        .vocabularyStarts()
                        .mergesByRank();
    }

    /**
     * Adds a token.
     *
     * @param place where it stands, for messages
     */
    void add(byte[] token, int id, String place) {
        if (token.length > limits.maxTokenBytes()) {
            throw new TokenizerException(
                    String.format(
                            "%s: %s has a token of %,d bytes, more than %,d"
                                    + " (LoadLimits.maxTokenBytes).",
                            file, place, token.length, limits.maxTokenBytes()));
        }
        StringBuilder written = new StringBuilder(token.length);
        for (byte b : token) {
            written.append(ByteAlphabet.charOf(b));
        }
        String text = written.toString();
        spec.token(text, id);
        coverage.add(text);
        tokens++;
        if (!ids.add(id)) {
            throw new TokenizerException(
                    file
                            + ": "
                            + place
                            + " has the rank "
                            + Integer.toUnsignedString(id)
                            + ", which another token has already. Each token needs a rank of its"
                            + " own.");
        }
    }

    int size() {
        return tokens;
    }

    /**
     * The tokenizer.
     *
     * @param pattern what cuts the text, in the syntax of Rust's fancy-regex
     * @param special contents and ids of the special tokens
     */
    TokenizerFile build(
            String pattern, Map<String, Integer> special, @Nullable PostProcessor postProcessor) {
        if (!coverage.isComplete()) {
            throw new TokenizerException(
                    file
                            + ": byte "
                            + coverage.firstMissing()
                            + " is no token. Each of the 256 bytes needs a token, or some texts"
                            + " could not be encoded.");
        }
        List<AddedToken> added = new ArrayList<>(special.size());
        special.keySet().forEach(content -> added.add(AddedToken.special(content)));
        return new TokenizerFile(
                        null,
                        null,
                        added,
                        null,
                        preTokenizer(pattern),
                        postProcessor,
                        new ByteLevel(true, true, true),
                        spec,
                        true)
                .withFixedIds(special);
    }

    /** tiktoken drops text that the pattern does not match; none does where it covers all. */
    private PreTokenizer preTokenizer(String pattern) {
        int bytes = pattern.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.maxPatternBytes()) {
            throw new TokenizerException(
                    String.format(
                            "%s: the pattern has %,d bytes, more than %,d"
                                    + " (LoadLimits.maxPatternBytes).",
                            file, bytes, limits.maxPatternBytes()));
        }
        try {
            String ruby = RustPattern.toOniguruma(pattern);
            boolean coversAll = SplitPattern.compile(ruby).scanner() != null;
            TextPattern regex = TextPattern.regex(ruby, limits.maxPatternSteps());
            Split split =
                    coversAll
                            ? new Split(regex, SplitBehavior.ISOLATED, false)
                            : new Split(regex, SplitBehavior.REMOVED, true);
            return new PreTokenizerSequence(List.of(split, new ByteLevel(false, true, false)));
        } catch (PatternException e) {
            throw new TokenizerException(
                    file + ": the pattern is not usable: " + e.getMessage(), e);
        }
    }
}
