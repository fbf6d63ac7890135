package dev.jeton.sentencepiece;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a {@code .model} file ({@code sentencepiece_model.proto}): pieces, settings of
 * the trainer, of the normalizer and of the denormalizer, and samples to test the model with.
 * Unknown fields are skipped.
 */
final class ModelFile {
    /** The text of each piece, by id. */
    final List<byte[]> pieces = new ArrayList<>();

    float[] scores = new float[256];
    private PieceType[] types = new PieceType[256];
    TrainerSpec trainer = new TrainerSpec();
    NormalizerSpec normalizer = new NormalizerSpec();
    @Nullable NormalizerSpec denormalizer;

    /** Sample, expected pieces joined by spaces, sample, ... */
    final List<String> selfTest = new ArrayList<>();

    /** The file as it was read; not to be changed. */
    final byte[] source;

    private ModelFile(byte[] source) {
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @param name the name of the file, for messages
     */
    static ModelFile read(String name, byte[] bytes, LoadLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw tooLarge(name, limits);
        }
        ModelFile model = new ModelFile(bytes);
        WireReader in = new WireReader(name, bytes);
        while (in.next("the model")) {
            switch (in.field()) {
                case 1 -> model.readPiece(in, limits);
                case 2 -> model.trainer = TrainerSpec.read(in.message("trainer_spec"));
                case 3 ->
                        model.normalizer =
                                NormalizerSpec.read(
                                        in.message("normalizer_spec"), "normalizer_spec");
                case 4 -> model.readSelfTest(in.message("self_test_data"));
                case 5 ->
                        model.denormalizer =
                                NormalizerSpec.read(
                                        in.message("denormalizer_spec"), "denormalizer_spec");
                default -> in.skip("the model");
            }
        }
        model.scores = Arrays.copyOf(model.scores, model.pieces.size());
        return model;
    }

    static TokenizerException tooLarge(String name, LoadLimits limits) {
        return new TokenizerException(
                String.format(
                        "%s has more than %,d bytes (LoadLimits.maxBytes).",
                        name, limits.maxBytes()));
    }

    private void readPiece(WireReader file, LoadLimits limits) {
        int id = pieces.size();
        if (id == limits.maxVocabulary()) {
            throw file.error(
                    "pieces",
                    String.format(
                            "has more than %,d entries (LoadLimits.maxVocabulary)",
                            limits.maxVocabulary()));
        }
        String path = "pieces[" + id + "]";
        WireReader in = file.message(path);
        byte[] piece = new byte[0];
        float score = 0;
        PieceType type = PieceType.NORMAL;
        while (in.next(path)) {
            switch (in.field()) {
                case 1 -> piece = in.bytes(path + ".piece");
                case 2 -> score = in.number(path + ".score");
                case 3 -> type = type(in, path + ".type");
                default -> in.skip(path);
            }
        }
        if (piece.length > limits.maxTokenBytes()) {
            throw file.error(
                    path + ".piece",
                    String.format(
                            "has more than %,d bytes (LoadLimits.maxTokenBytes)",
                            limits.maxTokenBytes()));
        }
        if (id == scores.length) {
            scores = Arrays.copyOf(scores, 2 * id);
            types = Arrays.copyOf(types, 2 * id);
        }
        scores[id] = score;
        types[id] = type;
        pieces.add(piece);
    }

    private static PieceType type(WireReader in, String path) {
        long number = in.integer(path);
        if (number < 1 || number > PieceType.COUNT) {
            throw in.error(path, "is " + number + ". Expected 1 to " + PieceType.COUNT);
        }
        return PieceType.ofNumber((int) number);
    }

    private void readSelfTest(WireReader in) {
        while (in.next("self_test_data")) {
            if (in.field() != 1) {
                in.skip("self_test_data");
                continue;
            }
            WireReader sample = in.message("self_test_data.samples");
            String input = "";
            String expected = "";
            while (sample.next("self_test_data.samples")) {
                switch (sample.field()) {
                    case 1 -> input = Utf8Text.string(sample.bytes("self_test_data.samples.input"));
                    case 2 ->
                            expected =
                                    Utf8Text.string(
                                            sample.bytes("self_test_data.samples.expected"));
                    default -> sample.skip("self_test_data.samples");
                }
            }
            selfTest.add(input);
            selfTest.add(expected);
        }
    }

    int size() {
        return pieces.size();
    }

    PieceType type(int id) {
        return types[id];
    }

    PieceType[] types() {
        return Arrays.copyOf(types, pieces.size());
    }
}
