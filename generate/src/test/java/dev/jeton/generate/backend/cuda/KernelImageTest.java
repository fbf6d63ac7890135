package dev.jeton.generate.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The PTX in the jar: made of the sources beside it, and what a streaming kernel must look like.
 */
class KernelImageTest {
    private static final Path SOURCES = Path.of("src/main/cuda");

    private final String ptx = new String(Kernels.image(), StandardCharsets.US_ASCII);

    @Test
    void theImageIsMadeOfTheseSources() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (String line : lines("kernels/MANIFEST")) {
            expected.put(line.substring(66), line.substring(0, 64));
        }
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), hash(Files.readAllBytes(file)));
            }
        }
        found.put("compute_80.ptx", hash(Kernels.image()));
        assertEquals(expected, found, "run scripts/build-kernels");
    }

    @Test
    void driversOfEveryCuda12CanReadIt() {
        assertTrue(ptx.strip().startsWith(".version 8.0\n.target sm_80\n"), ptx.substring(0, 80));
    }

    @Test
    void productsReadSixteenBytesAtOnce() {
        for (WeightFormat format : WeightFormat.values()) {
            for (int side : new int[] {1, 8}) {
                String name = "gemv_" + format.kernel + "_" + side;
                String body = body(name);
                assertTrue(body.contains("ld.global.v4."), name);
            }
        }
    }

    @Test
    void noKernelKeepsNumbersInLocalMemory() throws IOException {
        List<String> lines = lines("kernels/REGISTERS");
        assertEquals(lines.size(), ptx.split("\\.entry ", -1).length - 1);
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            assertTrue(ptx.contains(".entry " + fields[0] + "("), line);
            assertTrue(Integer.parseInt(fields[1]) <= 96, line);
            assertEquals("0 0", fields[2] + " " + fields[3], line);
        }
    }

    private String body(String kernel) {
        int from = ptx.indexOf(".entry " + kernel + "(");
        assertTrue(from > 0, kernel);
        int to = ptx.indexOf(".entry ", from + 1);
        return ptx.substring(from, to < 0 ? ptx.length() : to);
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = Kernels.class.getResourceAsStream(resource)) {
            assertNotNull(in, resource);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
