package dev.jeton.generate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.model.RopeSpec.Scaling;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMapperTest {
    private static final String SIZES =
            "'model_type':'llama','vocab_size':9,'hidden_size':8,'num_hidden_layers':1,"
                    + "'num_attention_heads':2,'intermediate_size':12";

    @TempDir Path folder;

    @Test
    void absentKeysHaveTheDefaultsOfTransformers() throws IOException {
        ModelSpec spec = map("{" + SIZES + "}").spec();
        assertEquals(2048, spec.maxPositions());
        assertEquals(1e-6, spec.norm().epsilon());
        assertEquals(2, spec.attention().kvHeads());
        assertEquals(4, spec.attention().headDim());
        assertEquals(0.5, spec.attention().scale());
        assertEquals(10_000, spec.rope().theta());
        assertEquals(new Scaling.None(), spec.rope().scaling());
        assertEquals(false, spec.tiedHead());
    }

    @Test
    void unknownKeysAreListed() throws IOException {
        assertEquals(
                List.of("rope.beta", "colour"),
                map("{" + SIZES + ",'colour':1,'rope_parameters':{'rope_type':'default','beta':2}}")
                        .ignoredKeys());
    }

    @Test
    void yarnTakesItsDefaultsFromThePaper() throws IOException {
        String rope = ",'rope_scaling':{'type':'yarn','factor':4.0}";
        Scaling.Yarn yarn = (Scaling.Yarn) map("{" + SIZES + rope + "}").spec().rope().scaling();
        assertEquals(2048, yarn.originalContext());
        assertEquals(32, yarn.betaFast());
        assertEquals(1, yarn.betaSlow());
        assertEquals(0.1 * Math.log(4) + 1, yarn.attentionFactor());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'vocab_size':9|'vocab_size':0|config.json: vocab_size is 0, expected an integer from 1 to 2,147,483,647.
                    'vocab_size':9|'x':9|config.json: vocab_size is missing, expected an integer.
                    'vocab_size':9|'vocab_size':9e3|config.json: vocab_size is 9000.0, expected an integer from 1 to 2,147,483,647.
                    'vocab_size':9|'vocab_size':9,'num_key_value_heads':3|config.json: num_key_value_heads is 3, expected a divisor of num_attention_heads, 2.
                    'vocab_size':9|'vocab_size':9,'head_dim':5|config.json: head_dim is 5, expected an even number.
                    'vocab_size':9|'vocab_size':9,'hidden_act':'gelu'|config.json: hidden_act is "gelu", expected "silu".
                    'vocab_size':9|'vocab_size':9,'rms_norm_eps':-1|config.json: rms_norm_eps is -1, expected a positive number.
                    'vocab_size':9|'vocab_size':9,'attention_bias':1|config.json: attention_bias is 1, expected true or false.
                    'vocab_size':9|'vocab_size':9,'num_experts':8|config.json: num_experts is 8, expected it to be absent.
                    'vocab_size':9|'vocab_size':9,'quantization_config':{}|config.json: quantization_config is present, expected plain weights: convert the model to GGUF, or fetch it in bfloat16.
                    'vocab_size':9|'vocab_size':9,'partial_rotary_factor':0.5|config.json: partial_rotary_factor is 0.5, expected 1.
                    'vocab_size':9|'vocab_size':9,'rope_scaling':{'type':'dynamic'}|config.json: rope_scaling: rope_type is "dynamic", expected one of default, linear, llama3, yarn.
                    'vocab_size':9|'vocab_size':9,'rope_scaling':{'type':'linear'}|config.json: rope_scaling: factor is missing, expected a number.
                    'vocab_size':9|'vocab_size':9,'vocab_size':9|config.json: cannot be read: Duplicate field 'vocab_size'.
                    'model_type':'llama'|'model_type':'mamba'|config.json: architecture model_type "mamba" is not supported yet. Supported: LlamaForCausalLM (llama).
                    """)
    void wrongSettingsAreNamed(String from, String to, String message) {
        String config = "{" + SIZES.replace(unquoted(from), unquoted(to)) + "}";
        assertEquals(
                message, assertThrows(GenerateException.class, () -> map(config)).getMessage());
    }

    @Test
    void ggufScalingsAreRead() {
        assertEquals(
                new Scaling.Linear(2),
                gguf(sizes().number("llama.rope.scale_linear", 2)).rope().scaling());
        assertEquals(
                new Scaling.Yarn(4, 64, 32, 1, 0.1 * Math.log(4) + 1, true),
                gguf(sizes().text("llama.rope.scaling.type", "yarn")
                                .number("llama.rope.scaling.factor", 4))
                        .rope()
                        .scaling());
        assertEquals(1e-5, gguf(sizes()).norm().epsilon());
    }

    @Test
    void wrongGgufSettingsAreNamed() {
        ggufRefused("llama.expert_count is 8.0, expected it to be absent", 8, "expert_count");
        ggufRefused(
                "llama.attention.head_count_kv is 3, expected a divisor of 2",
                3,
                "attention.head_count_kv");
        ggufRefused(
                "llama.rope.dimension_count is 2, expected 4, the head's width",
                2,
                "rope.dimension_count");
        ggufRefused(
                "llama.attention.value_length is 6, expected 4 as attention.key_length",
                6,
                "attention.value_length");
    }

    private void ggufRefused(String message, int value, String key) {
        GenerateException e =
                assertThrows(
                        GenerateException.class, () -> gguf(sizes().count("llama." + key, value)));
        assertEquals("x.gguf: " + message + ".", e.getMessage());
    }

    private static GgufWriter sizes() {
        return new GgufWriter()
                .text("general.architecture", "llama")
                .count("llama.block_count", 1)
                .count("llama.context_length", 64)
                .count("llama.embedding_length", 8)
                .count("llama.feed_forward_length", 12)
                .count("llama.attention.head_count", 2)
                .count("llama.vocab_size", 9)
                .number("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    }

    private ModelSpec gguf(GgufWriter writer) {
        GgufFile file = GgufFile.read(writer.writeTo(folder.resolve("x.gguf")));
        return GgufMapper.map(file, List.of()).spec();
    }

    private MappedConfig map(String json) throws IOException {
        Path path = folder.resolve("config.json");
        Files.writeString(path, unquoted(json).replace('\'', '"'));
        return HfConfigMapper.read(path);
    }

    private static String unquoted(String text) {
        return text.strip();
    }
}
