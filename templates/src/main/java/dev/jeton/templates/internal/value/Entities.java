package dev.jeton.templates.internal.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HTML's character references, read as Python's {@code html.unescape} does: with or without a
 * semicolon, the longest name that exists, and the replacements of the HTML standard for numbers
 * that are no characters.
 */
final class Entities {
    private static final int MAX_NAME = 32;

    /** What numbers from 0x80 stand for, as browsers read them; 0 where it is the number itself. */
    private static final String WINDOWS =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d"
                    + "\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122"
                    + "\u0161\u203a\u0153\u009d\u017e\u0178";

    /** The names, loaded when the first one is met. */
    private static final class Names {
        static final Map<String, String> ALL = load();

        private static Map<String, String> load() {
            Map<String, String> names = new HashMap<>(4096);
            InputStream in =
                    Objects.requireNonNull(Entities.class.getResourceAsStream("entities.txt"));
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    String[] parts = line.split(" ", 0);
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i < parts.length; i++) {
                        text.appendCodePoint(Integer.parseInt(parts[i], 16));
                    }
                    names.put(parts[0], text.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return names;
        }
    }

    private Entities() {}

    static Object unescape(Object str) {
        String text = Str.text(str);
        int next = text.indexOf('&');
        if (next < 0) {
            return str;
        }
        TextBuilder out = new TextBuilder(text.length());
        int at = 0;
        for (; next >= 0; next = text.indexOf('&', next + 1)) {
            int end = end(text, next + 1);
            if (end < 0) {
                continue;
            }
            out.append(str, at, next);
            String name = text.substring(next + 1, end);
            String value = name.startsWith("#") ? numbered(name) : named(name);
            if (value == null) {
                out.append(str, next, end);
            } else {
                out.appendDerived(value, str, next, end);
            }
            at = end;
            next = end - 1;
        }
        return out.append(str, at, text.length()).build();
    }

    /** The end of the reference whose name starts at {@code from}, or -1 if there is none. */
    private static int end(String text, int from) {
        int i = from;
        if (i < text.length() && text.charAt(i) == '#') {
            boolean hex = text.startsWith("x", i + 1) || text.startsWith("X", i + 1);
            int digits = i + (hex ? 2 : 1);
            i = digits;
            while (i < text.length() && digit(text.charAt(i), hex)) {
                i++;
            }
            if (i == digits) {
                return -1;
            }
        } else {
            int points = 0;
            while (i < text.length()
                    && points < MAX_NAME
                    && "\t\n\f <&#;".indexOf(text.charAt(i)) < 0) {
                i += Character.charCount(text.codePointAt(i));
                points++;
            }
            if (i == from) {
                return -1;
            }
        }
        return text.startsWith(";", i) ? i + 1 : i;
    }

    /** Python's digits are those of all scripts. */
    private static boolean digit(char c, boolean hex) {
        return hex ? c < 128 && Character.digit(c, 16) >= 0 : c >= '0' && c <= '9';
    }

    private static String numbered(String name) {
        boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
        int from = hex ? 2 : 1;
        int to = name.endsWith(";") ? name.length() - 1 : name.length();
        while (from < to - 1 && name.charAt(from) == '0') {
            from++;
        }
        int number =
                to - from > 8
                        ? Integer.MAX_VALUE
                        : Integer.parseInt(name.substring(from, to), hex ? 16 : 10);
        if (number == 0 || (number >= 0xd800 && number <= 0xdfff) || number > 0x10ffff) {
            return "\ufffd";
        }
        if (number >= 0x80 && number < 0xa0) {
            return String.valueOf(WINDOWS.charAt(number - 0x80));
        }
        return isNoCharacter(number) ? "" : Character.toString(number);
    }

    private static boolean isNoCharacter(int c) {
        return (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')
                || c == 0x7f
                || (c >= 0xfdd0 && c <= 0xfdef)
                || (c & 0xfffe) == 0xfffe;
    }

    private static @Nullable String named(String name) {
        String value = Names.ALL.get(name);
        if (value != null) {
            return value;
        }
        for (int i = name.length() - 1; i > 1; i--) {
            String prefix = Names.ALL.get(name.substring(0, i));
            if (prefix != null) {
                return prefix + name.substring(i);
            }
        }
        return null;
    }
}
