package dev.jeton.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts to measure with.
 *
 * @param texts one for each line of the file
 * @param bytes of all texts as UTF-8
 */
public record Documents(List<String> texts, long bytes) {
    private static final ObjectReader STRING =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(String.class);

    public Documents {
        texts = List.copyOf(texts);
    }

    /**
     * Reads a file with one JSON string a line.
     *
     * @throws IllegalArgumentException if a line is not a JSON string
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Documents read(Path file) {
        List<String> texts = new ArrayList<>();
        long bytes = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = text(line, file, texts.size() + 1);
                bytes += text.getBytes(StandardCharsets.UTF_8).length;
                texts.add(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Documents(texts, bytes);
    }

    private static String text(String line, Path file, int number) {
        if (line.startsWith("\"")) {
            try {
                return STRING.readValue(line);
            } catch (JsonProcessingException e) {
                // Told below, with the place in the file.
            }
        }
        throw new IllegalArgumentException(
                file
                        + ":"
                        + number
                        + ": this line is not a JSON string. A file of documents has"
                        + " one on each line.");
    }

    /** {@code count} texts from {@code from} on, or fewer at the end; all for a count of 0. */
    public List<String> part(int from, int count) {
        if (count == 0) {
            return texts;
        }
        int start = Math.min(from, texts.size());
        return texts.subList(start, Math.min(start + count, texts.size()));
    }
}
