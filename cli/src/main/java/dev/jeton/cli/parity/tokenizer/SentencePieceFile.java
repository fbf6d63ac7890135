package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.sentencepiece.PieceType;
import dev.jeton.sentencepiece.SentencePieceProcessor;
import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A SentencePiece model of Mistral. Its version is the end of its name; with special tokens kept,
 * mistral-common joins all pieces as they are written in the model.
 */
final class SentencePieceFile implements MistralFile {
    private final SentencePieceProcessor model;
    private final String version;

    SentencePieceFile(Path path) {
        try {
            model = SentencePieceProcessor.load(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String suffix = path.toString().replaceFirst("^.*\\.", "");
        version = suffix.equals("model") ? "v1" : suffix.replaceFirst("m.*$", "");
    }

    private boolean isSpecial(int id) {
        return model.type(id) == PieceType.CONTROL;
    }

    @Override
    public ObjectNode info() {
        int special = 0;
        for (int id = 0; id < model.size(); id++) {
            special += isSpecial(id) ? 1 : 0;
        }
        return Rows.outcome()
                .put("size", model.size())
                .put("bos", model.beginId())
                .put("eos", model.endId())
                .put("pad", model.padId())
                .put("unk", model.unknownId())
                .put("version", version)
                .put("special", special);
    }

    @Override
    public int[] encode(String text, boolean bos, boolean eos) {
        int[] ids = model.encodeIds(text);
        int start = bos ? 1 : 0;
        int[] all = new int[ids.length + start + (eos ? 1 : 0)];
        System.arraycopy(ids, 0, all, start, ids.length);
        if (bos) {
            all[0] = model.beginId();
        }
        if (eos) {
            all[all.length - 1] = model.endId();
        }
        return all;
    }

    @Override
    public String decodeKeeping(int[] ids) {
        StringBuilder pieces = new StringBuilder();
        for (int id : ids) {
            pieces.append(model.pieceOf(id));
        }
        return pieces.toString();
    }

    @Override
    public String decodeIgnoring(int[] ids) {
        return model.decode(ids);
    }

    @Override
    public String decodeRefusing(int[] ids) {
        if (Arrays.stream(ids).anyMatch(this::isSpecial)) {
            throw new TokenizerException("a special token in the ids to decode");
        }
        return model.decode(ids);
    }
}
