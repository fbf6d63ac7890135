package dev.jeton.tokenize.internal.pattern;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The patterns with a scanner of their own. */
public final class KnownPatterns {
    /** GPT-2's pattern, which the {@code ByteLevel} stage uses. */
    public static final String GPT2 = Gpt2Scanner.PATTERN;

    /** The pattern of OpenAI's cl100k_base as Llama 3 writes it. */
    public static final String CL100K = Cl100kScanner.cl100k().pattern();

    /** Qwen 2's: as {@link #CL100K}, with each digit alone. */
    public static final String QWEN2 = Cl100kScanner.qwen2().pattern();

    /** Qwen 3.5's: as {@link #QWEN2}, with marks in words. */
    public static final String QWEN35 = Cl100kScanner.qwen35().pattern();

    /** The pattern of OpenAI's o200k_base. */
    public static final String O200K = O200kScanner.o200k().pattern();

    /** The pattern of Mistral's tekken files. */
    public static final String TEKKEN = O200kScanner.tekken().pattern();

    /** The third of DeepSeek V3's patterns. */
    public static final String DEEPSEEK = new DeepSeekScanner().pattern();

    private static final Map<String, HandScanner> SCANNERS = new HashMap<>();

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
    }

    private KnownPatterns() {}

    static @Nullable SplitPattern scanner(String pattern) {
        return SCANNERS.get(pattern);
    }
}
