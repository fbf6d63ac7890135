package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.Tekken;
import dev.jeton.tokenize.Tekken.SpecialTokens;
import java.nio.file.Path;

/** A tekken.json. */
final class TekkenFile implements MistralFile {
    private final Tekken tekken;

    TekkenFile(Path path) {
        tekken = Tekken.load(path);
    }

    @Override
    public ObjectNode info() {
        return Rows.outcome()
                .put("size", tekken.vocabularySize())
                .put("bos", tekken.specialTokenId("<s>").orElse(-1))
                .put("eos", tekken.specialTokenId("</s>").orElse(-1))
                .put("pad", tekken.specialTokenId("<pad>").orElse(-1))
                .put("unk", tekken.specialTokenId("<unk>").orElse(-1))
                .put("version", tekken.version())
                .put("special", tekken.specialTokenCount());
    }

    @Override
    public int[] encode(String text, boolean bos, boolean eos) {
        return tekken.encode(text, bos, eos);
    }

    @Override
    public String decodeKeeping(int[] ids) {
        return tekken.decode(ids, SpecialTokens.KEEP);
    }

    @Override
    public String decodeIgnoring(int[] ids) {
        return tekken.decode(ids, SpecialTokens.IGNORE);
    }

    @Override
    public String decodeRefusing(int[] ids) {
        return tekken.decode(ids, SpecialTokens.REFUSE);
    }
}
