package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.json.ByteCoverage;
import dev.jeton.tokenize.internal.json.JsonTree;
import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.ModelSpec;
import java.nio.charset.StandardCharsets;

/**
 * Reads {@code vocab.txt} and {@code vocab.json} with {@code merges.txt} as the models of
 * tokenizers 0.22.2 do.
 */
public final class VocabularyFiles {
    private VocabularyFiles() {}

    /**
     * WordPiece: a token on each line, its id is the number of the line from 0; white space at the
     * end of a line does not count, of equal lines the last one does.
     */
    public static ModelSpec.Builder wordPiece(byte[] vocabulary, String name, LoadLimits limits) {
        ModelSpec.Builder spec =
                builder(name, limits)
                        .names("WordPiece", "tokens", "merges")
                        .type("WordPiece")
                        .vocabularyStarts();
        int id = 0;
        for (String line : lines(vocabulary, name, limits)) {
            spec.token(trimEnd(line), id++);
        }
        return spec;
    }

    /** The tokens of a BPE model with their ids, and its merges. */
    public record Bpe(ModelSpec.Builder spec, boolean completeBytes) {}

    /** BPE: an object of tokens and ids, and a merge on each line. */
    public static Bpe bpe(
            byte[] vocabulary, String name, byte[] merges, String mergesName, LoadLimits limits) {
        ModelSpec.Builder spec =
                builder(name, limits).names("BPE", "tokens", mergesName).type("BPE");
        ByteCoverage coverage = new ByteCoverage();
        JsonTree.integers(
                vocabulary,
                name,
                limits,
                (token, id) -> {
                    spec.token(token, id);
                    coverage.add(token);
                });
        spec.vocabularyStarts().mergesStart();
        for (String line : lines(merges, mergesName, limits)) {
            spec.mergeLine(line);
        }
        return new Bpe(spec, coverage.isComplete());
    }

    private static ModelSpec.Builder builder(String name, LoadLimits limits) {
        return ModelSpec.builder(name)
                .maxVocabulary(Math.max(1, limits.maxVocabulary()))
                .maxMerges(Math.max(1, limits.maxMerges()));
    }

    private static Iterable<String> lines(byte[] bytes, String name, LoadLimits limits) {
        int bad = Utf8.firstMalformed(bytes);
        if (bad < bytes.length) {
            throw new TokenizerException(name + ": byte " + bad + " is not UTF-8.");
        }
        return () -> new Lines(bytes, name, limits);
    }

    /** Lines end with LF or CR LF. */
    private static final class Lines implements java.util.Iterator<String> {
        private final byte[] bytes;
        private final String name;
        private final LoadLimits limits;
        private int at;

        Lines(byte[] bytes, String name, LoadLimits limits) {
            this.bytes = bytes;
            this.name = name;
            this.limits = limits;
        }

        @Override
        public boolean hasNext() {
            return at < bytes.length;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            int from = at;
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            at = end + 1;
            int to = end < bytes.length && end > from && bytes[end - 1] == '\r' ? end - 1 : end;
            if (to - from > limits.maxTokenBytes()) {
                throw new TokenizerException(
                        String.format(
                                "%s has a line of %,d bytes, more than %,d"
                                        + " (LoadLimits.maxTokenBytes).",
                                name, to - from, limits.maxTokenBytes()));
            }
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
    }

    private static String trimEnd(String line) {
        int end = line.length();
        while (end > 0) {
            int c = line.codePointBefore(end);
            if (!Characters.isWhitespace(c)) {
                break;
            }
            end -= Character.charCount(c);
        }
        return line.substring(0, end);
    }
}
