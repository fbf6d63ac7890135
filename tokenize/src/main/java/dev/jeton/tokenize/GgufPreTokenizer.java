package dev.jeton.tokenize;

import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Digits;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.TextPattern;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a value of {@code tokenizer.ggml.pre} stands for: GGUF files name the pre-tokenizer of a
 * byte-level model, where a tokenizer.json spells it out.
 *
 * @param stages makes the pre-tokenizer of the equivalent tokenizer.json
 * @param nfc whether the text is brought into NFC first
 * @param ignoreMerges whether a piece that is a token needs no merges
 * @param addBos whether the begin-of-text token is added where the file does not say
 */
record GgufPreTokenizer(
        Supplier<PreTokenizer> stages, boolean nfc, boolean ignoreMerges, boolean addBos) {
    private static final String LLAMA3 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String QWEN2 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String O200K =
            "[^\\r"
                    + "\\n"
                    + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r"
                    + "\\n"
                    + "\\p{L}\\p{N}]?"
                    + "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r"
                    + "\\n"
                    + "/]*|\\s*[\\r"
                    + "\\n"
                    + "]+|\\s+(?!\\S)|\\s+";

    private static final GgufPreTokenizer GPT2_KIND =
            new GgufPreTokenizer(() -> new ByteLevel(false, true, true), false, false, false);
    private static final GgufPreTokenizer DIGITS_KIND =
            new GgufPreTokenizer(
                    () ->
                            new PreTokenizerSequence(
                                    List.of(new Digits(true), new ByteLevel(false, true, true))),
                    false,
                    false,
                    false);
    private static final GgufPreTokenizer LLAMA3_KIND =
            new GgufPreTokenizer(() -> split(LLAMA3), false, true, true);
    private static final GgufPreTokenizer QWEN2_KIND =
            new GgufPreTokenizer(() -> split(QWEN2), true, false, false);
    private static final GgufPreTokenizer O200K_KIND =
            new GgufPreTokenizer(() -> split(O200K), false, false, false);

    private static final Map<String, GgufPreTokenizer> BY_NAME = byName();

    private static Map<String, GgufPreTokenizer> byName() {
        Map<String, GgufPreTokenizer> map = new TreeMap<>();
        for (String name : List.of("gpt-2", "gpt2", "phi-2", "olmo", "jina-es", "jina-de")) {
            map.put(name, GPT2_KIND);
        }
        for (String name : List.of("smollm", "starcoder", "refact", "command-r", "codeshell")) {
            map.put(name, DIGITS_KIND);
        }
        for (String name : List.of("llama-bpe", "llama3", "llama-v3")) {
            map.put(name, LLAMA3_KIND);
        }
        for (String name : List.of("qwen2", "deepseek-r1-qwen")) {
            map.put(name, QWEN2_KIND);
        }
        for (String name : List.of("gpt-4o", "llama4")) {
            map.put(name, O200K_KIND);
        }
        return map;
    }

    /** The pre-tokenizer of this name, or an error that lists the known ones. */
    static GgufPreTokenizer named(String name, String file) {
        GgufPreTokenizer found = BY_NAME.get(name);
        if (found == null) {
            throw new UnsupportedPartException(
                    file
                            + ": tokenizer.ggml.pre is \""
                            + name
                            + "\", which is not supported yet. Known pre-tokenizers: "
                            + String.join(", ", BY_NAME.keySet())
                            + ".");
        }
        return found;
    }

    private static PreTokenizer split(String pattern) {
        return new PreTokenizerSequence(
                List.of(
                        new Split(TextPattern.regex(pattern), SplitBehavior.ISOLATED, false),
                        new ByteLevel(false, true, false)));
    }
}
