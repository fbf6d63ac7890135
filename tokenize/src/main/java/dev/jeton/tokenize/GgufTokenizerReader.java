package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.json.TokenizerFile;

/** Makes a tokenizer of the metadata of a GGUF file. */
final class GgufTokenizerReader {
    private GgufTokenizerReader() {}

    static TokenizerFile read(GgufFile file, LoadLimits limits) {
        throw new UnsupportedPartException(file.path() + ": not supported yet " + limits);
    }
}
