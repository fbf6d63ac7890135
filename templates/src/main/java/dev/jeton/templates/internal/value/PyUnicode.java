package dev.jeton.templates.internal.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Python 3.11 (Unicode 14) knows about characters, pinned because the tables of the JVM differ
 * from release to release. The file is made by {@code src/test/python/unicode_tables.py}, which
 * tells its form. Loaded when the first character beyond ASCII is asked for.
 */
final class PyUnicode {
    static final PyUnicode TABLES = load();

    private final Map<String, int[]> properties = new HashMap<>();
    private final Map<String, Map<Integer, String>> mappings = new HashMap<>();

    private PyUnicode() {}

    private static PyUnicode load() {
        PyUnicode tables = new PyUnicode();
        InputStream in = Objects.requireNonNull(PyUnicode.class.getResourceAsStream("unicode.txt"));
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split(" ", 0);
                if (parts[1].indexOf(':') >= 0) {
                    tables.mappings.put(parts[0], mapping(parts));
                } else {
                    tables.properties.put(parts[0], edges(parts));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    private static int[] edges(String[] parts) {
        int[] edges = new int[parts.length - 1];
        int at = 0;
        for (int i = 0; i < edges.length; i++) {
            at += Integer.parseInt(parts[i + 1], 36);
            edges[i] = at;
        }
        return edges;
    }

    private static Map<Integer, String> mapping(String[] parts) {
        Map<Integer, String> mapping = new HashMap<>(parts.length * 2);
        for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            StringBuilder text = new StringBuilder();
            for (String c : parts[i].substring(colon + 1).split(",", -1)) {
                text.appendCodePoint(Integer.parseInt(c, 16));
            }
            mapping.put(Integer.valueOf(parts[i].substring(0, colon), 16), text.toString());
        }
        return mapping;
    }

    int[] edges(String property) {
        return Objects.requireNonNull(properties.get(property), property);
    }

    /** Whether a character lies between the edges of a property. */
    static boolean contains(int[] edges, int codePoint) {
        return (edgesBefore(edges, codePoint) & 1) == 1;
    }

    /** Where the run of characters with the property starts in which this one is. */
    static int runStart(int[] edges, int codePoint) {
        return edges[edgesBefore(edges, codePoint) - 1];
    }

    private static int edgesBefore(int[] edges, int codePoint) {
        int at = Arrays.binarySearch(edges, codePoint);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** What the character becomes, or null if the mapping does not list it. */
    @Nullable String mapped(String mapping, int codePoint) {
        return Objects.requireNonNull(mappings.get(mapping), mapping).get(codePoint);
    }
}
