package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerExport;
import dev.jeton.tokenize.Tokenizers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/tokenizers.md about other formats. */
class ExportExamplesTest {
    @Test
    void writesWhatIsProven(@TempDir Path folder) {
        Tokenizer tokenizer = Tokenizers.load(Path.of("../testdata/tokenizers/micro/bpe-spm.json"));
        List<String> texts = List.of("Hello there", "na\u00EFve  caf\u00E9\n");

        TokenizerExport export = TokenizerExport.of(tokenizer, TokenizerExport.Format.GGUF);
        if (export.firstDifference(texts).isEmpty()) {
            export.save(folder); // vocabulary.gguf
        }
        List<String> notKept = export.losses();

        assertFalse(notKept.isEmpty());
        Tokenizer again = Tokenizers.load(folder.resolve("vocabulary.gguf"));
        assertArrayEquals(tokenizer.encodeIds(texts.get(0)), again.encodeIds(texts.get(0)));
    }
}
