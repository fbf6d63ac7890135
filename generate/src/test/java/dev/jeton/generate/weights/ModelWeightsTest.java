package dev.jeton.generate.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.Golden;
import dev.jeton.generate.Golden.Tensors;
import dev.jeton.generate.TinyGguf;
import dev.jeton.generate.backend.GoldenReplay;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.reference.ReferenceBackend;
import dev.jeton.generate.model.RopeSpec.Pairing;
import dev.jeton.tokenize.internal.gguf.GgufWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelWeightsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama-head-dim", "llama-bf16-sharded"})
    void ggufFileOfAModelGivesTheNumbersOfItsFolder(String model) {
        Path gguf = folder.resolve("model.gguf");
        try (ModelWeights weights = ModelWeights.open(Golden.decoders(model))) {
            GgufWriter writer = TinyGguf.metadata(weights.spec());
            TinyGguf.tensors(writer, weights, WeightType.F32).writeTo(gguf);
        }
        try (Arena arena = Arena.ofConfined();
                ModelWeights weights = ModelWeights.open(folder)) {
            assertEquals(Pairing.INTERLEAVED, weights.spec().rope().pairing());
            assertEquals("tiny", weights.name());
            Tensors golden =
                    Tensors.open(Golden.decoders(model).resolve("golden.safetensors"), arena);
            int[] ids = golden.ids("prompt2.ids");
            float[] expected = golden.floats("prompt2.logits");
            double bound = 10 * Golden.index(model, "float32_noise");
            try (Runner runner =
                    new ReferenceBackend()
                            .open(weights.spec(), weights.params(), RunnerConfig.of(64))) {
                int[] table = GoldenReplay.allPages(runner);
                var result = runner.step(StepBatch.of(ids, 0, table, true));
                for (int i = 0; i < ids.length; i++) {
                    float[] logits = result.logits(i);
                    for (int j = 0; j < logits.length; j++) {
                        assertEquals(expected[i * logits.length + j], logits[j], bound);
                    }
                }
            }
        }
    }

    @Test
    void reportTellsWhatWasFound() {
        try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama"))) {
            LoadReport report = weights.report();
            assertTrue(report.complete());
            assertEquals(86_352, report.parameters());
            assertEquals(345_408, report.weightBytes());
            assertEquals("lm_head.weight", report.head());
            assertEquals(List.of(), report.unused());
            assertEquals(List.of(), report.ignoredKeys());
        }
        try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama-bf16-sharded"))) {
            assertEquals("tied to the embedding", weights.report().head());
            assertEquals(Map.of("BF16", 29), weights.report().tensorsByType());
            assertEquals(weights.params().get(Param.EMBED), weights.params().get(Param.HEAD));
        }
    }

    @Test
    void missingAndUnusedTensorsAreNamedWithTheirShapes() throws IOException {
        copyLlama("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4");
        String message = refusal(folder);
        assertTrue(
                message.contains(
                        "9 tensors missing: model.layers.3.input_layernorm.weight [48],"
                                + " model.layers.3.self_attn.q_proj.weight [48, 48],"),
                message);
        copyLlama("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
        try (ModelWeights weights = ModelWeights.open(folder)) {
            assertEquals(9, weights.report().unused().size());
            assertTrue(
                    weights.report()
                            .unused()
                            .contains("model.layers.2.mlp.down_proj.weight F32 [48, 80]"));
        }
    }

    @Test
    void otherShapesAreNamed() throws IOException {
        copyLlama("\"intermediate_size\": 80", "\"intermediate_size\": 81");
        String message = refusal(folder);
        assertTrue(
                message.contains(
                        "9 tensors of another shape: model.layers.0.mlp.gate_proj.weight F32"
                                + " [80, 48], expected [81, 48],"),
                message);
    }

    @Test
    void headOfATiedConfigIsTheEmbeddingEvenIfTheFileHasAnother() throws IOException {
        copyLlama("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true");
        try (ModelWeights weights = ModelWeights.open(folder)) {
            assertEquals(
                    "tied to the embedding by the config; lm_head.weight is in the file and not"
                            + " used",
                    weights.report().head());
            assertEquals(List.of("lm_head.weight F32 [320, 48]"), weights.report().unused());
        }
    }

    @Test
    void unsupportedTypesAreNamed() {
        try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama"))) {
            GgufWriter writer = TinyGguf.metadata(weights.spec());
            writer.tensor("token_embd.weight", 20, new byte[18 * 480], 32, 480);
            Path path = writer.writeTo(folder.resolve("x.gguf"));
            String message = refusal(path);
            assertTrue(
                    message.contains("token_embd.weight IQ4_NL [480, 32], expected [480, 48]"),
                    message);
        }
        try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama"))) {
            GgufWriter writer = TinyGguf.metadata(weights.spec());
            writer.tensor("token_embd.weight", 28, new byte[8 * 48 * 2], 48, 2);
            String message = refusal(writer.writeTo(folder.resolve("x.gguf")));
            assertTrue(
                    message.contains(
                            "1 tensor of an unsupported type (known: F32 F16 BF16 Q8_0 Q4_0 Q4_1"
                                    + " Q5_0 Q5_1 Q2_K Q3_K Q4_K Q5_K Q6_K): token_embd.weight F64"
                                    + " [2, 48]."),
                    message);
        }
    }

    @Test
    void otherArchitecturesAreRefusedByName() throws IOException {
        copyLlama("LlamaForCausalLM", "Qwen2ForCausalLM");
        assertEquals(
                "config.json: architecture \"Qwen2ForCausalLM\" with model_type \"llama\" is not"
                        + " supported yet. Supported: LlamaForCausalLM (llama).",
                refusal(folder));
        Path gguf =
                new GgufWriter()
                        .text("general.architecture", "qwen2")
                        .writeTo(folder.resolve("q.gguf"));
        assertEquals(
                "q.gguf: general.architecture is \"qwen2\", which is not supported yet."
                        + " Supported: llama.",
                refusal(gguf));
    }

    @Test
    void foldersWithoutAModelAreRefused() throws IOException {
        assertEquals(
                folder
                        + ": there is no config.json, and 0 GGUF files; expected one of the two."
                        + " Name the file itself.",
                refusal(folder));
        assertEquals(folder.resolve("none") + ": no such file.", refusal(folder.resolve("none")));
        Files.copy(Golden.decoders("llama/config.json"), folder.resolve("config.json"));
        assertEquals(
                folder + ": there is no model.safetensors and no model.safetensors.index.json.",
                refusal(folder));
    }

    @Test
    void indexMustNotLeaveTheFolder() throws IOException {
        Files.copy(Golden.decoders("llama/config.json"), folder.resolve("config.json"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"../model.safetensors\"}}");
        assertEquals(
                "model.safetensors.index.json: weight_map[\"a\"] is \"../model.safetensors\","
                        + " expected the name of a file beside it.",
                refusal(folder));
    }

    @Test
    void closedWeightsCannotBeRead() {
        ModelWeights weights = ModelWeights.open(Golden.decoders("llama"));
        TensorView embedding = weights.params().get(Param.EMBED);
        weights.close();
        weights.close();
        assertThrows(IllegalStateException.class, embedding::values);
    }

    private void copyLlama(String from, String to) throws IOException {
        String config = Files.readString(Golden.decoders("llama/config.json"));
        assertTrue(config.contains(from));
        Files.writeString(folder.resolve("config.json"), config.replace(from, to));
        Path model = folder.resolve("model.safetensors");
        if (!Files.exists(model)) {
            Files.copy(Golden.decoders("llama/model.safetensors"), model);
        }
    }

    private static String refusal(Path path) {
        return String.valueOf(
                assertThrows(GenerateException.class, () -> ModelWeights.open(path)).getMessage());
    }
}
