package dev.jeton.generate.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.Golden;
import dev.jeton.generate.Golden.Tensors;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import java.lang.foreign.Arena;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockDecoderTest {
    private static final int ROWS = 4;
    private static final int COLUMNS = 512;

    @ParameterizedTest
    @EnumSource(WeightType.class)
    void valuesAreThoseOfGgml(WeightType type) {
        try (Arena arena = Arena.ofConfined()) {
            Tensors golden = Tensors.open(Golden.decoders("gguf/blocks.safetensors"), arena);
            int checked = 0;
            for (String kind : new String[] {".quantised", ".bits"}) {
                if (golden.file().names().contains(type + kind + ".raw")) {
                    byte[] raw = golden.bytes(type + kind + ".raw");
                    float[] values = new float[ROWS * COLUMNS];
                    BlockDecoder.decode(type, raw, 0, values, 0, values.length);
                    assertBits(golden.floats(type + kind + ".values"), values);
                    checked++;
                }
            }
            assertTrue(checked > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(WeightType.class)
    void tensorsOfAGgufFileAreRead(WeightType type) {
        try (Arena arena = Arena.ofConfined()) {
            Tensors golden = Tensors.open(Golden.decoders("gguf/blocks.safetensors"), arena);
            GgufFile file = GgufFile.read(Golden.decoders("gguf/all-types.gguf"));
            String name = type + ".quantised";
            StoredTensor tensor =
                    Objects.requireNonNull(TensorSource.ofGguf(file, arena).tensors().get(name));
            TensorView view = new TensorView(name, type, ROWS, COLUMNS, tensor.data());
            assertEquals(view.rowBytes() * ROWS, tensor.data().byteSize());
            assertBits(golden.floats(name + ".values"), view.values());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void encodedBytesAreThoseOfGgufPy(WeightType type) {
        try (Arena arena = Arena.ofConfined()) {
            Tensors golden = Tensors.open(Golden.decoders("gguf/blocks.safetensors"), arena);
            byte[] raw = BlockEncoder.encode(type, golden.floats("source"));
            assertArrayEquals(golden.bytes(type + ".quantised.raw"), raw);
        }
    }

    @Test
    void zerosStayZeros() {
        for (WeightType type :
                new WeightType[] {WeightType.Q8_0, WeightType.Q4_0, WeightType.Q4_1}) {
            byte[] raw = BlockEncoder.encode(type, new float[64]);
            float[] values = new float[64];
            BlockDecoder.decode(type, raw, 0, values, 0, 64);
            for (float value : values) {
                assertEquals(0, value, 0.0, type.name());
            }
        }
    }

    private static void assertBits(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            int bits = Float.floatToRawIntBits(actual[i]);
            assertEquals(Float.floatToRawIntBits(expected[i]), bits, "element " + i);
        }
    }
}
