package dev.jeton.tokenize;

import dev.jeton.tokenize.TiktokenEncoding.RankSource;
import dev.jeton.tokenize.internal.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * OpenAI's encodings and models, read from the resources {@code tiktoken-encodings.tsv} and {@code
 * tiktoken-models.tsv}.
 */
final class TiktokenEncodings {
    private static final Map<String, TiktokenEncoding> BY_NAME = readEncodings();
    private static final Map<String, String> MODELS = new LinkedHashMap<>();
    private static final Map<String, String> PREFIXES = new LinkedHashMap<>();

    static {
        for (String[] row : rows("tiktoken-models.tsv")) {
            (row[0].equals("model") ? MODELS : PREFIXES).put(row[1], row[2]);
        }
    }

    private TiktokenEncodings() {}

    private static List<String[]> rows(String resource) {
        try (InputStream in =
                Objects.requireNonNull(TiktokenEncodings.class.getResourceAsStream(resource))) {
            List<String[]> rows = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> rows.add(line.split("\t", -1)));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, TiktokenEncoding> readEncodings() {
        Map<String, RankSource> sources = new LinkedHashMap<>();
        Map<String, String[]> encodings = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> special = new LinkedHashMap<>();
        for (String[] row : rows("tiktoken-encodings.tsv")) {
            switch (row[0]) {
                case "ranks" ->
                        sources.put(row[1], new RankSource(row[1], row[2], URI.create(row[3])));
                case "encoding" -> {
                    encodings.put(row[1], row);
                    special.put(row[1], new LinkedHashMap<>());
                }
                default -> addSpecial(Objects.requireNonNull(special.get(row[1])), row[2], row[3]);
            }
        }
        Map<String, TiktokenEncoding> byName = new LinkedHashMap<>();
        encodings.forEach(
                (name, row) ->
                        byName.put(
                                name,
                                new TiktokenEncoding(
                                        name,
                                        row[3],
                                        Objects.requireNonNull(special.get(name)),
                                        sources.get(row[2]))));
        return byName;
    }

    private static void addSpecial(Map<String, Integer> into, String content, String ids) {
        int dash = ids.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? ids : ids.substring(0, dash));
        int last = Integer.parseInt(ids.substring(dash + 1));
        for (int id = first; id <= last; id++) {
            into.put(content.replace("{id}", String.valueOf(id)), id);
        }
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static TiktokenEncoding named(String name) {
        TiktokenEncoding encoding = BY_NAME.get(name);
        if (encoding == null) {
            throw new IllegalArgumentException(
                    "There is no encoding \""
                            + name
                            + "\". Known encodings: "
                            + String.join(", ", names())
                            + "."
                            + JsonText.didYouMean(name, names()));
        }
        return encoding;
    }

    static TiktokenEncoding ofModel(String model) {
        String exact = MODELS.get(model);
        if (exact != null) {
            return named(exact);
        }
        for (Map.Entry<String, String> prefix : PREFIXES.entrySet()) {
            if (model.startsWith(prefix.getKey())) {
                return named(prefix.getValue());
            }
        }
        throw new IllegalArgumentException(
                "The encoding of the model \""
                        + model
                        + "\" is not known. Name the encoding itself: "
                        + String.join(", ", names())
                        + "."
                        + JsonText.didYouMean(model, MODELS.keySet()));
    }

    /** The first encoding whose rank file has this SHA-256. */
    static Optional<TiktokenEncoding> ofRanks(String sha256) {
        return BY_NAME.values().stream()
                // gpt2 has the file of r50k_base, which the file's name says
                .filter(encoding -> !encoding.name().equals("gpt2"))
                .filter(encoding -> encoding.rankFileSha256().equals(Optional.of(sha256)))
                .findFirst();
    }
}
