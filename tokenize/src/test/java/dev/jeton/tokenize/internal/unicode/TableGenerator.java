package dev.jeton.tokenize.internal.unicode;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Unicode files of this package from ICU4J, one release of it for each Unicode version:
 * 57.1 for 8.0, 58.2 for 9.0, 76.1 for 16.0, 78.1 for 17.0. The build copies the jars to {@code
 * target/icu}; each is loaded on its own, so nothing of ICU is on the class path of the library.
 *
 * <p>Run {@code TableGenerator target/icu src/main/resources/dev/jeton/tokenize/internal/unicode}
 * after a change; {@code TableGeneratorTest} fails until the files are what this class makes.
 */
final class TableGenerator {
    static final Map<String, String> ICU_OF_VERSION =
            Map.of("8.0", "57.1", "9.0", "58.2", "16.0", "76.1", "17.0", "78.1");

    private static final int GENERAL_CATEGORY = 0x1005;
    private static final int SCRIPT = 0x100A;
    private static final int BLOCK = 0x1001;
    private static final int GRAPHEME_BREAK = 0x1012;
    private static final int COMBINING_CLASS = 0x1002;
    private static final int WHITE_SPACE = 31;
    private static final int ALPHABETIC = 0;
    private static final int FULL_COMPOSITION_EXCLUSION = 9;

    private final Icu icu;
    private final List<byte[]> sections = new ArrayList<>();

    private TableGenerator(Icu icu) {
        this.icu = icu;
    }

    public static void main(String[] args) throws IOException {
        for (String version : ICU_OF_VERSION.keySet()) {
            Path to = Path.of(args[1]).resolve("unicode-" + version + ".bin");
            Files.write(to, generate(version, Path.of(args[0])));
        }
    }

