package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.pattern.KnownPatterns;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Digits;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.TextPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a value of {@code tokenizer.ggml.pre} stands for: GGUF files name the pre-tokenizer of a BPE
 * model, where a tokenizer.json spells it out. The names are those of llama.cpp; the patterns are
 * those of the tokenizer.json that each was made for, where llama.cpp writes them otherwise because
 * its engine cannot express them.
 *
 * @param patterns the text is cut by each of them in turn; what is between matches is a piece, too
 * @param nfc whether the text is brought into NFC first
 * @param ignoreMerges whether a piece that is a token needs no merges
 * @param addBos whether the begin-of-text token is added where the file does not say
 * @param twoEnds whether two end tokens stand between the texts of a pair, as in RoBERTa
 * @param spaceSymbol whether pieces are text in which a space is written U+2581, with tokens {@code
 *     <0x..>} for unknown bytes; otherwise they are bytes in GPT-2's alphabet
 */
record GgufPreTokenizer(
        List<String> patterns,
        boolean nfc,
        boolean ignoreMerges,
        boolean addBos,
        boolean twoEnds,
        boolean spaceSymbol) {
    private static final String GPT2 = KnownPatterns.GPT2;
    private static final String CL100K = KnownPatterns.CL100K;
    private static final String QWEN2 = KnownPatterns.QWEN2;
    private static final String O200K = KnownPatterns.O200K;
    private static final String DIGIT = "\\p{N}";
    private static final String DIGITS = "\\p{N}+";
    private static final String THREE_DIGITS = "\\p{N}{1,3}";
    private static final String ASCII_TRIPLE = "[0-9][0-9][0-9]";
    private static final String LINES = "[^\\n]+|[\\n]+";
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
    private static final String WORD = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
    private static final String SIGNS = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String KANA_AND_HAN = "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+";
    private static final String OLD_DEEPSEEK_ASIAN = "[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+";
    private static final String BLOOM =
            " ?[^(\\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+";

    /** Letters that have case, as the Unicode of the time had them. */
    private static final String DEEPSEEK_LETTERS =
            "\\s?["
                    + "A-Za-z\u00B5\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u01BA\u01BC-\u01BF\u01C4"
                    + "-\u0293\u0295-\u02AF\u0370-\u0373\u0376\u0377\u037B-\u037D\u037F\u0386"
                    + "\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03F5\u03F7-\u0481\u048A-\u052F"
                    + "\u0531-\u0556\u10A0-\u10C5\u13A0-\u13F5\u13F8-\u13FD\u1C90-\u1CBA\u1CBD"
                    + "-\u1CBF\u1D00-\u1D2B\u1D6B-\u1D77\u1D79-\u1D9A\u1E00-\u1F15\u1F18-"
                    + "\u1F1D\u1F20-\u1F45\u1F48-\u1F4D\u1F50-\u1F57\u1F59\u1F5B\u1F5D\u1F5F"
                    + "-\u1F7D\u1F80-\u1FB4\u1FB6-\u1FBC\u1FBE\u1FC2-\u1FC4\u1FC6-\u1FCC\u1FD0"
                    + "-\u1FD3\u1FD6-\u1FDB\u1FE0-\u1FEC\u1FF2-\u1FF4\u1FF6-\u1FFC\u2102\u2107"
                    + "\u210A-\u2113\u2115\u2119-\u211D\u2124\u2126\u2128\u212A-\u212D\u212F"
                    + "-\u2134\u2139\u213C-\u213F\u2145-\u2149\u214E\u2183\u2184\u2C00-\u2C7B"
                    + "\u2C7E-\u2CE4\u2CEB-\u2CEE\u2CF2\u2CF3\uA640-\uA66D\uA680-\uA69B\uA722"
                    + "-\uA76F\uA771-\uA787\uA78B-\uA78E\uAB70-\uABBF\uFB00-\uFB06\uFB13-"
                    + "\uFB17\uFF21-\uFF3A\uFF41-\uFF5A\uD801\uDC00-\uD801\uDC4F\uD801\uDCB0"
                    + "-\uD801\uDCD3\uD801\uDCD8-\uD801\uDCFB\uD803\uDC80-\uD803\uDCB2\uD803\uDCC0"
                    + "-\uD803\uDCF2\uD806\uDCA0-\uD806\uDCDF\uD83A\uDD00-\uD83A\uDD43"
                    + "]+";

    private static final String DEEPSEEK_SIGNS =
            "\\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3000-\u3002]+";
    private static final String ASCII_SIGN_AND_LETTERS =
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|";
    private static final String AFMOE_ASIAN =
            "[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u3040-\u309F\u30A0-\u30FF\uFF65-\uFF9F"
                    + "\u2F00-\u2FDF\u0E40-\u0E7F\u0E80-\u0EFF\u1780-\u17FF\u1000-\u109F"
                    + "\uAA60-\uAA7F\uA9E0-\uA9FF\uAC00-\uD7AF\u1100-\u11FF]+";
    private static final String YOUTU_ASIAN =
            "[\uAC00-\uD7A3\u3131-\u318E]+|[\uFF01\u2026\u201C\u201D\u2018\u2019\u2014\uFF1A\uFF1B"
                    + "\uFF0C\u3001-\u303F\uFE30-\uFE4F]+|[\u3105-\u312F]+|"
                    + KANA_AND_HAN;

    /** The case-aware words of {@link #O200K}, none of whose letters is Han. */
    private static final String KIMI =
            "[\\p{Han}]+|"
                    + "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]*"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
                    + "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]+"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
                    + "\\p{N}{1,3}|"
                    + SIGNS
                    + SPACES;

    /** Runs of digits in threes from the right. */
    private static final String THREES_FROM_RIGHT = "\\p{N}{1,3}(?=(?:\\p{N}{3})*(?!\\p{N}))";

    private static final Map<String, GgufPreTokenizer> BY_NAME = byName();

    private static Map<String, GgufPreTokenizer> byName() {
        Map<String, GgufPreTokenizer> map = new TreeMap<>();
        // What llama.cpp does for a file without a name; no model was trained with it.
        put(map, by("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, DIGITS, ASCII_TRIPLE), "default");
        GgufPreTokenizer gpt2 = by(GPT2);
        put(map, gpt2, "gpt-2", "gpt2", "phi-2", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de");
        put(map, gpt2, "gigachat", "a.x-4.0", "mellum", "jais", "trillion", "granite-docling");
        put(map, gpt2, "exaone4");
        put(map, gpt2.withNfc(), "mpt", "olmo", "modern-bert");
        put(map, gpt2.withTwoEnds(), "jina-v1-en", "jina-v2-code", "roberta-bpe");
        GgufPreTokenizer digits = by(DIGIT, GPT2);
        put(map, digits, "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone");
        put(map, digits, "minerva-7b", "mellum2");
        GgufPreTokenizer llama3 = by(CL100K).withIgnoreMerges().withBos();
        put(map, llama3, "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral");
        put(map, llama3, "midm-2.0", "lfm2", "jina-v5-nano");
        put(map, by(CL100K), "dbrx", "smaug-bpe", "chatglm-bpe", "glm4");
        put(map, by(QWEN2).withNfc(), "qwen2", "deepseek-r1-qwen", "f2llmv2", "megrez");
        put(map, by(QWEN2), "kormo", "stablelm2", "hunyuan", "solar-open", "grok-2");
        put(map, by(KnownPatterns.QWEN35).withNfc(), "qwen35");
        put(map, by(LINES, QWEN2), "laguna");
        put(map, by(WORD + DIGIT + "|" + SIGNS + SPACES), "ufakzeka");
        put(map, by(O200K), "gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2");
        put(map, by(O200K).withIgnoreMerges(), "granite-embed-multi-97m");
        put(map, by("\\d{1,3}(?=(?:\\d{3})*\\b)", O200K), "tiny_aya", "cohere2moe");
        put(map, by(YOUTU_ASIAN, O200K.replace("\\p{N}{1,3}", DIGIT)).withIgnoreMerges(), "youtu");
        put(map, by(KIMI), "kimi-k2");
        put(map, by(KnownPatterns.TEKKEN).withIgnoreMerges().withBos(), "tekken");
        putDeepSeek(map);
        putOthers(map);
        GgufPreTokenizer spaces =
                new GgufPreTokenizer(List.of(LINES), false, false, true, false, true);
        put(map, spaces, "gemma4", "granite-embed-multi-311m");
        put(
                map,
                new GgufPreTokenizer(List.of(LINES), false, false, false, false, true),
                "sarvam-moe");
        return Collections.unmodifiableMap(map);
    }

    private static void putDeepSeek(Map<String, GgufPreTokenizer> map) {
        put(
                map,
                by("[\r\n]", DEEPSEEK_LETTERS, DEEPSEEK_SIGNS, "\\s+$", OLD_DEEPSEEK_ASIAN, DIGITS),
                "deepseek-llm");
        put(
                map,
                by("[\r\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", OLD_DEEPSEEK_ASIAN, DIGIT),
                "deepseek-coder");
        GgufPreTokenizer third = by(THREE_DIGITS, KANA_AND_HAN, KnownPatterns.DEEPSEEK);
        put(map, third, "deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4");
        put(
                map,
                by(
                        THREE_DIGITS,
                        KANA_AND_HAN,
                        ASCII_SIGN_AND_LETTERS
                                + "[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+|[\r\n]|"
                                + "\\s+(?!\\S)|\\s+",
                        DIGIT),
                "spark2_5");
        put(
                map,
                by(
                        THREES_FROM_RIGHT,
                        AFMOE_ASIAN,
                        ASCII_SIGN_AND_LETTERS
                                + "[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+|"
                                + " ?[\\p{P}\\p{S}]+[\\r\\n]*|"
                                + SPACES),
                "afmoe");
    }

    private static void putOthers(Map<String, GgufPreTokenizer> map) {
        put(map, by("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT2, ASCII_TRIPLE), "falcon");
        put(map, by(BLOOM), "bloom", "gpt3-finnish", "poro-chat");
        put(map, by(BLOOM, DIGIT), "viking");
        put(
                map,
                by(
                                "<sentinel:[0-9]+>",
                                "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z",
                                "([\\t\\n]|    |  )",
                                DIGIT,
                                "[\\p{P}!-/:-@\\[-`{-~]",
                                GPT2)
                        .withBos(),
                "chameleon");
        put(map, by(DIGITS, "(?=(\\d{3})+(?!\\d))"), "superbpe");
        put(
                map,
                by(
                        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}|"
                                + " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"),
                "bailingmoe",
                "bailingmoe2",
                "llada-moe");
        put(
                map,
                by(
                        CONTRACTIONS
                                + WORD
                                + "\\p{N}{1}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|\\s*[\\r\\n]+|"
                                + "\\s+(?!\\S)|\\s+"),
                "seed-coder");
        put(
                map,
                by(
                        CONTRACTIONS
                                + "[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+|\\p{N}|"
                                + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"),
                "exaone-moe");
        put(
                map,
                by(
                        CONTRACTIONS
                                + WORD
                                + THREE_DIGITS
                                + "|"
                                + SIGNS
                                + "\\s*[\\r\\n]+|\\s{512}(?!\\S)|\\s{256}(?!\\S)|\\s{128}(?!\\S)|"
                                + "\\s{64}(?!\\S)|\\s{32}(?!\\S)|\\s{16}(?!\\S)|\\s{8}(?!\\S)|"
                                + "\\s{4}(?!\\S)|\\s{1,2}(?!\\S)|\\s{1}"),
                "jais-2");
        put(
                map,
                by(THREE_DIGITS, CONTRACTIONS + WORD + DIGITS + "|" + SIGNS + SPACES)
                        .withIgnoreMerges(),
                "minicpm5");
    }

    private static void put(
            Map<String, GgufPreTokenizer> map, GgufPreTokenizer value, String... names) {
        for (String name : names) {
            map.put(name, value);
        }
    }

    private static GgufPreTokenizer by(String... patterns) {
        return new GgufPreTokenizer(List.of(patterns), false, false, false, false, false);
    }

    private GgufPreTokenizer withNfc() {
        return new GgufPreTokenizer(patterns, true, ignoreMerges, addBos, twoEnds, spaceSymbol);
    }

    private GgufPreTokenizer withIgnoreMerges() {
        return new GgufPreTokenizer(patterns, nfc, true, addBos, twoEnds, spaceSymbol);
    }

    private GgufPreTokenizer withBos() {
        return new GgufPreTokenizer(patterns, nfc, ignoreMerges, true, twoEnds, spaceSymbol);
    }

    private GgufPreTokenizer withTwoEnds() {
        return new GgufPreTokenizer(patterns, nfc, ignoreMerges, addBos, true, spaceSymbol);
    }

    /** All names. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** The pre-tokenizer of this name, or an error that lists the known ones. */
    static GgufPreTokenizer named(String name, String file) {
        GgufPreTokenizer found = BY_NAME.get(name);
        if (found == null) {
            throw new UnsupportedPartException(
                    file
                            + ": tokenizer.ggml.pre is \""
                            + name
                            + "\", which is not supported. Known pre-tokenizers: "
                            + String.join(", ", BY_NAME.keySet())
                            + ".");
        }
        return found;
    }

    /** The stages of the equivalent tokenizer.json. */
    PreTokenizer stages() {
        if (patterns.equals(List.of(GPT2))) {
            return new ByteLevel(false, true, true);
        }
        if (patterns.equals(List.of(DIGIT, GPT2))) {
            return new PreTokenizerSequence(
                    List.of(new Digits(true), new ByteLevel(false, true, true)));
        }
        List<PreTokenizer> stages = new ArrayList<>();
        for (String pattern : patterns) {
            stages.add(new Split(TextPattern.regex(pattern), SplitBehavior.ISOLATED, false));
        }
        if (spaceSymbol) {
            return stages.get(0);
        }
        stages.add(new ByteLevel(false, true, false));
        return new PreTokenizerSequence(stages);
    }
}
