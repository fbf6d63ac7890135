package dev.jeton.tokenize.internal.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
    private static final int F32 = 0;
    private static final int Q4_0 = 2;

    @TempDir Path folder;

    @Test
    void valuesOfAllTypesAreRead() {
        GgufWriter writer =
                new GgufWriter()
                        .text("text", "grüße 🙂")
                        .count("u32", -1)
                        .number("f32", 0.1f)
                        .texts("texts", List.of("a", "", "Ġb"));
        writer.entry("u8", GgufValueType.UINT8).raw(255, 1);
        writer.entry("i8", GgufValueType.INT8).raw(-2, 1);
        writer.entry("u16", GgufValueType.UINT16).raw(65_535, 2);
        writer.entry("i16", GgufValueType.INT16).raw(-3, 2);
        writer.entry("i32", GgufValueType.INT32).raw(-4, 4);
        writer.entry("u64", GgufValueType.UINT64).raw(1L << 40, 8);
        writer.entry("i64", GgufValueType.INT64).raw(-5, 8);
        writer.entry("f64", GgufValueType.FLOAT64).raw(Double.doubleToRawLongBits(0.1), 8);
        writer.entry("flag", GgufValueType.BOOL).raw(1, 1);
        GgufFile file = read(writer);

        assertEquals("grüße 🙂", file.string("text"));
        assertEquals(4_294_967_295L, file.integer("u32"));
        assertEquals(0.1f, file.number("f32"));
        assertEquals(List.of("a", "", "Ġb"), file.strings("texts"));
        assertEquals(255, file.integer("u8"));
        assertEquals(-2, file.integer("i8"));
        assertEquals(65_535, file.integer("u16"));
        assertEquals(-3, file.integer("i16"));
        assertEquals(-4, file.integer("i32"));
        assertEquals(1L << 40, file.integer("u64"));
        assertEquals(-5, file.integer("i64"));
        assertEquals(0.1, file.number("f64"));
        assertTrue(file.findFlag("flag").orElseThrow());
        assertEquals(13, file.keys().size());
    }

    @Test
    void arraysOfAllTypesAreRead() {
        GgufWriter writer = new GgufWriter();
        array(writer, "i32", GgufValueType.INT32, 2).raw(-1, 4).raw(7, 4);
        array(writer, "u64", GgufValueType.UINT64, 1).raw(9, 8);
        array(writer, "f32", GgufValueType.FLOAT32, 1).raw(Float.floatToRawIntBits(2.5f), 4);
        array(writer, "f64", GgufValueType.FLOAT64, 1).raw(Double.doubleToRawLongBits(1.5), 8);
        array(writer, "flags", GgufValueType.BOOL, 2).raw(1, 1).raw(0, 1);
        array(writer, "nested", GgufValueType.ARRAY, 1).raw(0, 4).raw(2, 8).raw(3, 1).raw(4, 1);
        GgufFile file = read(writer);

        assertArrayEquals(new int[] {-1, 7}, file.findIntegers("i32").orElseThrow());
        assertArrayEquals(new int[] {9}, file.findIntegers("u64").orElseThrow());
        assertArrayEquals(new float[] {2.5f}, file.findNumbers("f32").orElseThrow());
        assertArrayEquals(new float[] {1.5f}, file.findNumbers("f64").orElseThrow());
        assertEquals(false, file.findArray("flags").orElseThrow().get(1));
        GgufArray inner = (GgufArray) file.findArray("nested").orElseThrow().get(0);
        assertEquals(4L, inner.get(1));
    }

    @Test
    void tensorsHaveTheirPlaceAndSize() {
        GgufFile file =
                read(
                        new GgufWriter()
                                .version(2)
                                .tensor("a", F32, new byte[12], 3)
                                .tensor("b", Q4_0, new byte[36], 32, 2));
        assertEquals(2, file.version());
        assertEquals(32, file.alignment());
        assertEquals(0, file.dataOffset() % 32);
        GgufTensorInfo b = file.tensor("b").orElseThrow();
        assertEquals(List.of(32L, 2L), b.shape());
        assertEquals(32, b.offset());
        assertEquals(36, b.byteSize());
        assertEquals(64, b.elements());
        assertEquals("Q4_0", b.typeName());
    }

    @Test
    void unknownTensorTypeIsListedAndNotRefused() {
        GgufTensorInfo tensor =
                read(new GgufWriter().tensor("x", 77, new byte[8], 3)).tensors().get(0);
        assertEquals("type 77", tensor.typeName());
        assertEquals(-1, tensor.byteSize());
    }

    @Test
    void wrongLookUpsNameFileKeyAndType() {
        GgufFile file = read(new GgufWriter().text("a", "b").count("n", 3));
        assertMessage(
                "x.gguf: metadata key \"b\" is missing, expected a string. Convert the model"
                        + " again.",
                () -> file.string("b"));
        assertMessage(
                "x.gguf: metadata key \"n\" has the type UINT32, expected a string.",
                () -> file.string("n"));
        assertMessage(
                "x.gguf: metadata key \"a\" has the type STRING, expected an integer.",
                () -> file.integer("a"));
        assertMessage(
                "x.gguf: metadata key \"a\" has the type STRING, expected a number.",
                () -> file.number("a"));
        assertMessage(
                "x.gguf: metadata key \"a\" has the type STRING, expected an array.",
                () -> file.strings("a"));
        assertFalse(file.findString("none").isPresent());
    }

    @Test
    void wrongElementsNameTheirType() {
        GgufWriter writer = new GgufWriter().texts("t", List.of("a"));
        array(writer, "big", GgufValueType.INT64, 2).raw(1, 8).raw(1L << 32, 8);
        writer.entry("huge", GgufValueType.UINT64).raw(-1, 8);
        GgufFile file = read(writer);
        assertMessage(
                "x.gguf: metadata key \"t\" is an array of STRING, expected an array of integers.",
                () -> file.findIntegers("t"));
        assertMessage(
                "x.gguf: metadata key \"big\" is an array of INT64, expected an array of strings.",
                () -> file.strings("big"));
        assertMessage(
                "x.gguf: metadata key \"big\"[1] is 4294967296, expected a 32-bit integer.",
                () -> file.findIntegers("big"));
        assertMessage(
                "x.gguf: metadata key \"huge\" is 18446744073709551615, expected at most 2^63 - 1.",
                () -> file.integer("huge"));
    }

    @Test
    void otherFilesAreNotGguf() throws IOException {
        assertRefused(
                "PK\3\4xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".getBytes(StandardCharsets.US_ASCII),
                "x.gguf: header: the file begins with 0x504b0304, expected \"GGUF\": it is no GGUF"
                        + " file.");
        assertRefused(
                new byte[3], "x.gguf: header: the file has 3 bytes, too few for a GGUF header.");
        assertRefused(
                new GgufWriter().version(1).toBytes(),
                "x.gguf: header: GGUF version 1, supported are 2 and 3.");
        assertRefused(
                new GgufWriter().version(3 << 24).toBytes(),
                "x.gguf: header: the file is big-endian, which is not supported: convert it"
                        + " again.");
        assertMessage(
                folder.resolve("none.gguf") + ": no such file.",
                () -> GgufFile.read(folder.resolve("none.gguf")));
        assertTrue(GgufFile.isGguf(new GgufWriter().writeTo(folder.resolve("y"))));
        assertFalse(GgufFile.isGguf(folder));
        assertFalse(GgufFile.isGguf(folder.resolve("none")));
    }

    @Test
    void absurdCountsAreComparedWithTheFileFirst() {
        assertRefused(
                new GgufWriter().announceEntries(1_000_000_000).toBytes(),
                "x.gguf: header: the header announces 1000000000 metadata entries, more than the 32"
                        + " bytes of the file can hold.");
        assertRefused(
                new GgufWriter().announceEntries(-1).toBytes(),
                "x.gguf: header: the header announces 18446744073709551615 metadata entries, more"
                        + " than the 32 bytes of the file can hold.");
        assertRefused(
                new GgufWriter().announceTensors(1L << 60).toBytes(),
                "x.gguf: header: the header announces 1152921504606846976 tensors, more than the 32"
                        + " bytes of the file can hold.");
        GgufWriter text = new GgufWriter().entry("k", GgufValueType.STRING).raw(1L << 60, 8);
        assertRefused(
                text.toBytes(),
                "x.gguf: metadata key \"k\": the length of the string is 1152921504606846976, but"
                        + " only 19 bytes are left in the file. The file is damaged or not complete:"
                        + " fetch it again.");
        GgufWriter key = new GgufWriter().announceEntries(1).raw(1L << 60, 8).raw(0, 8);
        assertRefused(
                key.toBytes(),
                "x.gguf: metadata entry 0: the length of the key is 1152921504606846976, but only"
                        + " 32 bytes are left in the file. The file is damaged or not complete: fetch"
                        + " it again.");
        GgufWriter array = new GgufWriter();
        array(array, "k", GgufValueType.UINT64, 1L << 59);
        assertRefused(
                array.toBytes(),
                "x.gguf: metadata key \"k\": the length of the array is 576460752303423488, but"
                        + " only 15 bytes are left in the file. The file is damaged or not complete:"
                        + " fetch it again.");
    }

    @Test
    void limitsAreNamed() {
        GgufLimits small = new GgufLimits(2, 1, 4, 3, 1 << 20);
        refusedBy(
                small,
                new GgufWriter().count("a", 1).count("b", 1).count("c", 1),
                "x.gguf: header: 3 metadata entries, the limit is 2"
                        + " (GgufLimits.maxMetadataEntries).");
        refusedBy(
                small,
                new GgufWriter().tensor("a", F32, new byte[4], 1).tensor("b", F32, new byte[4], 1),
                "x.gguf: header: 2 tensors, the limit is 1 (GgufLimits.maxTensors).");
        refusedBy(
                small,
                new GgufWriter().text("a", "12345"),
                "x.gguf: metadata key \"a\": a string has 5 bytes, the limit is 4"
                        + " (GgufLimits.maxStringBytes).");
        refusedBy(
                small,
                new GgufWriter().texts("a", List.of("", "", "", "")),
                "x.gguf: metadata key \"a\": the array has 4 elements, the limit is 3"
                        + " (GgufLimits.maxArrayElements).");
        GgufWriter large = new GgufWriter().text("a", "x".repeat(200_000)).text("b", "x");
        refusedBy(
                new GgufLimits(9, 9, 1 << 20, 9, 1000),
                large,
                "x.gguf: metadata key \"a\": the header has more than 1000 bytes"
                        + " (GgufLimits.maxHeaderBytes).");
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> new GgufLimits(0, 1, 1, 1, 1));
        assertEquals("maxMetadataEntries is 0, expected 1 or more", wrong.getMessage());
    }

    @Test
    void brokenEntriesAreNamed() {
        assertRefused(
                new GgufWriter().count("a", 1).count("a", 2).toBytes(),
                "x.gguf: metadata key \"a\": the key stands in the file twice.");
        GgufWriter type = new GgufWriter().announceEntries(1).rawString("k").raw(13, 4).raw(0, 8);
        assertRefused(
                type.toBytes(),
                "x.gguf: metadata key \"k\": the value has the type 13, known are 0 to 12.");
        GgufWriter flag = new GgufWriter().entry("k", GgufValueType.BOOL).raw(2, 1);
        assertRefused(
                flag.toBytes(),
                "x.gguf: metadata key \"k\": the flag has the value 2, expected 0 or 1.");
        GgufWriter text = new GgufWriter().entry("k", GgufValueType.STRING).raw(1, 8).raw(0xff, 1);
        assertRefused(text.toBytes(), "x.gguf: metadata key \"k\": the value is not UTF-8.");
        GgufWriter nested = new GgufWriter().entry("k", GgufValueType.ARRAY);
        for (int i = 0; i < 5; i++) {
            nested.raw(9, 4).raw(1, 8);
        }
        assertRefused(
                nested.toBytes(),
                "x.gguf: metadata key \"k\": arrays are nested more than 4 deep.");
        assertRefused(
                new GgufWriter().count("general.alignment", 24).toBytes(),
                "x.gguf: metadata key \"general.alignment\": the alignment is 24, expected a power"
                        + " of two up to 2^20.");
    }

    @Test
    void brokenTensorsAreNamed() {
        assertRefused(
                new GgufWriter()
                        .tensor("t", F32, new byte[4], 1)
                        .tensorInfo("t", F32, 0, 1)
                        .toBytes(),
                "x.gguf: tensor \"t\": the name stands in the file twice.");
        assertRefused(
                new GgufWriter().tensorInfo("t", F32, 64, 1).toBytes(),
                "x.gguf: tensor \"t\": its 4 bytes at offset 64 end outside the file, which has 0"
                        + " bytes of tensors. The file is damaged or not complete: fetch it again.");
        assertRefused(
                new GgufWriter().tensorInfo("t", F32, -32, 1).toBytes(),
                "x.gguf: tensor \"t\": the offset is 18446744073709551584, expected a multiple of"
                        + " the alignment 32.");
        assertRefused(
                new GgufWriter().tensorInfo("t", F32, 5, 1).toBytes(),
                "x.gguf: tensor \"t\": the offset is 5, expected a multiple of the alignment 32.");
        assertRefused(
                new GgufWriter().tensorInfo("t", F32, 0, 1L << 40, 1L << 40).toBytes(),
                "x.gguf: tensor \"t\": dimension 1 is 1099511627776: the number of elements does"
                        + " not fit 63 bits.");
        assertRefused(
                new GgufWriter().tensorInfo("t", F32, 0, 1L << 62).toBytes(),
                "x.gguf: tensor \"t\": the shape [4611686018427387904] needs more than 2^63"
                        + " bytes.");
        assertRefused(
                new GgufWriter().tensorInfo("t", F32, 0, 1, 1, 1, 1, 1).toBytes(),
                "x.gguf: tensor \"t\": 5 dimensions, at most 4 are allowed.");
        assertRefused(
                new GgufWriter().tensor("t", Q4_0, new byte[18], 31).toBytes(),
                "x.gguf: tensor \"t\": a row has 31 elements, expected a multiple of 32 for the"
                        + " type Q4_0.");
        assertRefused(
                new GgufWriter()
                        .tensor("t", F32, new byte[64], 16)
                        .tensorInfo("u", F32, 32, 8)
                        .toBytes(),
                "x.gguf: tensor \"u\": it begins at offset 32, inside the tensor \"t\".");
    }

    @Test
    void everyTruncationIsRefusedWithAMessage() {
        byte[] whole = sample().toBytes();
        for (int length = 0; length < whole.length - 28; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            String message = refusal(part);
            assertTrue(message.startsWith("x.gguf: "), message);
        }
    }

    @Test
    void damagedBytesNeverFailInAnotherWay() throws IOException {
        byte[] whole = sample().toBytes();
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        Path path = folder.resolve("x.gguf");
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(path, damaged);
            try {
                GgufFile.read(path);
            } catch (TokenizerException expected) {
                assertFalse(String.valueOf(expected.getMessage()).isEmpty());
            } catch (RuntimeException other) {
                throw new AssertionError("tests.seed=" + seed + " round " + round, other);
            }
        }
    }

    private static GgufWriter sample() {
        return new GgufWriter()
                .text("general.architecture", "llama")
                .count("llama.block_count", 1)
                .texts("tokens", List.of("a", "bc", "def"))
                .tensor("token_embd.weight", F32, new byte[32], 4, 2)
                .tensor("output_norm.weight", F32, new byte[16], 4);
    }

    private static GgufWriter array(GgufWriter writer, String key, GgufValueType type, long size) {
        return writer.entry(key, GgufValueType.ARRAY).raw(type.id(), 4).raw(size, 8);
    }

    private GgufFile read(GgufWriter writer) {
        return GgufFile.read(writer.writeTo(folder.resolve("x.gguf")));
    }

    private void refusedBy(GgufLimits limits, GgufWriter writer, String message) {
        Path path = writer.writeTo(folder.resolve("x.gguf"));
        assertMessage(message, () -> GgufFile.read(path, limits));
    }

    private void assertRefused(byte[] bytes, String message) {
        assertEquals(message, refusal(bytes));
    }

    private String refusal(byte[] bytes) {
        Path path = folder.resolve("x.gguf");
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        TokenizerException e = assertThrows(TokenizerException.class, () -> GgufFile.read(path));
        return String.valueOf(e.getMessage());
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(TokenizerException.class, call).getMessage());
    }
}
