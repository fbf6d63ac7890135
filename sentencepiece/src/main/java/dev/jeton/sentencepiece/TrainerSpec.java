package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.wire.WireReader;

/** The settings of the trainer that encoding and decoding depend on, as the file says them. */
final class TrainerSpec {
    ModelType modelType = ModelType.UNIGRAM;
    boolean treatWhitespaceAsSuffix;
    boolean byteFallback;
    byte[] unknownPiece = "<unk>".getBytes(UTF_8);
    byte[] beginPiece = "<s>".getBytes(UTF_8);
    byte[] endPiece = "</s>".getBytes(UTF_8);
    byte[] padPiece = "<pad>".getBytes(UTF_8);

    /** What the unknown piece is decoded to: a double question mark between spaces. */
    byte[] unknownSurface = " \u2047 ".getBytes(UTF_8);

    static TrainerSpec read(WireReader in) {
        String path = "trainer_spec";
        TrainerSpec spec = new TrainerSpec();
        while (in.next(path)) {
            switch (in.field()) {
                case 3 -> spec.modelType = modelType(in);
                case 24 ->
                        spec.treatWhitespaceAsSuffix =
                                in.flag(path + ".treat_whitespace_as_suffix");
                case 35 -> spec.byteFallback = in.flag(path + ".byte_fallback");
                case 44 -> spec.unknownSurface = in.bytes(path + ".unk_surface");
                case 45 -> spec.unknownPiece = name(in, path + ".unk_piece", spec.unknownPiece);
                case 46 -> spec.beginPiece = name(in, path + ".bos_piece", spec.beginPiece);
                case 47 -> spec.endPiece = name(in, path + ".eos_piece", spec.endPiece);
                case 48 -> spec.padPiece = name(in, path + ".pad_piece", spec.padPiece);
                default -> in.skip(path);
            }
        }
        return spec;
    }

    private static ModelType modelType(WireReader in) {
        long number = in.integer("trainer_spec.model_type");
        if (number < 1 || number > ModelType.COUNT) {
            throw in.error(
                    "trainer_spec.model_type",
                    "is " + number + ". Expected 1 (unigram), 2 (bpe), 3 (word) or 4 (char)");
        }
        return ModelType.ofNumber((int) number);
    }

    /** An empty name means the usual one. */
    private static byte[] name(WireReader in, String path, byte[] usual) {
        byte[] name = in.bytes(path);
        return name.length == 0 ? usual : name;
    }
}
