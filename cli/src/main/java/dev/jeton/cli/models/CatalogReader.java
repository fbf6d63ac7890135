package dev.jeton.cli.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the catalogue's JSON and says which field is wrong.
 *
 * <pre>{@code
 * {"format": 1,
 *  "models": [
 *   {"name": "n", "aliases": ["a"], "description": "d", "licence": "l",
 *    "file": "n.gguf", "bytes": 123, "sha256": "64 digits",
 *    "sources": [
 *     {"type": "hub", "repository": "owner/name", "revision": "main", "file": "n.gguf"},
 *     {"type": "pip", "package": "p", "version": "1.0", "parts": [
 *       {"member": "p/n.1", "bytes": 100, "sha256": "64 digits"},
 *       {"member": "p/n.2", "bytes": 23}]}]}]}
 * }</pre>
 *
 * <p>Fields of a part win over the fields of its source; a source without {@code parts} is one
 * part.
 */
final class CatalogReader {
    private final String where;

    private CatalogReader(String where) {
        this.where = where;
    }

    static List<ModelEntry> read(String text, String where) throws FetchException {
        CatalogReader reader = new CatalogReader(where);
        Object root;
        try {
            root = JsonReader.read(text);
        } catch (IOException e) {
            throw FetchException.wrongUse(where + " is not JSON: " + firstLine(e) + ".");
        }
        return reader.models(reader.object(root, "the file"));
    }

    private List<ModelEntry> models(Map<String, Object> root) throws FetchException {
        long format = number(root, "format", "");
        if (format != 1) {
            throw wrong("format is " + format + ". This version of jeton reads format 1.");
        }
        List<ModelEntry> entries = new ArrayList<>();
        List<Object> models = list(root, "models", "");
        for (int i = 0; i < models.size(); i++) {
            String path = "models[" + i + "]";
            entries.add(entry(object(models.get(i), path), path + "."));
        }
        return entries;
    }

    private ModelEntry entry(Map<String, Object> map, String path) throws FetchException {
        String file = string(map, "file", path);
        if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw wrong(path + "file is \"" + file + "\". Expected a file name without a folder.");
        }
        String name = string(map, "name", path);
        if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
            throw wrong(
                    path + "name is \"" + name + "\". Expected a-z, 0-9, dot, hyphen, underscore.");
        }
        List<ModelEntry.Source> sources = new ArrayList<>();
        List<Object> list = list(map, "sources", path);
        for (int i = 0; i < list.size(); i++) {
            String at = path + "sources[" + i + "]";
            sources.add(source(object(list.get(i), at), at + "."));
        }
        return new ModelEntry(
                name,
                map.containsKey("aliases") ? strings(map, "aliases", path) : List.of(),
                string(map, "description", path),
                string(map, "licence", path),
                file,
                number(map, "bytes", path),
                sha256(map, path),
                sources);
    }

    private ModelEntry.Source source(Map<String, Object> map, String path) throws FetchException {
        String type = string(map, "type", path);
        Map<String, Object> shared = new LinkedHashMap<>(map);
        shared.remove("type");
        Object parts = shared.remove("parts");
        if (parts == null) {
            return new ModelEntry.Source(type, List.of(part(shared, path)));
        }
        List<ModelEntry.Part> all = new ArrayList<>();
        List<Object> list = list(map, "parts", path);
        for (int i = 0; i < list.size(); i++) {
            String at = path + "parts[" + i + "]";
            Map<String, Object> merged = new LinkedHashMap<>(shared);
            merged.putAll(object(list.get(i), at));
            all.add(part(merged, at + "."));
        }
        if (all.isEmpty()) {
            throw wrong(path + "parts is empty.");
        }
        return new ModelEntry.Source(type, all);
    }

    private ModelEntry.Part part(Map<String, Object> map, String path) throws FetchException {
        OptionalLong bytes =
                map.containsKey("bytes")
                        ? OptionalLong.of(number(map, "bytes", path))
                        : OptionalLong.empty();
        Optional<String> hash =
                map.containsKey("sha256") ? Optional.of(sha256(map, path)) : Optional.empty();
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, Object> field : map.entrySet()) {
            if (field.getValue() instanceof String text && !field.getKey().equals("sha256")) {
                values.put(field.getKey(), text);
            }
        }
        return new ModelEntry.Part(values, bytes, hash);
    }

    private String sha256(Map<String, Object> map, String path) throws FetchException {
        String value = string(map, "sha256", path);
        if (!value.matches("[0-9a-f]{64}")) {
            throw wrong(path + "sha256 is \"" + value + "\". Expected 64 digits 0-9 and a-f.");
        }
        return value;
    }

    private Map<String, Object> object(Object value, String path) throws FetchException {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(path + " is not an object.");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), member));
        return copy;
    }

    private String string(Map<String, Object> map, String key, String path) throws FetchException {
        if (map.get(key) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw wrong(path + key + " is " + found(map, key) + ". Expected a text.");
    }

    private long number(Map<String, Object> map, String key, String path) throws FetchException {
        if (map.get(key) instanceof Long number && number >= 0) {
            return number;
        }
        throw wrong(path + key + " is " + found(map, key) + ". Expected a whole number.");
    }

    private List<Object> list(Map<String, Object> map, String key, String path)
            throws FetchException {
        if (map.get(key) instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw wrong(path + key + " is " + found(map, key) + ". Expected a list.");
    }

    private List<String> strings(Map<String, Object> map, String key, String path)
            throws FetchException {
        List<String> all = new ArrayList<>();
        for (Object value : list(map, key, path)) {
            if (!(value instanceof String text)) {
                throw wrong(path + key + " holds " + value + ". Expected texts.");
            }
            all.add(text);
        }
        return all;
    }

    private static String found(Map<String, Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "missing" : value instanceof String s ? "\"" + s + "\"" : "" + value;
    }

    private FetchException wrong(String what) {
        return FetchException.wrongUse(where + ": " + what);
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
