package dev.jeton.tokenize.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.model.ModelSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Models and what Hugging Face tokenizers gives for them, one thing a line, fields separated by
 * tabs, text as UTF-8 in hexadecimal (after an {@code x}):
 *
 * <pre>
 * model NAME TYPE
 * option NAME s|b|i VALUE
 * token TEXT ID              or, of a list:   piece TEXT SCORE
 * case TEXT ID,ID... START-END,START-END...   offsets in bytes
 * case TEXT !                                 the reference raises
 * </pre>
 */
public final class GoldenModels {
    private GoldenModels() {}

    /** A model and its cases. */
    public record Golden(String name, ModelSpec spec, List<Case> cases) {}

    /** A text and its tokens: ids, and offsets as start, end, start, ... */
    public static final class Case {
        final byte[] text;
        final int[] ids;
        final int[] offsets;
        final boolean error;

        private Case(byte[] text, int[] ids, int[] offsets, boolean error) {
            this.text = text;
            this.ids = ids;
            this.offsets = offsets;
            this.error = error;
        }
    }

    /** Reads gzipped lines; closes {@code gzipped}. */
    public static List<Golden> read(@Nullable InputStream gzipped) throws IOException {
        Map<String, ModelSpec.Builder> builders = new LinkedHashMap<>();
        Map<String, List<Case>> cases = new LinkedHashMap<>();
        String name = "";
        try (InputStream in = Objects.requireNonNull(gzipped, "no such resource");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                String[] f = line.split("\t", -1);
                switch (f[0]) {
                    case "#" -> {}
                    case "model" -> {
                        name = f[1];
                        builders.put(name, ModelSpec.builder(name).type(f[2]).vocabularyStarts());
                        cases.put(name, new ArrayList<>());
                    }
                    case "option" -> builder(builders, name).option(f[1], value(f[2], f[3]));
                    case "token" ->
                            builder(builders, name).token(text(f[1]), Integer.parseInt(f[2]));
                    case "piece" ->
                            builder(builders, name)
                                    .scoredPiece(text(f[1]), Double.parseDouble(f[2]));
                    case "case" -> Objects.requireNonNull(cases.get(name)).add(toCase(f));
                    default -> throw new IOException("unknown line " + line);
                }
            }
        }
        List<Golden> all = new ArrayList<>();
        builders.forEach(
                (key, builder) ->
                        all.add(
                                new Golden(
                                        key,
                                        builder.build(),
                                        Objects.requireNonNull(cases.get(key)))));
        return all;
    }

    private static ModelSpec.Builder builder(Map<String, ModelSpec.Builder> all, String name) {
        return Objects.requireNonNull(all.get(name));
    }

    private static Object value(String kind, String text) {
        return switch (kind) {
            case "s" -> text(text);
            case "b" -> Boolean.valueOf(text);
            case "i" -> Long.valueOf(text);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static byte[] bytes(String field) {
        return HexFormat.of().parseHex(field.substring(1));
    }

    private static String text(String field) {
        return new String(bytes(field), UTF_8);
    }

    private static Case toCase(String[] f) {
        if (f[2].equals("!")) {
            return new Case(bytes(f[1]), new int[0], new int[0], true);
        }
        return new Case(bytes(f[1]), numbers(f[2], ","), numbers(f[3], "[-,]"), false);
    }

    private static int[] numbers(String list, String separator) {
        if (list.isEmpty()) {
            return new int[0];
        }
        String[] parts = list.split(separator, -1);
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }
}
