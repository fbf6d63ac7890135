package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.UnsupportedPartException;
import dev.jeton.tokenize.pipeline.BertNormalizer;
import dev.jeton.tokenize.pipeline.ByteLevelNormalizer;
import dev.jeton.tokenize.pipeline.Lowercase;
import dev.jeton.tokenize.pipeline.Nfc;
import dev.jeton.tokenize.pipeline.Nfd;
import dev.jeton.tokenize.pipeline.Nfkc;
import dev.jeton.tokenize.pipeline.Nfkd;
import dev.jeton.tokenize.pipeline.Nmt;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.Precompiled;
import dev.jeton.tokenize.pipeline.Prepend;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.Strip;
import dev.jeton.tokenize.pipeline.StripAccents;
import java.util.Base64;
import java.util.List;

/** Makes normalizers of their JSON. */
final class NormalizerReader {
    private static final List<String> TYPES =
            List.of(
                    "BertNormalizer",
                    "Strip",
                    "StripAccents",
                    "NFC",
                    "NFD",
                    "NFKC",
                    "NFKD",
                    "Sequence",
                    "Lowercase",
                    "Nmt",
                    "Precompiled",
                    "Replace",
                    "Prepend",
                    "ByteLevel");

    private final LoadLimits limits;

    NormalizerReader(LoadLimits limits) {
        this.limits = limits;
    }

    Normalizer read(JsonNode json) {
        return switch (json.get("type").oneOf(TYPES)) {
            case "BertNormalizer" -> {
                JsonNode accents = json.find("strip_accents");
                yield new BertNormalizer(
                        json.get("clean_text").flag(),
                        json.get("handle_chinese_chars").flag(),
                        accents.isNull() ? null : accents.flag(),
                        json.get("lowercase").flag());
            }
            case "Strip" ->
                    new Strip(json.get("strip_left").flag(), json.get("strip_right").flag());
            case "StripAccents" -> new StripAccents();
            case "NFC" -> new Nfc();
            case "NFD" -> new Nfd();
            case "NFKC" -> new Nfkc();
            case "NFKD" -> new Nfkd();
            case "Sequence" ->
                    new NormalizerSequence(
                            Stages.readAll(json.get("normalizers"), limits, this::read));
            case "Lowercase" -> new Lowercase();
            case "Nmt" -> new Nmt();
            case "Precompiled" -> precompiled(json.get("precompiled_charsmap"));
            case "Replace" ->
                    new Replace(
                            Stages.pattern(json.get("pattern"), limits),
                            json.get("content").string());
            case "Prepend" -> new Prepend(json.get("prepend").string());
            case "ByteLevel" -> new ByteLevelNormalizer();
            default ->
                    throw new UnsupportedPartException(
                            json.file()
                                    + ": "
                                    + json.path()
                                    + ".type is \""
                                    + json.get("type").string()
                                    + "\", which is not supported yet.");
        };
    }

    private static Precompiled precompiled(JsonNode rules) {
        String base64 = rules.string();
        byte[] compiled;
        try {
            if (base64.length() % 4 != 0) {
                throw new IllegalArgumentException("the padding at the end is missing");
            }
            compiled = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw rules.error("is not Base64: " + e.getMessage() + ".");
        }
        return new Precompiled(compiled, rules.file() + ": " + rules.path());
    }
}
