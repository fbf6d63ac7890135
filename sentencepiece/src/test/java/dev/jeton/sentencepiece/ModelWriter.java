package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.LoadLimits;

/** Writes small model files. */
final class ModelWriter {
    private final WireFields fields = new WireFields();

    /** A model of a type with the settings that leave the text as it is. */
    static ModelWriter plain(ModelType type, boolean byteFallback) {
        ModelWriter writer = new ModelWriter();
        WireFields trainer = new WireFields().integer(3, type.number());
        writer.fields.bytes(2, trainer.integer(35, byteFallback ? 1 : 0).toBytes());
        WireFields normalizer = new WireFields().integer(3, 0).integer(4, 0).integer(5, 1);
        writer.fields.bytes(3, normalizer.toBytes());
        return writer;
    }

    ModelWriter piece(String text, double score, PieceType type) {
        WireFields piece = new WireFields().bytes(1, text.getBytes(UTF_8));
        piece.number(2, (float) score).integer(3, type.number());
        fields.bytes(1, piece.toBytes());
        return this;
    }

    SentencePieceProcessor load() {
        return SentencePieceProcessor.load(fields.toBytes(), "a.model", LoadLimits.defaults());
    }
}
