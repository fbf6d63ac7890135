package dev.jeton.cli.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .jsonl} or {@code .jsonl.gz} file line by line, in bounded memory.
 *
 * <p>Lines come as bytes, so that they can be parsed on other threads. Numbers keep their kind:
 * {@code 1} is an integer of any size, {@code 1.0} a double; the order of keys is kept.
 */
public final class JsonLines implements AutoCloseable {
    /** No row of golden data is near this; a file that is not one row a line ends here. */
    private static final int MAX_LINE_BYTES = 256 << 20;

    private static final ObjectReader READER =
            JsonMapper.builder(
                            com.fasterxml.jackson.core.JsonFactory.builder()
                                    .disable(
                                            com.fasterxml.jackson.core.JsonFactory.Feature
                                                    .CANONICALIZE_FIELD_NAMES)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(MAX_LINE_BYTES)
                                                    .maxNumberLength(100_000)
                                                    .maxNestingDepth(5_000)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    /** One line of a file, not parsed yet. */
    public static final class Line {
        private final String file;
        private final int number;
        private final byte[] utf8;

        private Line(String file, int number, byte[] utf8) {
            this.file = file;
            this.number = number;
            this.utf8 = utf8;
        }

        /** The name of the file, without folders. */
        public String file() {
            return file;
        }

        /** {@code file:number}, as messages name it; lines count from 1. */
        public String place() {
            return file + ":" + number;
        }

        /** The number of bytes. */
        int length() {
            return utf8.length;
        }

        /**
         * The JSON object of this line.
         *
         * @throws UnreadableFolderException if it is none; the message names the place
         */
        public ObjectNode parse() {
            return object(utf8, place());
        }
    }

    private final Path path;
    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private int number;

    private JsonLines(Path path, String name, InputStream in) {
        this.path = path;
        this.name = name;
        this.in = in;
    }

    /** Opens {@code path}; a name that ends in {@code .gz} is unpacked. */
    public static JsonLines open(Path path) {
        String name = String.valueOf(path.getFileName());
        InputStream raw = null;
        try {
            raw = Files.newInputStream(path);
            return new JsonLines(
                    path, name, name.endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw);
        } catch (IOException e) {
            closeQuietly(raw);
            throw new UnreadableFolderException(path + ": cannot be read: " + e, e);
        }
    }

    /**
     * The file {@code name} or {@code name.gz} in {@code folder}, whichever is there, or null.
     *
     * @param name ends in {@code .jsonl}
     */
    public static @Nullable Path find(Path folder, String name) {
        Path plain = folder.resolve(name);
        if (Files.isRegularFile(plain)) {
            return plain;
        }
        Path packed = folder.resolve(name + ".gz");
        return Files.isRegularFile(packed) ? packed : null;
    }

    /** The JSON object in {@code utf8}; {@code place} is for the message. */
    static ObjectNode object(byte[] utf8, String place) {
        JsonNode node;
        try {
            node = READER.readTree(utf8);
        } catch (JsonProcessingException e) {
            throw new UnreadableFolderException(
                    place + ": not one JSON object: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableFolderException(place + ": cannot be read: " + e, e);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new UnreadableFolderException(
                place + ": not a JSON object but " + node.getNodeType());
    }

    /** The next line that is not empty, or null at the end. */
    public @Nullable Line next() {
        try {
            byte[] bytes = nextBytes();
            while (bytes != null && bytes.length == 0) {
                bytes = nextBytes();
            }
            return bytes == null ? null : new Line(name, number, bytes);
        } catch (IOException e) {
            throw new UnreadableFolderException(
                    path + ":" + (number + 1) + ": cannot be read: " + e, e);
        }
    }

    private byte @Nullable [] nextBytes() throws IOException {
        ByteArrayOutputStream parts = null;
        while (true) {
            if (from == to) {
                to = Math.max(0, in.read(buffer));
                from = 0;
                if (to == 0) {
                    number++;
                    return parts == null ? null : parts.toByteArray();
                }
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (parts == null) {
                parts = new ByteArrayOutputStream(end - from);
            }
            parts.write(buffer, from, end - from);
            if (parts.size() > MAX_LINE_BYTES) {
                throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            from = end;
            if (end < to) {
                from++;
                number++;
                return parts.toByteArray();
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(in);
    }

    private static void closeQuietly(@Nullable InputStream in) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            // a file only read: nothing is lost
        }
    }
}
