package dev.jeton.sentencepiece;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerFormat;

/**
 * SentencePiece {@code .model} files for {@code Tokenizers.load}. A tokenizer cuts, shows spans and
 * decodes exactly as {@link SentencePieceProcessor} does, and adds no pieces around a text; for
 * other {@linkplain SentencePieceOptions options} see {@link SentencePieceProcessor#tokenizer}.
 */
public final class SentencePieceFormat implements TokenizerFormat {
    /** The format; found as a service. */
    public SentencePieceFormat() {}

    @Override
    public String name() {
        return "SentencePiece";
    }

    /**
     * Whether the file begins as a model does: with a piece. A file named {@code *.model} or {@code
     * *.spm} that is no JSON is taken as well, so that the message about a broken one is of use.
     */
    @Override
    public boolean recognizes(byte[] file, String name) {
        boolean named =
                name.endsWith(".model") || name.endsWith(".spm") || name.contains(".model.v");
        return beginsWithPiece(file) || (named && !beginsAsJson(file));
    }

    private static boolean beginsAsJson(byte[] file) {
        int at = 0;
        while (at < file.length && file[at] > 0 && file[at] <= ' ') {
            at++;
        }
        return at < file.length && file[at] == '{';
    }

    /** A message in field 1 that has a text in field 1, and nothing or a score or a type next. */
    private static boolean beginsWithPiece(byte[] file) {
        if (file.length < 4 || file[0] != 0x0A) {
            return false;
        }
        int at = 1;
        int length = 0;
        for (int shift = 0; at < file.length && shift < 28; shift += 7) {
            length |= (file[at] & 0x7F) << shift;
            if (file[at++] >= 0) {
                break;
            }
        }
        long end = (long) at + length;
        if (end > file.length || at + 2 > end || file[at] != 0x0A || file[at + 1] < 0) {
            return false;
        }
        long textEnd = at + 2L + file[at + 1];
        if (textEnd >= end) {
            return textEnd == end;
        }
        byte next = file[(int) textEnd];
        return next == 0x15 || next == 0x18;
    }

    @Override
    public Tokenizer read(byte[] file, String name, LoadLimits limits) {
        return SentencePieceProcessor.load(file, name, limits)
                .tokenizer(SentencePieceOptions.none());
    }
}
