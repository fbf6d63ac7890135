package dev.jeton.tokenize.internal.pattern;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patterns with a scanner of their own, and the patterns behind the names that GGUF files give
 * ({@code tokenizer.ggml.pre}).
 */
public final class KnownPatterns {
    /** GPT-2's pattern, which the {@code ByteLevel} stage uses. */
    public static final String GPT2 = Gpt2Scanner.PATTERN;

    private static final Map<String, HandScanner> SCANNERS = new HashMap<>();
    private static final Map<String, List<String>> GGUF = new HashMap<>();

    static {
        HandScanner gpt2 = Gpt2Scanner.gpt2();
        HandScanner cl100k = Cl100kScanner.cl100k();
        HandScanner qwen2 = Cl100kScanner.qwen2();
        HandScanner qwen35 = Cl100kScanner.qwen35();
        HandScanner o200k = O200kScanner.o200k();
        HandScanner tekken = O200kScanner.tekken();
        HandScanner deepSeek = new DeepSeekScanner();
        for (HandScanner s : List.of(gpt2, cl100k, qwen2, qwen35, o200k, tekken, deepSeek)) {
            SCANNERS.put(s.pattern(), s);
        }
        for (HandScanner s : List.of(Gpt2Scanner.tiktoken(), Cl100kScanner.tiktoken())) {
            SCANNERS.put(s.pattern(), s);
        }

        String digits = "\\p{N}";
        String digits3 = "\\p{N}{1,3}";
        String cjk = "[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+";
        String bloom = " ?[^(\\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+";
        gguf(List.of(gpt2.pattern()), "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat");
        gguf(
                List.of(gpt2.pattern()),
                "jina-v2-es",
                "jina-v2-de",
                "a.x-4.0",
                "mellum",
                "roberta-bpe");
        gguf(
                List.of(gpt2.pattern()),
                "mpt",
                "olmo",
                "jais",
                "trillion",
                "granite-docling",
                "exaone4");
        gguf(List.of(digits, gpt2.pattern()), "smollm", "starcoder", "refact", "command-r");
        gguf(List.of(digits, gpt2.pattern()), "codeshell", "exaone", "minerva-7b");
        gguf(List.of(cl100k.pattern()), "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1");
        gguf(List.of(cl100k.pattern()), "pixtral", "midm-2.0", "lfm2", "dbrx", "smaug-bpe");
        gguf(List.of(cl100k.pattern()), "chatglm-bpe", "glm4");
        gguf(
                List.of(qwen2.pattern()),
                "qwen2",
                "deepseek-r1-qwen",
                "stablelm2",
                "hunyuan",
                "megrez");
        gguf(List.of(qwen35.pattern()), "qwen35");
        gguf(List.of(o200k.pattern()), "gpt-4o", "llama4", "kanana2");
        gguf(List.of(tekken.pattern()), "tekken");
        gguf(
                List.of(digits3, "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+", deepSeek.pattern()),
                "deepseek-v3",
                "hunyuan-dense");
        gguf(List.of("[\r\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", cjk, digits), "deepseek-coder");
        gguf(List.of("[\\p{P}\\$\\+<=>\\^~\\|`]+", gpt2.pattern(), "[0-9][0-9][0-9]"), "falcon");
        gguf(List.of(bloom), "bloom", "gpt3-finnish", "poro-chat");
        gguf(List.of(bloom, digits), "viking");
    }

    private KnownPatterns() {}

    private static void gguf(List<String> patterns, String... names) {
        for (String name : names) {
            GGUF.put(name, patterns);
        }
    }

    static @Nullable SplitPattern scanner(String pattern) {
        return SCANNERS.get(pattern);
    }

    /**
     * The patterns that the pre-tokenizer {@code name} of a GGUF file splits by, one after the
     * other (each {@code Isolated}, then bytes without another pattern), or null for an unknown
     * name.
     */
    public static @Nullable List<String> ofGguf(String name) {
        return GGUF.get(name);
    }
}
