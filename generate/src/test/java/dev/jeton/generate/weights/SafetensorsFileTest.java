package dev.jeton.generate.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
    private static final String RIGHT =
            "{'__metadata__':{'format':'pt'},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                    + "'b':{'dtype':'BF16','shape':[],'data_offsets':[10,12]}}";

    @TempDir Path folder;

    @Test
    void holesMetadataAndScalarsAreAllowed() {
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile file = SafetensorsFile.open(write(RIGHT, 12), arena);
            assertEquals(List.of("a", "b"), file.names());
            assertEquals(List.of(2L), file.shape("a"));
            assertEquals("BF16", file.dtype("b"));
            assertEquals(2, file.bytes("b").byteSize());
            GenerateException e = assertThrows(GenerateException.class, () -> file.bytes("c"));
            assertEquals("x.safetensors: there is no tensor \"c\".", e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []|header: expected an object.
                    {'a':1}|tensor "a": expected an object.
                    {'a':{'dtype':'F32','shape':[2]}}|tensor "a": expected dtype, shape and two data_offsets.
                    {'a':{'dtype':1,'shape':[2],'data_offsets':[0,8]}}|tensor "a": expected a dtype.
                    {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}|tensor "a" shape: expected an array.
                    {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|tensor "a" shape: expected integers of 0 or more.
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}|tensor "a": expected dtype, shape and two data_offsets.
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}|tensor "a" has the unknown key "x".
                    {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|tensor "a" is F32 [3], which needs 12 bytes, but data_offsets give 8.
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|tensor "a" has the bytes 8 to 16, but the file holds 12 bytes of tensors: it is damaged or not complete.
                    {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|tensor "a" has the bytes 8 to 0, but the file holds 12 bytes of tensors: it is damaged or not complete.
                    {'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'b':{'dtype':'U8','shape':[8],'data_offsets':[4,12]}}|tensor "b" overlaps tensor "a".
                    {'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]}}|tensor "a" stands in the header twice.
                    {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}|tensor "a" has the shape [4611686018427387904, 4], which overflows.
                    """)
    void wrongHeadersAreRefused(String header, String message) {
        assertEquals("x.safetensors: " + message, refusal(write(header, 12)));
    }

    @Test
    void wrongLengthsAreRefused() throws IOException {
        Path path = folder.resolve("x.safetensors");
        Files.write(path, new byte[5]);
        assertEquals("x.safetensors: the file has 5 bytes, too few for a header.", refusal(path));
        ByteBuffer huge = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60);
        Files.write(path, huge.array());
        assertEquals(
                "x.safetensors: the header has 1152921504606846976 bytes, but the file only 16:"
                        + " it is damaged, not complete, or no safetensors file.",
                refusal(path));
        assertEquals(folder.resolve("none") + ": no such file.", refusal(folder.resolve("none")));
    }

    @Test
    void damagedBytesNeverFailInAnotherWay() throws IOException {
        Path path = write(RIGHT, 12);
        byte[] whole = Files.readAllBytes(path);
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(path, damaged);
            try (Arena arena = Arena.ofConfined()) {
                SafetensorsFile.open(path, arena);
            } catch (GenerateException expected) {
                assertTrue(String.valueOf(expected.getMessage()).startsWith("x.safetensors: "));
            } catch (RuntimeException other) {
                throw new AssertionError("tests.seed=" + seed + " round " + round, other);
            }
        }
    }

    private Path write(String header, int dataBytes) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        try {
            return Files.write(folder.resolve("x.safetensors"), file.array());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String refusal(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            GenerateException e =
                    assertThrows(GenerateException.class, () -> SafetensorsFile.open(path, arena));
            return String.valueOf(e.getMessage());
        }
    }
}