    /** The file for a Unicode version, from the jar of ICU in {@code jars}. */
    static byte[] generate(String version, Path jars) throws IOException {
        Path jar = jars.resolve("icu4j-" + ICU_OF_VERSION.get(version) + ".jar");
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            TableGenerator generator = new TableGenerator(new Icu(loader));
            switch (version) {
                case "8.0" -> generator.map("gc", GENERAL_CATEGORY);
                case "9.0" -> generator.normalization();
                case "16.0" -> generator.patterns();
                default -> generator.standardLibrary();
            }
            return generator.file();
        }
    }

    private void normalization() throws IOException {
        map("gc", GENERAL_CATEGORY);
        map("sc", SCRIPT);
        map("ccc", COMBINING_CLASS);
        sequences("nfd", cp -> icu.decomposition(cp, false));
        sequences("nfkd", cp -> icu.decomposition(cp, true));
        set("Full_Composition_Exclusion", FULL_COMPOSITION_EXCLUSION);
    }

    private void patterns() throws IOException {
        for (int property = 0; property < 100; property++) {
            if (icu.name(property, true) != null) {
                set(String.valueOf(icu.name(property, true)), property);
            }
        }
        map("gc", GENERAL_CATEGORY);
        map("sc", SCRIPT);
        map("blk", BLOCK);
        map("GCB", GRAPHEME_BREAK);
        sequences("fold", icu::fold);
    }

    private void standardLibrary() throws IOException {
        map("gc", GENERAL_CATEGORY);
        set("White_Space", WHITE_SPACE);
        set("Alphabetic", ALPHABETIC);
        sequences("lower", icu::lower);
    }

    private interface Mapping {
        int[] of(int codePoint);
    }

    private void set(String name, int property) throws IOException {
        Content content = new Content();
        List<Integer> boundaries = new ArrayList<>();
        boolean inside = false;
        for (int cp = 0; cp <= 0x110000; cp++) {
            if ((cp < 0x110000 && icu.has(cp, property)) != inside) {
                inside = !inside;
                boundaries.add(cp);
            }
        }
        content.number(boundaries.size());
        int last = 0;
        for (int b : boundaries) {
            content.number(b - last);
            last = b;
        }
        String shortName = icu.name(property, false);
        String names = shortName == null ? name : name + "|" + shortName;
        section(TableFile.SET, name, List.of(names), content);
    }

    private void map(String name, int property) throws IOException {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        Content runs = new Content();
        int count = 0;
        int start = 0;
        int value = icu.value(0, property);
        for (int cp = 1; cp <= 0x110000; cp++) {
            int next = cp < 0x110000 ? icu.value(cp, property) : Integer.MIN_VALUE;
            if (next != value) {
                int number = value;
                if (property != COMBINING_CLASS) {
                    int known = numbers.size();
                    number = numbers.computeIfAbsent(value, v -> known);
                    if (number == known) {
                        names.add(icu.valueNames(property, value));
                    }
                }
                runs.number(cp - start);
                runs.number(number);
                count++;
                start = cp;
                value = next;
            }
        }
        Content content = new Content();
        content.number(count);
        runs.bytes.writeTo(content.bytes);
        section(TableFile.MAP, name, names, content);
    }

    private void sequences(String name, Mapping mapping) throws IOException {
        Content entries = new Content();
        int count = 0;
        int last = 0;
        for (int cp = 0; cp < 0x110000; cp++) {
            int[] to = cp >= 0xD800 && cp < 0xE000 ? new int[0] : mapping.of(cp);
            if (to.length > 0) {
                count++;
                entries.number(cp - last);
                entries.number(to.length);
                for (int c : to) {
                    entries.number(((c - cp) << 1) ^ ((c - cp) >> 31));
                }
                last = cp;
            }
        }
        Content content = new Content();
        content.number(count);
        entries.bytes.writeTo(content.bytes);
        section(TableFile.SEQUENCES, name, List.of(), content);
    }

    private void section(int kind, String name, List<String> names, Content content)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind);
        out.writeUTF(name);
        out.writeShort(names.size());
        for (String n : names) {
            out.writeUTF(n);
        }
        out.writeInt(content.bytes.size());
        content.bytes.writeTo(out);
        sections.add(bytes.toByteArray());
    }

    private byte[] file() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeShort(sections.size());
        for (byte[] section : sections) {
            bytes.write(section);
        }
        return bytes.toByteArray();
    }

    private static final class Content {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void number(int value) {
            int v = value;
            while ((v & ~0x7F) != 0) {
                bytes.write((v & 0x7F) | 0x80);
                v >>>= 7;
            }
            bytes.write(v);
        }
    }

    /** The few methods of ICU that are needed, found in one of its jars. */
    private static final class Icu {
        private final MethodHandle has;
        private final MethodHandle value;
        private final MethodHandle propertyName;
        private final MethodHandle valueName;
        private final MethodHandle foldString;
        private final MethodHandle lowerString;
        private final MethodHandle decomposition;
        private final Object root;
        private final Object nfc;
        private final Object nfkc;

        Icu(ClassLoader loader) {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> chars = loader.loadClass("com.ibm.icu.lang.UCharacter");
                Class<?> locale = loader.loadClass("com.ibm.icu.util.ULocale");
                Class<?> normalizer = loader.loadClass("com.ibm.icu.text.Normalizer2");
                MethodType twoInts = MethodType.methodType(boolean.class, int.class, int.class);
                has = lookup.findStatic(chars, "hasBinaryProperty", twoInts);
                value =
                        lookup.findStatic(
                                chars, "getIntPropertyValue", twoInts.changeReturnType(int.class));
                propertyName =
                        lookup.findStatic(
                                chars, "getPropertyName", twoInts.changeReturnType(String.class));
                valueName =
                        lookup.findStatic(
                                chars,
                                "getPropertyValueName",
                                MethodType.methodType(
                                        String.class, int.class, int.class, int.class));
                foldString =
                        lookup.findStatic(
                                chars,
                                "foldCase",
                                MethodType.methodType(String.class, String.class, boolean.class));
                lowerString =
                        lookup.findStatic(
                                chars,
                                "toLowerCase",
                                MethodType.methodType(String.class, locale, String.class));
                decomposition =
                        lookup.findVirtual(
                                normalizer,
                                "getRawDecomposition",
                                MethodType.methodType(String.class, int.class));
                root = locale.getField("ROOT").get(null);
                nfc = normalizer.getMethod("getNFCInstance").invoke(null);
                nfkc = normalizer.getMethod("getNFKCInstance").invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("This is not the ICU4J expected.", e);
            }
        }

        boolean has(int codePoint, int property) {
            try {
                return (boolean) has.invokeExact(codePoint, property);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        int value(int codePoint, int property) {
            try {
                return (int) value.invokeExact(codePoint, property);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        @Nullable String name(int property, boolean longName) {
            try {
                return (String) call(propertyName, property, longName ? 1 : 0);
            } catch (IllegalArgumentException unknownProperty) {
                return null;
            }
        }

        /** All names of a value; for categories the two letters first. */
        String valueNames(int property, int of) {
            Set<String> names = new LinkedHashSet<>();
            for (int choice = 0; choice < 6; choice++) {
                try {
                    String name = (String) call(valueName, property, of, choice);
                    if (name != null) {
                        names.add(name);
                    }
                } catch (IllegalArgumentException noMoreNames) {
                    break;
                }
            }
            return String.join("|", names);
        }

        int[] fold(int codePoint) {
            return changed(
                    codePoint, (String) call(foldString, Character.toString(codePoint), true));
        }

        int[] lower(int codePoint) {
            return changed(
                    codePoint, (String) call(lowerString, root, Character.toString(codePoint)));
        }

        int[] decomposition(int codePoint, boolean compatible) {
            boolean hangul = codePoint >= 0xAC00 && codePoint < 0xD7A4;
            String to =
                    hangul
                            ? null
                            : (String) call(decomposition, compatible ? nfkc : nfc, codePoint);
            return to == null ? new int[0] : to.codePoints().toArray();
        }

        private static int[] changed(int codePoint, String to) {
            int[] result = to.codePoints().toArray();
            return result.length == 1 && result[0] == codePoint ? new int[0] : result;
        }

        private static Object call(MethodHandle method, Object... arguments) {
            try {
                return method.invokeWithArguments(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
