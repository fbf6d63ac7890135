package dev.jeton.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tokenizer as files of another format, which may hold less than a tokenizer.json: what is not
 * kept is listed, and {@link #firstDifference} shows whether that matters. Immutable.
 *
 * <pre>{@code
 * TokenizerExport export = TokenizerExport.of(tokenizer, TokenizerExport.Format.GGUF);
 * if (export.firstDifference(texts).isEmpty()) {
 *     export.save(folder);
 * }
 * }</pre>
 */
public final class TokenizerExport {
    /** What can be written; the names of the files are those that loaders look for. */
    public enum Format {
        /** {@code vocabulary.gguf}: metadata as llama.cpp reads it, and no weights. */
        GGUF,
        /** {@code tekken.json}: byte-level BPE whose special tokens have the first ids. */
        TEKKEN,
        /** {@code vocab.txt} with {@code tokenizer_config.json}: BERT's WordPiece. */
        VOCAB_TXT,
        /** {@code vocab.json}, {@code merges.txt}, {@code tokenizer_config.json}: GPT-2's BPE. */
        VOCAB_AND_MERGES
    }

    private final Tokenizer tokenizer;
    private final Map<String, byte[]> files;
    private final List<String> losses;
    private final boolean keepsSpecialTokens;

    TokenizerExport(
            Tokenizer tokenizer,
            Map<String, byte[]> files,
            List<String> losses,
            boolean keepsSpecialTokens) {
        this.tokenizer = tokenizer.withTruncation(Optional.empty()).withPadding(Optional.empty());
        this.files = new LinkedHashMap<>(files);
        this.losses = List.copyOf(losses);
        this.keepsSpecialTokens = keepsSpecialTokens;
    }

    /**
     * Makes the files. Costs what the vocabulary costs; nothing is written.
     *
     * @throws TokenizerException if the format has no place for this model or its stages; the
     *     message says for which
     */
    public static TokenizerExport of(Tokenizer tokenizer, Format format) {
        return switch (format) {
            case GGUF -> new GgufExport(tokenizer).export();
            case TEKKEN -> new TekkenExport(tokenizer).export();
            case VOCAB_TXT -> VocabularyExport.wordPiece(tokenizer);
            case VOCAB_AND_MERGES -> VocabularyExport.bpe(tokenizer);
        };
    }

    /** The files by their names. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> copies = new LinkedHashMap<>();
        files.forEach((name, bytes) -> copies.put(name, bytes.clone()));
        return Collections.unmodifiableMap(copies);
    }

    /** What of the tokenizer is not in the files, a line each. */
    public List<String> losses() {
        return losses;
    }

    /** Whether what the post-processor puts around a text is in the files. */
    public boolean keepsSpecialTokens() {
        return keepsSpecialTokens;
    }

    /** The tokenizer without truncation and padding, which none of the formats has. */
    public Tokenizer original() {
        return tokenizer;
    }

    /**
     * The tokenizer that the files make when they are loaded, through a temporary folder.
     *
     * @throws TokenizerException if they cannot be loaded: then they do not hold this tokenizer
     */
    public Tokenizer read() {
        try {
            Path folder = Files.createTempDirectory("jeton");
            try {
                write(folder);
                Path one = folder.resolve(files.keySet().iterator().next());
                return Tokenizers.load(files.size() == 1 ? one : folder);
            } finally {
                for (String name : files.keySet()) {
                    Files.deleteIfExists(folder.resolve(name));
                }
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new TokenizerException("The files cannot be written to be read again: " + e, e);
        }
    }

    /**
     * Encodes texts with the tokenizer and with what the files make of it.
     *
     * @return the first text with other ids; empty if there is none
     */
    public Optional<String> firstDifference(Iterable<String> texts) {
        Tokenizer after = read();
        EncodeOptions options = EncodeOptions.defaults().withSpecialTokens(keepsSpecialTokens);
        for (String text : texts) {
            int[] ids = tokenizer.encodeIds(text, options);
            if (!Arrays.equals(ids, after.encodeIds(text, options))) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes the files into a folder, which is made if it is not there. Each appears as a whole or
     * not at all.
     *
     * @throws TokenizerException if they cannot be written
     */
    public void save(Path folder) {
        try {
            Files.createDirectories(folder);
            write(folder);
        } catch (IOException e) {
            throw new TokenizerException(folder + " cannot be written: " + e, e);
        }
    }

    private void write(Path folder) throws IOException {
        Map<Path, Path> finished = new LinkedHashMap<>();
        try {
            // All files are complete before the first one gets its name.
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path temporary = Files.createTempFile(folder, "tokenizer", ".tmp");
                finished.put(temporary, folder.resolve(file.getKey()));
                Files.write(temporary, file.getValue());
            }
            for (Map.Entry<Path, Path> file : finished.entrySet()) {
                Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            for (Path temporary : finished.keySet()) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
