package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.pipeline.BpeDecoder;
import dev.jeton.tokenize.pipeline.ByteFallback;
import dev.jeton.tokenize.pipeline.CtcDecoder;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.DecoderSequence;
import dev.jeton.tokenize.pipeline.Fuse;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.StripDecoder;
import dev.jeton.tokenize.pipeline.WordPieceDecoder;
import java.util.List;

/** Makes decoders of their JSON. */
final class DecoderReader {
    private static final List<String> TYPES =
            List.of(
                    "BPEDecoder",
                    "ByteLevel",
                    "WordPiece",
                    "Metaspace",
                    "CTC",
                    "Sequence",
                    "Replace",
                    "Fuse",
                    "Strip",
                    "ByteFallback");

    private final LoadLimits limits;

    DecoderReader(LoadLimits limits) {
        this.limits = limits;
    }

    Decoder read(JsonNode json) {
        return switch (json.get("type").oneOf(TYPES)) {
            case "BPEDecoder" -> new BpeDecoder(json.get("suffix").string());
            case "ByteLevel" -> PreTokenizerReader.byteLevel(json);
            case "WordPiece" ->
                    new WordPieceDecoder(json.get("prefix").string(), json.get("cleanup").flag());
            case "Metaspace" -> PreTokenizerReader.metaspace(json);
            case "CTC" ->
                    new CtcDecoder(
                            json.get("pad_token").string(),
                            json.get("word_delimiter_token").string(),
                            json.get("cleanup").flag());
            case "Sequence" ->
                    new DecoderSequence(Stages.readAll(json.get("decoders"), limits, this::read));
            case "Replace" ->
                    new Replace(
                            Stages.pattern(json.get("pattern"), limits),
                            json.get("content").string());
            case "Fuse" -> new Fuse();
            case "Strip" ->
                    new StripDecoder(
                            json.get("content").character(),
                            json.get("start").size(),
                            json.get("stop").size());
            default -> new ByteFallback();
        };
    }
}
