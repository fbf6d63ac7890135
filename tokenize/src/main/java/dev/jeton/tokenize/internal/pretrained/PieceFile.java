package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.internal.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What transformers takes from a SentencePiece {@code .model}: the pieces, the id of the unknown
 * one, and the rules of the normalizer.
 */
final class PieceFile {
    /** A piece, by the order of the file. */
    record Piece(String text, float score, boolean control, boolean userDefined) {}

    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNIGRAM = 1;

    private final String name;
    private final LoadLimits limits;
    private final List<Piece> pieces = new ArrayList<>();
    private long unknownId;
    private long modelType = UNIGRAM;
    private byte[] charsmap = new byte[0];

    private PieceFile(String name, LoadLimits limits) {
        this.name = name;
        this.limits = limits;
    }

    static PieceFile read(byte[] bytes, String name, LoadLimits limits) {
        PieceFile file = new PieceFile(name, limits);
        WireReader in = new WireReader(name, bytes);
        while (in.next("the model")) {
            switch (in.field()) {
                case 1 -> file.readPiece(in);
                case 2 -> file.readTrainer(in.message("trainer_spec"));
                case 3 -> file.readNormalizer(in.message("normalizer_spec"));
                default -> in.skip("the model");
            }
        }
        return file;
    }

    private void readPiece(WireReader file) {
        String path = "pieces[" + pieces.size() + "]";
        if (pieces.size() == limits.maxVocabulary()) {
            throw file.error(path, "is one too many (LoadLimits.maxVocabulary)");
        }
        WireReader in = file.message(path);
        String text = "";
        float score = 0;
        long type = 1;
        while (in.next(path)) {
            switch (in.field()) {
                case 1 -> text = text(in, path + ".piece");
                case 2 -> score = in.number(path + ".score");
                case 3 -> type = in.integer(path + ".type");
                default -> in.skip(path);
            }
        }
        if (!Float.isFinite(score)) {
            throw file.error(path + ".score", "is " + score + ". Expected a number");
        }
        pieces.add(new Piece(text, score, type == CONTROL, type == USER_DEFINED));
    }

    private String text(WireReader in, String path) {
        byte[] utf8 = in.bytes(path);
        if (utf8.length > limits.maxTokenBytes()) {
            throw in.error(path, "is too long (LoadLimits.maxTokenBytes)");
        }
        if (Utf8.firstMalformed(utf8) < utf8.length) {
            throw in.error(path, "is not UTF-8");
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private void readTrainer(WireReader in) {
        while (in.next("trainer_spec")) {
            switch (in.field()) {
                case 3 -> modelType = in.integer("trainer_spec.model_type");
                case 40 -> unknownId = in.integer("trainer_spec.unk_id");
                default -> in.skip("trainer_spec");
            }
        }
    }

    private void readNormalizer(WireReader in) {
        while (in.next("normalizer_spec")) {
            if (in.field() == 2) {
                charsmap = in.bytes("normalizer_spec.precompiled_charsmap");
            } else {
                in.skip("normalizer_spec");
            }
        }
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** The id that the trainer gave the unknown piece. */
    long unknownId() {
        return unknownId;
    }

    boolean isUnigram() {
        return modelType == UNIGRAM;
    }

    /** The rules of the normalizer; empty where there are none. */
    byte[] charsmap() {
        return charsmap.clone();
    }

    TokenizerException error(String rest) {
        return new TokenizerException(name + ": " + rest);
    }
}
