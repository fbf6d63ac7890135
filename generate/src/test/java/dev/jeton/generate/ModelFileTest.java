package dev.jeton.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ModelFileTest {
    @TempDir Path folder;

    @Test
    void folderIsDescribed() {
        ModelFile file = ModelFile.describe(Golden.decoders("llama-bf16-sharded"));
        assertEquals("safetensors folder", file.format());
        assertEquals("LlamaForCausalLM (llama)", file.facts().get("architecture"));
        assertEquals("3", file.facts().get("layers"));
        assertEquals("70,992", file.facts().get("parameters"));
        assertEquals("29 (29 BF16)", file.facts().get("tensors"));
        assertEquals("yes", file.facts().get("can be run"));
        assertEquals("\"bfloat16\"", file.metadata().get("torch_dtype"));
        assertEquals(29, file.tensors().size());
    }

    @Test
    void ggufFileIsDescribedEvenIfItCannotBeRun() {
        ModelFile file = ModelFile.describe(Golden.decoders("gguf/all-types.gguf"));
        assertEquals("GGUF v3", file.format());
        assertTrue(String.valueOf(file.facts().get("can be run")).startsWith("no: "));
        assertEquals(List.of(4L, 512L), file.tensors().get(0).shape());
    }

    @Test
    void oneSafetensorsFileIsDescribed() {
        ModelFile file = ModelFile.describe(Golden.decoders("llama/model.safetensors"));
        assertEquals("safetensors", file.format());
        assertEquals("86,352", file.facts().get("parameters"));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "hello, world");
        GenerateException e = assertThrows(GenerateException.class, () -> ModelFile.describe(text));
        assertEquals(
                "a.txt: header: the file begins with 0x68656c6c, expected \"GGUF\": it is no GGUF"
                        + " file.",
                e.getMessage());
    }
}
