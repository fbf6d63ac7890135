package dev.jeton.tokenize.internal.unicode;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sections of one generated file: sets, maps and sequences by name, as numbers of seven bits a
 * byte and as differences, because the files travel in the jar. {@code TableGenerator} writes them.
 */
final class TableFile {
    static final int SET = 1;
    static final int MAP = 2;
    static final int SEQUENCES = 3;

    private final Map<String, Section> sections = new HashMap<>();

    /** The sets that are values of a map: key of the value's name -> map and value. */
    private final Map<String, String> mapOfValue = new HashMap<>();

    private static final class Section {
        final int kind;
        final List<String> names;
        final byte[] content;

        Section(int kind, List<String> names, byte[] content) {
            this.kind = kind;
            this.names = names;
            this.content = content;
        }
    }

    static TableFile read(String resource) {
        try (InputStream in = TableFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks its own resource " + resource + ".");
            }
            return new TableFile(new DataInputStream(new ByteArrayInputStream(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TableFile(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            int kind = in.readUnsignedByte();
            String name = in.readUTF();
            List<String> names = new ArrayList<>();
            for (int n = in.readUnsignedShort(); n > 0; n--) {
                names.add(in.readUTF());
            }
            byte[] content = new byte[in.readInt()];
            in.readFully(content);
            sections.put(name, new Section(kind, names, content));
            if (name.equals("GCB")) {
                continue; // its values L, V, T are no names of sets
            }
            for (int value = 0; value < names.size(); value++) {
                for (String alias : names.get(value).split("\\|", -1)) {
                    String key = UnicodeVersion.key(name.equals("blk") ? "in" + alias : alias);
                    if (kind == SET) {
                        mapOfValue.put(key, name);
                    } else {
                        mapOfValue.putIfAbsent(key, name + "=" + value);
                    }
                }
            }
        }
    }

    /** The set with the compared name {@code key}: a section of its own or the value of a map. */
    @Nullable CodePointSet set(String key) {
        String place = mapOfValue.get(key);
        if (place == null) {
            return group(key);
        }
        int equals = place.indexOf('=');
        if (equals < 0) {
            return new CodePointSet(boundaries(section(place, SET).content));
        }
        int value = Integer.parseInt(place.substring(equals + 1));
        return valueSet(place.substring(0, equals), value);
    }

    private @Nullable CodePointSet group(String key) {
        if (!sections.containsKey("gc") || key.isEmpty() || key.length() > 2) {
            return null;
        }
        List<String> categories = section("gc", MAP).names;
        CodePointSet union = CodePointSet.EMPTY;
        for (int value = 0; value < categories.size(); value++) {
            String name = UnicodeVersion.key(categories.get(value).substring(0, 2));
            boolean in =
                    key.equals("lc")
                            ? name.equals("lu") || name.equals("ll") || name.equals("lt")
                            : key.length() == 1 && name.startsWith(key);
            if (in) {
                union = union.or(valueSet("gc", value));
            }
        }
        return union.isEmpty() ? null : union;
    }

    private Section section(String name, int kind) {
        Section section = sections.get(name);
        if (section == null || section.kind != kind) {
            throw new IllegalArgumentException("There is no Unicode section " + name + ".");
        }
        return section;
    }

    private CodePointSet valueSet(String map, int wanted) {
        Reader in = new Reader(section(map, MAP).content);
        int runs = in.number();
        int[] boundaries = new int[2 * runs];
        int n = 0;
        int at = 0;
        for (int run = 0; run < runs; run++) {
            int end = at + in.number();
            if (in.number() == wanted) {
                if (n > 0 && boundaries[n - 1] == at) {
                    n--;
                } else {
                    boundaries[n++] = at;
                }
                boundaries[n++] = end;
            }
            at = end;
        }
        return new CodePointSet(Arrays.copyOf(boundaries, n));
    }

    private static int[] boundaries(byte[] content) {
        Reader in = new Reader(content);
        int[] boundaries = new int[in.number()];
        int at = 0;
        for (int i = 0; i < boundaries.length; i++) {
            at += in.number();
            boundaries[i] = at;
        }
        return boundaries;
    }

    CodePointMap map(String name) {
        Section section = section(name, MAP);
        Reader in = new Reader(section.content);
        byte[] flat = new byte[0x110000];
        int at = 0;
        for (int run = in.number(); run > 0; run--) {
            int end = at + in.number();
            Arrays.fill(flat, at, end, (byte) in.number());
            at = end;
        }
        return new CodePointMap(flat, section.names);
    }

    CodePointSequences sequences(String name) {
        Reader in = new Reader(section(name, SEQUENCES).content);
        int[] keys = new int[in.number()];
        int[] starts = new int[keys.length + 1];
        int[] codePoints = new int[4 * keys.length + 64];
        int key = 0;
        for (int i = 0; i < keys.length; i++) {
            key += in.number();
            keys[i] = key;
            int length = in.number();
            starts[i + 1] = starts[i] + length;
            if (starts[i + 1] > codePoints.length) {
                codePoints = Arrays.copyOf(codePoints, 2 * starts[i + 1]);
            }
            for (int j = 0; j < length; j++) {
                int zigzag = in.number();
                codePoints[starts[i] + j] = key + ((zigzag >>> 1) ^ -(zigzag & 1));
            }
        }
        return new CodePointSequences(keys, starts, codePoints);
    }

    private static final class Reader {
        private final byte[] content;
        private int at;

        Reader(byte[] content) {
            this.content = content;
        }

        int number() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = content[at++];
                value |= (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        }
    }
}
