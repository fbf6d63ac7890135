package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.pipeline.BertPreTokenizer;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.CharDelimiterSplit;
import dev.jeton.tokenize.pipeline.Digits;
import dev.jeton.tokenize.pipeline.FixedLength;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Metaspace.PrependScheme;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Punctuation;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.UnicodeScripts;
import dev.jeton.tokenize.pipeline.Whitespace;
import dev.jeton.tokenize.pipeline.WhitespaceSplit;
import java.util.List;
import java.util.Locale;

/** Makes pre-tokenizers of their JSON. */
final class PreTokenizerReader {
    private static final List<String> TYPES =
            List.of(
                    "BertPreTokenizer",
                    "ByteLevel",
                    "CharDelimiterSplit",
                    "Metaspace",
                    "Whitespace",
                    "Sequence",
                    "Split",
                    "Punctuation",
                    "WhitespaceSplit",
                    "Digits",
                    "UnicodeScripts",
                    "FixedLength");

    private final LoadLimits limits;

    PreTokenizerReader(LoadLimits limits) {
        this.limits = limits;
    }

    PreTokenizer read(JsonNode json) {
        return switch (json.get("type").oneOf(TYPES)) {
            case "BertPreTokenizer" -> new BertPreTokenizer();
            case "ByteLevel" -> byteLevel(json);
            case "CharDelimiterSplit" -> new CharDelimiterSplit(json.get("delimiter").character());
            case "Metaspace" -> metaspace(json);
            case "Whitespace" -> new Whitespace();
            case "Sequence" ->
                    new PreTokenizerSequence(
                            Stages.readAll(json.get("pretokenizers"), limits, this::read));
            case "Split" ->
                    new Split(
                            Stages.pattern(json.get("pattern"), limits),
                            Stages.behavior(json.get("behavior")),
                            json.get("invert").flag());
            case "Punctuation" ->
                    new Punctuation(
                            json.has("behavior")
                                    ? Stages.behavior(json.get("behavior"))
                                    : SplitBehavior.ISOLATED);
            case "WhitespaceSplit" -> new WhitespaceSplit();
            case "Digits" -> new Digits(json.get("individual_digits").flag());
            case "UnicodeScripts" -> new UnicodeScripts();
            default -> fixedLength(json);
        };
    }

    static ByteLevel byteLevel(JsonNode json) {
        return new ByteLevel(
                json.get("add_prefix_space").flag(),
                json.get("trim_offsets").flag(),
                json.flag("use_regex", true));
    }

    /** Old files have {@code add_prefix_space} in place of {@code prepend_scheme}. */
    static Metaspace metaspace(JsonNode json) {
        PrependScheme scheme = PrependScheme.ALWAYS;
        if (json.has("prepend_scheme")) {
            String name = json.get("prepend_scheme").oneOf("first", "never", "always");
            scheme = PrependScheme.valueOf(name.toUpperCase(Locale.ROOT));
        }
        JsonNode prefix = json.find("add_prefix_space");
        if (!prefix.isNull() && !prefix.flag() && scheme != PrependScheme.NEVER) {
            throw prefix.error(
                    "is false, but "
                            + json.path()
                            + ".prepend_scheme is \""
                            + scheme.jsonName()
                            + "\". Expected \"never\".");
        }
        JsonNode strRep = json.find("str_rep");
        if (!strRep.isNull()) {
            strRep.string(); // has no effect, but must be a string
        }
        JsonNode split = json.find("split");
        return new Metaspace(
                json.get("replacement").character(), scheme, split.isNull() || split.flag());
    }

    private static FixedLength fixedLength(JsonNode json) {
        int length = json.has("length") ? json.get("length").size() : 5;
        if (length == 0) {
            // The reference loads such a file and fails on the first text.
            throw json.get("length").error("is 0. Expected 1 or more.");
        }
        return new FixedLength(length);
    }
}
